"""Letters: which they are, where they stand, and the pieces they make."""
