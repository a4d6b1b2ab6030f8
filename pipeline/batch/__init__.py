"""The batch: many files, each read, published and settled with the others."""
