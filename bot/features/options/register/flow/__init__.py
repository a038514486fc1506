"""The rules of a register: how its records are found by words."""
