"""Pieces to printed lines: where they break, and which are notes."""
