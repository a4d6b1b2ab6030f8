"""The lines of a spaced text: words, blanks, notes at the feet of its pages."""
