"""Parts of pages → tables: stitched, headers named, cut rows made whole, parents found."""
