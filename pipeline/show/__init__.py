"""To look at: a document, one row, a page with its cells drawn on it."""
