"""What is drawn: rules, shades, clip boxes, pictures."""
