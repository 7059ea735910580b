"""A table that grew: what its mapping does not know yet, added to the files that people have edited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

import yaml

from kg.ontology.vocabulary import Vocabulary
from loaders.adopt.guesses.cell_values import absence
from loaders.adopt.guesses.columns import ColumnPlanner
from loaders.adopt.guesses.doubt import doubted, unclear
from loaders.adopt.guesses.guess import Guess, Sure
from loaders.adopt.guesses.known_terms import KnownTerms
from loaders.adopt.guesses.plan import OwnFacet, OwnTerm, Plan
from loaders.adopt.guesses.study_columns import Body, StudyGuess
from loaders.adopt.layout.rows import RowSorter, repeated_headings
from loaders.adopt.mapping_text import columns_text, quoted, values_lines
from loaders.mapped.grid import Grid
from loaders.mapped.layout import column_names
from loaders.mapped.left_out import rows_below
from loaders.mapped.mapping import MAPPING_FILE
from loaders.mapped.mapping import Mapping as TableMapping
from loaders.mapped.resolving import ColumnReader
from loaders.mapped.words import fold


@dataclass
class Growth:
    """What a table has that its mapping does not know.

    Attributes:
        columns: plans of new columns, and ``facets`` the own facets that these bring along.
        values: by column, what new values probably mean.
        terms: by column, the own terms that are made of new values.
        gone: columns that the mapping names and the table has no more.
        moved: the rows of the heading, if they are others than the mapping says.
        unread: worksheets beside the one of the table that hold something, too.
        by_hand: lines for ``mapping.yaml`` that could not be put into it, because of how it is written there.
    """

    columns: list[Plan] = field(default_factory=list)
    facets: Mapping[str, OwnFacet] = field(default_factory=dict)
    values: dict[str, dict[str, Guess]] = field(default_factory=dict)
    terms: dict[str, list[OwnTerm]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    rows: int = 0
    moved: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()


def find_growth(vocabulary: Vocabulary, grid: Grid, mapping: TableMapping) -> Growth:
    """What is new in a table; the vocabulary is that of the corpus, with its own terms."""
    names = column_names(grid, mapping.heading)
    index = {name: index for index, name in names.items()}
    present = {fold(name): name for name in index}
    body = Body(grid, index, rows_below(grid, mapping.heading, mapping.rows_left_out).read)
    study = StudyGuess(dict(_study(mapping, present)))
    terms = KnownTerms(vocabulary)
    sorter = RowSorter(body, study, lambda text: any(terms.matches(text)))
    unlike = {**repeated_headings(grid, mapping.heading), **sorter.left_out()}
    rows = rows_below(grid, mapping.heading, {**unlike, **mapping.rows_left_out}).read
    if len(rows) == len(body.rows):
        unlike = {}
    body = Body(grid, index, rows)
    named = [name for columns in mapping.study.named().values() for name in columns]
    known = {fold(name) for name in (*mapping.columns, *named)}
    new = Body(grid, {name: index for name, index in body.index.items() if fold(name) not in known}, rows)
    for names_ in study.columns.values():
        new = Body(grid, {**new.index, **{name: body.index[name] for name in names_[0] if name in body.index}}, rows)
    planner = ColumnPlanner(vocabulary, new, study, {})
    growth = Growth(rows=len(rows))
    if told := {text: why for text, why in unlike.items() if fold(text) not in map(fold, mapping.rows_left_out)}:
        growth.by_hand += ["rows_left_out:", *(f"  {quoted(text)}: {quoted(why)}" for text, why in told.items())]
    growth.columns = planner.plans()
    growth.facets = planner.own.facets
    growth.gone = [name for name in dict.fromkeys((*mapping.columns, *named)) if fold(name) not in present]
    for name, column in mapping.columns.items():
        if column.facet and fold(name) in present and set(column.facet) <= set(vocabulary.facets):
            reader = ColumnReader(vocabulary, column, mapping.values)
            unknown = _unknown(reader, body.texts(present[fold(name)]))
            for value in unknown:
                _place(growth, planner, vocabulary, name, column.facet[0], value)
    return growth


def _study(mapping: TableMapping, present: Mapping[str, str]) -> Iterator[tuple[str, tuple[tuple[str, ...], Guess]]]:
    """The columns of the study as the table writes them, of those that it has."""
    for key, columns in mapping.study.named().items():
        found = tuple(present[fold(name)] for name in columns if fold(name) in present)
        yield ("key" if key == "study" else key), (found, Guess("", Sure.SURE))


def _unknown(reader: ColumnReader, texts: list[str]) -> list[str]:
    values = (value for text in texts for value in reader.values(text))
    found: dict[str, str] = {}
    for value in values:
        if reader.meaning(value).rule:
            found.setdefault(fold(value), value)
    return list(found.values())


def _place(growth: Growth, planner: ColumnPlanner, vocabulary: Vocabulary, column: str, facet: str, value: str) -> None:
    """Find a meaning for a new value: a mark of absence, a term, or a new term of the table's own."""
    known = KnownTerms(vocabulary)
    lines = growth.values.setdefault(column, {})
    if guess := absence(value, {}):
        lines[value] = guess
    elif (core := doubted(value)) is not None:
        lines[value] = unclear(core, lambda text: match.term if (match := known.match(facet, text)) else "")
    elif match := known.match(facet, value) or known.begun(facet, value):
        lines[value] = Guess(match.term, match.sure, match.by)
    else:
        above = known.above(facet, value)
        is_own = bool(vocabulary.facets[facet].namespace)
        sure = Sure.SURE if is_own and above == facet else Sure.UNSURE
        placed = Guess(above, sure, "new: find it a better place")
        term = planner.own.term(planner.own.of_ours(facet, column), value, above, placed, column)
        growth.terms.setdefault(column, []).append(term)
        if not is_own:
            lines[value] = Guess(term.id, sure, f"new: a new term below {above}, in ontology/")


