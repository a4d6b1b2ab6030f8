"""Rules of a page → lattice → cells, for anything that has rules."""
