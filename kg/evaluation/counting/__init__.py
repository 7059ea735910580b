"""Counting studies by how they stand to a question, from units as the bits of integers."""
