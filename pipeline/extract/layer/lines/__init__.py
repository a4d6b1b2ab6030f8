"""The lines of a bare text, its pages, and the notes at their feet."""
