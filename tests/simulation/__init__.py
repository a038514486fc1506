"""Weeks in the life of many people, at random, and what time said to whom: held against what is promised."""
