"""Tells open and closed questions, advice and statements apart by rules alone, which stand in prompts/."""
