"""New publications: fetched from where they are published, taken from where they are put."""
