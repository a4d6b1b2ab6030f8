"""Headers: where they stand, and which of their words are the name of one column."""
