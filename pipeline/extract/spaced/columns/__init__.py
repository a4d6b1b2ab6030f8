"""Where the columns of a page run, and cells that stand beside their own."""
