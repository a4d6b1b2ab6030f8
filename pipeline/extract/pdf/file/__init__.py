"""The file: its objects, pages, layers and attachments, as PDFium and its bytes give them."""
