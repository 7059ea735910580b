"""JSON that a person can read, with the same bytes for the same content."""

import json


def to_json(value: object) -> bytes:
    """A value as indented UTF-8 JSON that ends in a newline: the same content gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
