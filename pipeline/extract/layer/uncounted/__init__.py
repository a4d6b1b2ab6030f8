"""Rows that no number tells: where they begin, by what their cells would be."""
