"""Which lines stand in one row."""
