"""Files that only an office program reads: put right, and converted to what annex reads itself."""