def write_growth(folder: Path, growth: Growth) -> str:
    """The text of ``mapping.yaml`` with what is new, every edit kept; what has no place in it goes to ``by_hand``."""
    text = (folder / MAPPING_FILE).read_text(encoding="utf-8")
    for column, values in growth.values.items():
        if values:
            text = _with_values(text, column, values, growth.by_hand)
    if growth.columns:
        text = _with_columns(text, growth)
    return _with_heading(text, growth) if growth.moved else text


def _with_heading(text: str, growth: Growth) -> str:
    node = _below(yaml.compose(text, yaml.SafeLoader), "heading")
    rows = f"[{', '.join(map(str, growth.moved))}]"
    if node is None or (isinstance(node, yaml.CollectionNode) and not node.flow_style):
        growth.by_hand.append(f"heading: {rows}")
        return text
    return text[: node.start_mark.index] + rows + text[node.end_mark.index :]


def _with_values(text: str, column: str, values: Mapping[str, Guess], by_hand: list[str]) -> str:
    entry = _below(_below(yaml.compose(text, yaml.SafeLoader), "columns"), column)
    found = _below(entry, "values")
    if _is_block(found):
        at, indent = _end(found), found.value[0][0].start_mark.column
        lines = [line.strip() for line in values_lines(values, 0)]
    elif _is_block(entry) and found is None:
        at, indent = _end(entry), entry.value[0][0].start_mark.column
        lines = ["values:", *(f"  {line.strip()}" for line in values_lines(values, 0))]
    else:
        by_hand += [f"columns, {column}, values:", *values_lines(values, 1)]
        return text
    return _inserted(text, at, [f"{' ' * indent}{line}" for line in lines])


def _with_columns(text: str, growth: Growth) -> str:
    columns = _below(yaml.compose(text, yaml.SafeLoader), "columns")
    lines = columns_text(growth.columns, {}).splitlines()
    if columns and not columns.value:  # written as {}, or left out
        start, end = columns.start_mark.index, columns.end_mark.index
        return _inserted(f"{text[:start].rstrip()}{text[end:]}", columns.start_mark.line + 1, lines)
    if not _is_block(columns):
        growth.by_hand += ["columns:", *lines]
        return text
    shift = " " * columns.value[0][0].start_mark.column
    return _inserted(text, _end(columns), ["", *(f"{shift}{line[2:]}" if line else "" for line in lines)])


def _below(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if fold(str(name.value)) == fold(key)), None)


def _is_block(node: yaml.Node | None) -> TypeGuard[yaml.MappingNode]:
    return isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)


def _end(node: yaml.Node) -> int:
    """The number of lines up to the end of a block, without comments and empty lines after it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.line) + 1


def _inserted(text: str, at: int, lines: list[str]) -> str:
    before = text.splitlines()
    return "\n".join([*before[:at], *lines, *before[at:]]) + "\n"
