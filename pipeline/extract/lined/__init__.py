"""Texts with one paragraph a line: what is left of a Word file or web page without its tables."""
