"""JSON: indented, with the same bytes for the same content."""

from fastapi.responses import JSONResponse

from api.pages.address import Address
from kg.json_text import to_json
from kg.versions.dataset import Dataset


def write(body: object, _: Dataset, __: Address) -> bytes:
    """Any body in UTF-8, ending in a newline, as the command line prints it."""
    return to_json(body)


class PrettyJSON(JSONResponse):
    """A response in this form, for bodies that are not negotiated."""

    def render(self, content: object) -> bytes:
        """The same of plain lists, dictionaries and scalars."""
        return to_json(content)
