"""SHACL shapes and cross-record constraints."""
