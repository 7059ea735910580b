"""Answers: models, certificate, tables, matrix and text."""
