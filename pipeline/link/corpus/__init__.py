"""Settling: what fresh documents change among the published ones."""
