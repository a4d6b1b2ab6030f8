"""Pictures of pages: what is drawn and written in them."""
