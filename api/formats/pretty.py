"""JSON that a person can read, with the same bytes for the same content."""

from fastapi.responses import JSONResponse

from kg.json_text import to_json


class PrettyJSON(JSONResponse):
    """JSON that a person can read, with the same bytes for the same content."""

    def render(self, content: object) -> bytes:
        """Indented UTF-8, ending in a newline, as the command line prints it."""
        return to_json(content)
