"""What a document says of others: amendments, changes, quotes, citations."""
