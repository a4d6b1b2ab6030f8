"""The same task in two documents, and its history."""
