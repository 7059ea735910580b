"""Stored versions: build, lock, prune, and the opened dataset."""
