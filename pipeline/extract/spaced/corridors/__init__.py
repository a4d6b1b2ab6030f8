"""Where lines can be cut: the white that runs down a page, and how well cells fit between."""
