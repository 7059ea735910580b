"""``mapping.yaml``: how a table of any form is read, as typed values with the line of each."""

from collections.abc import Mapping as AnyMapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kg.errors import BadYaml, Cell, Fault, nearest, shown
from kg.review.depth import Depth
from kg.yaml_file import read_plain_yaml
from loaders.sheets.absence import NOT_CHARTED
from loaders.sheets.table import MOST_FAULTS

MAPPING_FILE = "mapping.yaml"
Separator = Literal[";", ",", "/", "|", "+", "line break", "and", "&"]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _joined(value: object) -> object:
    """The terms of a list as a cell names them."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return value


def _filled(value: object) -> object:
    """A key without a value, such as ``values:`` with nothing below it, as an empty mapping."""
    return {} if value == "" else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Target = Annotated[str, BeforeValidator(_joined)]
"""What a value means: a term, several separated by semicolons, a status, or ``not charted``."""
Values = Annotated[dict[str, Target], BeforeValidator(_filled)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StudyColumns(_Record):
    """The columns that say which study a row is about; several names are joined by a space.

    Attributes:
        fill_down: a row without a key is about the study of the row above.
    """

    key: Names = Field(min_length=1)
    citation: Names = ()
    title: Names = ()
    year: Names = ()
    doi: Names = ()
    retracted: Names = ()
    unit: Names = ()
    coder: Names = ()
    charted_on: Names = ()
    read: Names = ()
    fill_down: bool = False

    def named(self) -> dict[str, Names]:
        """The columns of the table by the column of a charting sheet that they fill."""
        found = {name: getattr(self, name) for name in type(self).model_fields if name not in ("key", "fill_down")}
        return {"study": self.key, **{name: columns for name, columns in found.items() if columns}}


class Column(_Record):
    """What becomes of a column: its facets, a note, or why it is left out.

    Attributes:
        empty: what an empty cell means.
    """

    facet: Names = ()
    separators: Annotated[tuple[Separator, ...], BeforeValidator(_listed)] = ()
    values: Values = Field(default_factory=dict)
    empty: Target = NOT_CHARTED
    note: bool = False
    leave_out: str = ""


class Mapping(_Record):
    """A whole ``mapping.yaml``.

    Attributes:
        read: what the team read of every study.
        rows_left_out: why rows are left out, by their text or that of the first filled cell (see ``left_out.rows_below``).
        values: what values mean in every column that does not say otherwise.
    """

    table: str
    sheet: str = ""
    cells_separated_by: str = ""
    encoding: Literal["", "utf-8", "utf-16", "windows-1252"] = ""
    heading: Annotated[
        tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_listed), Field(min_length=1, max_length=2)
    ]
    study: StudyColumns
    read: Annotated[tuple[Depth, ...], BeforeValidator(_listed)] = ()
    rows_left_out: Values = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)
    columns: Annotated[dict[str, Column], BeforeValidator(_filled)]


class ReadMapping(NamedTuple):
    """A mapping, None if it has faults; its faults; and the line of each key, by its path from the top.

    ``table`` is the file that it names, even if other things in it are at fault.
    """

    mapping: Mapping | None
    faults: tuple[Fault, ...]
    lines: AnyMapping[tuple[str | int, ...], int]
    table: str = ""

    def place(self, *path: str | int, value: str = "") -> Cell:
        """A place in the file, as faults name it."""
        return place(self.lines, path, value)

    def line(self, *path: str | int) -> str:
        """The line of a place, as faults of the table name it."""
        return self.place(*path).sheet


def place(lines: AnyMapping[tuple[str | int, ...], int], path: tuple[str | int, ...], value: str = "") -> Cell:
    """A place in ``mapping.yaml``: the line of the nearest key that is written there."""
    line = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)
    name = f"{MAPPING_FILE} line {line}" if line else MAPPING_FILE
    return Cell(name, 0, ".".join(map(str, path)) or "-", value)


def read_mapping(file: Path) -> ReadMapping:
    """The mapping of a file, or its faults."""
    try:
        plain = read_plain_yaml(file)
    except BadYaml as error:
        return ReadMapping(None, (Fault(Cell(file.name, 0, "-"), f"cannot be read as YAML: {error}."),), {})
    table = plain.value.get("table") if isinstance(plain.value, dict) else ""
    table = table if isinstance(table, str) else ""
    try:
        return ReadMapping(Mapping.model_validate(plain.value), (), plain.lines, table)
    except ValidationError as error:
        faults = [_fault(plain.lines, each) for each in error.errors()[:MOST_FAULTS]]
        return ReadMapping(None, tuple(faults), plain.lines, table)


def _fault(lines: AnyMapping[tuple[str | int, ...], int], error: Any) -> Fault:  # noqa: ANN401 - pydantic's
    path = error["loc"]
    cell = place(lines, path, "" if error["type"] == "missing" else shown(error["input"]))
    if error["type"] == "extra_forbidden":
        known = _KEYS.get(path[0] if len(path) > 1 else "", ())
        return Fault(cell, "is not a key here.", nearest(str(path[-1]), known) or tuple(known))
    if error["type"] == "missing":
        return Fault(cell, f"{path[-1]} is missing.")
    rule = _RULES.get(error["type"], "{msg}").format(msg=error["msg"], **error.get("ctx", {}))
    return Fault(cell, f"{rule}.")


_BLOCK = "must be lines of NAME: MEANING below the key, each further in than it"
_RULES = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": _BLOCK,
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "literal_error": "must be one of {expected}",
    "model_attributes_type": _BLOCK,
    "model_type": _BLOCK,
    "string_type": "must be a text",
    "too_long": "must have at most {max_length} entries",
    "too_short": "must have {min_length} or more entries",
    "tuple_type": "must be one text, or a list of several: [A, B]",
}
"""What is wrong, by pydantic's name for it, in words of the file."""

_KEYS = {
    "": tuple(Mapping.model_fields),
    "study": tuple(StudyColumns.model_fields),
    "columns": tuple(Column.model_fields),
}
"""The keys of the file, and of what stands below these keys."""
