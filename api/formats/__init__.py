"""Representations of response models, by media type."""
