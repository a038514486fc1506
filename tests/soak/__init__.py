"""Real processes that are killed while people live with them: `python -m tests.soak` says what was lost."""
