"""Questions from a channel that a pair lets in, and what the channel reads of where they went."""
