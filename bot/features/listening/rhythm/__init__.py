"""A question to listen to that is planned: at a day and time, once or again and again."""
