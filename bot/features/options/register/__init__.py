"""A channel's register of its records."""
