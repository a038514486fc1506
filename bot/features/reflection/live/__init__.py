"""We are both here: a reflection while its people are there together, in what they see of it."""
