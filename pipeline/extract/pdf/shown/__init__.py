"""What of the file a person sees on the page, and what not."""
