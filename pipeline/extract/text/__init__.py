"""Text files: their encoding, lines and pages; the dialects that mark their cells."""
