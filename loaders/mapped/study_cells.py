"""What people write in the columns of a study, as a charting sheet wants it."""

import re
from collections.abc import Callable, Mapping

from loaders.sheets.values import without_address

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year(text: str) -> str:
    """The one year that a text names, such as a date or ``Surname (2021a)``; a text with none or several, as it is."""
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else text


def doi(text: str) -> str:
    """A DOI without the address in front; any other text, as it is."""
    plain = without_address(text.strip())
    return plain if plain.startswith("10.") else text


STUDY_CELL: Mapping[str, Callable[[str], str]] = {"year": year, "doi": doi}
"""By column of a charting sheet."""
