"""Rows that their numbers tell, and what of them stands before, behind or inside of others."""
