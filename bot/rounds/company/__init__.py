"""Who is in a round: who may have it, who joins and leaves, who looks after it, in which order they come."""
