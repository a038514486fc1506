"""Mine: everything kept under somebody's name: to read, to take back, to be forgotten with."""
