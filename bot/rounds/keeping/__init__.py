"""What is kept of a round: its places, what people wrote, what was posted of it."""
