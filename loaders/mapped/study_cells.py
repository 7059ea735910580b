"""What people write in the columns of a study, as a charting sheet wants it."""

import re
from collections.abc import Callable, Mapping

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)(?=10\.)", re.IGNORECASE)


def year(text: str) -> str:
    """The one year that a text names, such as a date or ``Surname (2021a)``; a text with none or several, as it is."""
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else text


def doi(text: str) -> str:
    """A DOI without the address in front."""
    return _DOI.sub("", text.strip())


STUDY_CELL: Mapping[str, Callable[[str], str]] = {"year": year, "doi": doi}
"""By column of a charting sheet."""
