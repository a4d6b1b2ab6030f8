"""Folders on object stores: publications come from one, datasets go to one (fsspec)."""
