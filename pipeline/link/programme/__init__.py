"""Tasks over all documents: evidence → threads → versions → views."""
