"""Tables typed in a text: Markdown, pipes, grids, lines of dashes, wikis; dialect `markdown`."""
