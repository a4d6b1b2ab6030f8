"""Which cells and rows are in doubt, and why."""
