"""A set: people who meet again and again."""
