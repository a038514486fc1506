"""What time does: working hours, windows, rhythms, and what the clock may say to whom."""
