"""Formats of search exports: how each is recognised, divided into entries, and laid out."""
