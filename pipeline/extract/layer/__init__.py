"""Text whose grid is lost: columns inferred from the words, what is not certain says so."""
