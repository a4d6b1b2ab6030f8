"""The best division of numbered rows into cells, and how far it is from the next best ones."""
