"""The datasets for other tools: Excel, CSV, SQLite. Table by table, in bounded memory."""
