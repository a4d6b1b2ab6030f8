"""What is known of the columns of a table: promised by its header, learned from its rows."""
