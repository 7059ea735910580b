"""JSON that a person can read, with the same bytes for the same content."""

from pydantic_core import to_json as _to_json


def to_json(value: object) -> bytes:
    """A value as indented UTF-8 JSON that ends in a newline: the same content gives the same bytes."""
    # Not by the json module, which writes indented text in Python, not in C.
    return _to_json(value, indent=2) + b"\n"
