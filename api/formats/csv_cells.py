"""Columns and cells of response models: fields by name, and labels beside ids."""

# ``bounds.certain`` is the field ``certain`` of ``bounds``. A list of texts is one cell, separated by "; "; a list of bodies has
# no column. Beside a field of ids stands its labels' column, ``FIELD.label``.

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import EnumType
from types import UnionType
from typing import Any, Union, get_args, get_origin

from api.models import TermBody
from kg.answer.models import QuestionBody
from kg.crossing.models import Axis, Matrix, MatrixCell
from kg.evaluation.models import Body
from kg.reconciliation.claims import ClaimBody, ClaimedQuestion, CountedBody
from kg.reconciliation.flow import FlowBody
from kg.voids.models import VoidList

Row = Mapping[str, str]
Label = Callable[[str], str]
"""The label of an id."""

IDS: Mapping[type[Body], frozenset[str]] = {
    TermBody: frozenset({"facet", "broader", "narrower", "replaced_by"}),
    Axis: frozenset({"facet", "within"}),
    Matrix: frozenset({"definition", "by"}),
    MatrixCell: frozenset({"row", "column"}),
    QuestionBody: frozenset({"definition"}),
    ClaimBody: frozenset({"kind"}),
    ClaimedQuestion: frozenset({"definition"}),
    CountedBody: frozenset({"stage"}),
    FlowBody: frozenset({"stage", "reason", "status"}),
    VoidList: frozenset({"facets", "definition", "unused"}),
}
"""The fields whose values are ids of terms, facets or definitions, by the class that has them."""


def labelled(name: str, ids: Iterable[str], label: Label) -> Row:
    """The cells of ids and of their labels."""
    ids = tuple(ids)
    return {name: "; ".join(ids), f"{name}.label": "; ".join(map(label, ids))}


def columns(model: type[Body], prefix: str = "") -> Iterator[str]:
    """The columns of a class of bodies."""
    ids = IDS.get(model, frozenset())
    for name, field in model.model_fields.items():
        yield from _columns_of(field.annotation, prefix + (field.alias or name))
        if name in ids:
            yield f"{prefix}{name}.label"


def cells(value: object, label: Label, name: str = "") -> Iterator[tuple[str, str]]:
    """The non-empty cells of a value, by column."""
    prefix = f"{name}." if name else ""
    if isinstance(value, Body):
        ids = IDS.get(type(value), frozenset())
        for key, field in type(value).model_fields.items():
            each = getattr(value, key)
            yield from cells(each, label, prefix + (field.alias or key))
            if key in ids and each:
                texts = (each,) if isinstance(each, str) else each
                yield f"{prefix}{key}.label", "; ".join(map(label, texts))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from cells(each, label, f"{prefix}{key}")
    elif isinstance(value, tuple):
        if value and not isinstance(value[0], Body):
            yield name, "; ".join(str(each) for each in value)
    elif isinstance(value, bool):
        yield name, str(value).lower()
    elif value is not None:
        yield name, str(value)


def _columns_of(kind: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - an annotation
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        found = (column for each in arguments if each is not type(None) for column in _columns_of(each, name))
        yield from dict.fromkeys(found)
    elif origin is dict:
        yield from (f"{name}.{key}" for key in _keys(arguments[0]))
    elif origin is tuple:
        yield from () if _is_body(arguments[0]) else (name,)
    elif _is_body(kind):
        yield from columns(kind, f"{name}.")
    else:
        yield name


def _keys(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """All keys that a mapping can have: the members of an enumeration, or the values of a ``Literal``."""
    return tuple(kind) if isinstance(kind, EnumType) else get_args(kind)


def _is_body(kind: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(kind, type) and issubclass(kind, Body)
