"""Headers: what stands above what, and which names are those of one column."""
