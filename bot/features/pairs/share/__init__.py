"""Something of a pair's is shared with a channel: once all of them ticked the very words, and not before."""
