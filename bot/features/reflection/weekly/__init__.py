"""A rhythm of questions for a pair."""
