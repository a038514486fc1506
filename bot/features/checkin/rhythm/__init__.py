"""A check-in that comes again."""
