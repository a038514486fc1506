"""What every kind of round shares: rounds, seats, replies, cards, time and telling."""
