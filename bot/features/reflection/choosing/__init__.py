"""Choosing a question of the catalogue: by what it is for, or by a word; seen whole before it is asked."""
