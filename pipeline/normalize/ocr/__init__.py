"""What a document and its tables know of words that were misread from a picture."""
