"""The tables of a page: what rules close, what shades and white complete, what is none."""
