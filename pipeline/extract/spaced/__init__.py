"""Text whose spacing is kept: its tables are grids of white corridors."""
