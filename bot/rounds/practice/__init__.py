"""What every practice's listeners do, and a practice that is declared."""
