"""A meeting, or a short check-in."""
