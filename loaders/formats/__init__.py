"""File formats of charting sheets: one row each, for reading and for writing a form.

``loaders.corpus`` reads sheets by this table, and ``lacuna template`` writes forms by it. It imports
``loaders.sheets``, which knows rows and cells but no files.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.formats import delimited, xlsx, xlsx_form
from loaders.formats.form import Form
from loaders.sheets.table import Table


@dataclass(frozen=True)
class SheetFormat:
    """One file format of charting sheets.

    ``read`` returns the tables of a file and raises ``Refused``. ``form`` returns the content of a charting form; the same
    input gives the same bytes.
    """

    media_type: str
    read: Callable[[Path], Sequence[Table]]
    form: Callable[[Form], bytes]


FORMATS: Mapping[str, SheetFormat] = {
    ".csv": SheetFormat("text/csv", delimited.read, delimited.form_with(",")),
    ".tsv": SheetFormat("text/tab-separated-values", delimited.read, delimited.form_with("\t")),
    ".xlsx": SheetFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.read, xlsx_form.write_workbook
    ),
}
"""By file suffix."""
