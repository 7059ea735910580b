"""The answers to all stored questions in one line each, kept beside a version."""
