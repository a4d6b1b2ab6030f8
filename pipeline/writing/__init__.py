"""How Vietnamese official documents are written: what every stage knows of it, said once."""
