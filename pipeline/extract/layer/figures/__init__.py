"""Figures: which words are some, which columns hold them, which rows end with them."""
