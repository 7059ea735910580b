"""``duplicates.csv``: which records are one publication, and who decided so.

Each line decides on a pair. The groups follow from the lines alone, so the same lines give the same groups in whatever order
they stand: persons first, then the rule, in the order of the records; what the rule joins and a person keeps apart stays apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from kg.errors import Cell, Fault, nearest
from loaders.records.csv_file import read_lines, write_lines
from loaders.records.files import DUPLICATES_FILE, RECORDS_FILE
from loaders.records.record import Record

Verdict = Literal["same", "different", "unsure"]
COLUMNS = ("record", "other", "decision", "decided_by", "decided_on", "reason", "title", "other_title")
"""The titles are only there to be read."""

RULE = "bib-dedupe"
"""The beginning of ``decided_by`` where the rule decided; anything else is a person."""


class Decision(NamedTuple):
    """What somebody decided on two records; ``decided_by`` is a person, or the rule with its release."""

    record: str
    other: str
    decision: Verdict
    decided_by: str
    decided_on: str = ""
    reason: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """The two records."""
        return frozenset((self.record, self.other))

    @property
    def by_rule(self) -> bool:
        """Whether no person decided this."""
        return self.decided_by.startswith(RULE)


class Groups(NamedTuple):
    """Records that are one publication, each group in the order of the records; and what is left for a person.

    ``members`` has every record under the first one of its group. ``unsure`` are pairs on which nobody decided: those of which
    the rule is unsure, and those that it takes for one although their DOIs, or those of their groups, differ. ``overruled``
    are decisions of the rule that a person's decisions contradict.
    """

    members: Mapping[str, tuple[str, ...]]
    unsure: tuple[Decision, ...]
    overruled: tuple[Decision, ...]

    @property
    def duplicates(self) -> int:
        """How many records are removed as duplicates."""
        return sum(len(group) - 1 for group in self.members.values())


class Decided(NamedTuple):
    """The decisions of a corpus folder, the faults of their file, and notices about words that are spelled otherwise."""

    decisions: list[Decision]
    faults: list[Fault]
    notices: list[Fault]


def read_decisions(folder: Path, records: Iterable[Record]) -> Decided:
    """The decisions of a corpus folder.

    Raises:
        Refused: the file is no delimited text, or exceeds what may be read of a sheet.
    """
    known = {record.record for record in records}
    lines, faults, notices = read_lines(folder / DUPLICATES_FILE, COLUMNS, {"decision": get_args(Verdict)})
    decisions: list[Decision] = []
    for line in lines:
        texts = line.texts
        wrong = [
            line.fault(column, f"is no record of {RECORDS_FILE}.")
            for column in ("record", "other")
            if texts[column] not in known
        ]
        if texts["record"] == texts["other"]:
            wrong.append(line.fault("other", "is the record itself."))
        if texts["decision"] not in get_args(Verdict):
            rule = f"is none of {', '.join(get_args(Verdict))}."
            wrong.append(line.fault("decision", rule, nearest(texts["decision"], get_args(Verdict))))
        if not texts["decided_by"]:
            wrong.append(line.fault("decided_by", "Say who decided."))
        if wrong:
            faults += wrong
        else:
            decisions.append(
                Decision(
                    texts["record"],
                    texts["other"],
                    cast("Verdict", texts["decision"]),
                    texts["decided_by"],
                    texts["decided_on"],
                    texts["reason"],
                )
            )
    return Decided(decisions, [*faults, *_contradictions(decisions)], notices)


def write_decisions(folder: Path, records: Iterable[Record], decisions: Iterable[Decision]) -> None:
    """Write all decisions, with the titles of their records, in place of those that the file held."""
    titles = {record.record: record.title for record in records}
    rows = ({**each._asdict(), "title": titles[each.record], "other_title": titles[each.other]} for each in decisions)
    write_lines(folder / DUPLICATES_FILE, COLUMNS, rows)


def group(records: Sequence[Record], decisions: Sequence[Decision]) -> Groups:
    """The groups that decisions without contradictions give."""
    order = {record.record: number for number, record in enumerate(records)}
    groups = _Joined(order, {record.record: record.doi for record in records if record.doi})
    for each in decisions:
        if not each.by_rule and each.decision == "same":
            groups.join(each.record, each.other)
    apart = [each.pair for each in decisions if not each.by_rule and each.decision == "different"]
    decided = {each.pair for each in decisions if not each.by_rule and each.decision != "unsure"}
    overruled: list[Decision] = []
    doubted: list[Decision] = []
    for each in sorted(decisions, key=lambda each: sorted((order[each.record], order[each.other]))):
        if not each.by_rule or each.decision != "same" or groups.joined(each.record, each.other):
            continue
        if groups.would_join(each.record, each.other, apart):
            overruled.append(each)
        elif groups.differ(each.record, each.other):
            doubted.append(each)
        else:
            groups.join(each.record, each.other)
    open_ = tuple(
        each
        for each in (*doubted, *(each for each in decisions if each.decision == "unsure"))
        if each.pair not in decided and not groups.joined(each.record, each.other)
    )
    members: dict[str, list[str]] = defaultdict(list)
    for record in order:
        members[groups.first(record)].append(record)
    return Groups({first: tuple(all_) for first, all_ in members.items()}, open_, tuple(overruled))


def _contradictions(decisions: Sequence[Decision]) -> list[Fault]:
    """A fault for each pair that persons keep apart and, by themselves or over others, join."""
    persons = [each for each in decisions if not each.by_rule]
    groups = _Joined({name: 0 for each in persons for name in (each.record, each.other)}, {})
    for each in persons:
        if each.decision == "same":
            groups.join(each.record, each.other)
    return [
        Fault(
            Cell(DUPLICATES_FILE, 0, "decision", each.decision),
            f"{each.decided_by} keeps {each.record} and {each.other} apart, and other lines by persons make them one.",
        )
        for each in persons
        if each.decision == "different" and groups.joined(each.record, each.other)
    ]


class _Joined:
    """Sets of records, joined one pair after the other; the first of a set is the one that comes first in the order."""

    def __init__(self, order: Mapping[str, int], dois: Mapping[str, str]) -> None:
        self._order = order
        self._up = {name: name for name in order}
        self._dois = {name: {doi} for name, doi in dois.items()}

    def first(self, name: str) -> str:
        """The first record of the set of a record."""
        while self._up[name] != name:
            self._up[name] = name = self._up[self._up[name]]
        return name

    def joined(self, one: str, other: str) -> bool:
        """Whether two records are in one set."""
        return self.first(one) == self.first(other)

    def join(self, one: str, other: str) -> None:
        """Make the sets of two records one."""
        first, second = sorted((self.first(one), self.first(other)), key=lambda name: (self._order[name], name))
        if first != second:
            self._up[second] = first
            self._dois.setdefault(first, set()).update(self._dois.get(second, ()))

    def differ(self, one: str, other: str) -> bool:
        """Whether the sets of two records have DOIs, and none in common."""
        dois = [self._dois.get(self.first(name)) for name in (one, other)]
        return all(dois) and not set.intersection(*(each for each in dois if each))

    def would_join(self, one: str, other: str, apart: Iterable[frozenset[str]]) -> bool:
        """Whether one set of two records would hold a pair that is kept apart."""
        ends = {self.first(one), self.first(other)}
        return any({self.first(name) for name in pair} == ends for pair in apart)
