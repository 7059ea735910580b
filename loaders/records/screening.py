"""Screening sheets: what each screener decided on each record, and what holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from kg.errors import Fault, nearest
from kg.ontology.vocabulary import Vocabulary
from loaders.records.csv_file import Line, read_lines
from loaders.records.duplicates import Groups
from loaders.records.files import RECORDS_FILE, is_screening
from loaders.records.searches import Searches
from loaders.sheets.coders import most_frequent, name_key

Stage = Literal["title-abstract", "full-text"]
Choice = Literal["include", "exclude", "unsure", "not-retrieved"]
STAGES: tuple[Stage, ...] = get_args(Stage)
CHOICES: tuple[Choice, ...] = get_args(Choice)

COLUMNS = ("record", "stage", "screener", "decision", "reason", "resolves", "study", "note", "title", "year", "doi")
"""Title, year and DOI are only there to be read; ``study`` is the key of the study that an included report is about."""

RESOLVES = "yes"
_WORDS = {"stage": STAGES, "decision": CHOICES, "resolves": (RESOLVES,)}
REASONS = "exclusion-reason"
"""The facet whose terms are reasons; at ``full-text`` an exclusion needs one."""


class Screened(NamedTuple):
    """One line on which somebody decided. ``reason`` is a term's id, or empty; ``resolves`` that it ends a conflict."""

    record: str
    stage: Stage
    screener: str
    decision: Choice
    reason: str = ""
    resolves: bool = False
    study: str = ""


class Sheets(NamedTuple):
    """What the screening sheets of a folder say: the decisions, faults, and notices about what is spelled otherwise.

    ``waiting`` are the lines, by record, stage, screener and whether they resolve, on which nothing is decided yet.
    """

    decided: list[Screened]
    waiting: frozenset[tuple[str, str, str, bool]]
    faults: list[Fault]
    notices: list[Fault]


class Held(NamedTuple):
    """What holds of one record at one stage: the decision, None while it is open; its reason, and the study's key.

    ``votes`` are the lines of the screeners. ``in_conflict`` says that they differ, or that one is unsure, and that nobody
    resolved it.
    """

    decision: Choice | None
    reason: str
    study: str
    votes: tuple[Screened, ...]
    in_conflict: bool


NOBODY = Held(None, "", "", (), in_conflict=False)


class Screening(NamedTuple):
    """What holds of each record (the first of its duplicates), by stage."""

    held: Mapping[Stage, Mapping[str, Held]]

    def of(self, record: str, stage: Stage) -> Held:
        """What holds of a record at a stage."""
        return self.held[stage].get(record, NOBODY)

    def open_at(self, stage: Stage, records: Iterable[str]) -> list[str]:
        """Those of some records on which a stage has not decided."""
        return [record for record in records if self.of(record, stage).decision is None]


def read_screening(folder: Path, vocabulary: Vocabulary, groups: Groups) -> Sheets:
    """The decisions of all screening sheets of a folder, in an order that does not depend on that of their lines.

    A decision on a duplicate is one on the first record of its group. Screeners whose names differ only in case and spaces are
    one.

    Raises:
        Refused: a file is none of its format, or exceeds what may be read of a sheet.
    """
    first = {record: head for head, group in groups.members.items() for record in group}
    lines: list[Line] = []
    faults: list[Fault] = []
    notices: list[Fault] = []
    for file in sorted(filter(is_screening, folder.iterdir())):
        read = read_lines(file, COLUMNS, _WORDS)
        lines += read.rows
        faults += read.faults
        notices += read.notices
    lines, respelt = _one_spelling(lines)
    decided: list[Screened] = []
    waiting: set[tuple[str, str, str, bool]] = set()
    said: dict[tuple[str, str, str, bool], str] = {}
    resolved: dict[tuple[str, str], Screened] = {}
    for line in lines:
        if wrong := list(_line_faults(line, vocabulary, first)):
            faults += wrong
            continue
        if not line.texts["decision"]:
            resolves = line.texts["resolves"] == RESOLVES
            waiting.add((first[line.texts["record"]], line.texts["stage"], line.texts["screener"], resolves))
            continue
        each = _screened(line, vocabulary, first)
        # Of one record; what a screener says of two that turned out to be duplicates is a conflict, which is no fault.
        key = (line.texts["record"], each.stage, each.screener, each.resolves)
        if said.setdefault(key, each.decision) != each.decision:
            faults.append(line.fault("decision", f"{each.screener} has decided otherwise in another line."))
        elif each.resolves and each.decision != "unsure":
            other = resolved.setdefault((each.record, each.stage), each)
            if other.decision != each.decision:
                rule = f"{other.screener} has resolved it, or a duplicate of it, otherwise: {other.decision}."
                faults.append(line.fault("decision", rule))
        decided.append(each)
    return Sheets(sorted(set(decided)), frozenset(waiting), faults, [*notices, *respelt])


def _one_spelling(lines: Sequence[Line]) -> tuple[list[Line], list[Fault]]:
    """The lines with one spelling of each screener's name, the most frequent one, and a notice for each other spelling."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for text, number in Counter(line.texts["screener"] for line in lines).items():
        spellings[name_key(text)][text] = number
    holds = {text: most_frequent(found) for found in spellings.values() for text in found}
    notices: dict[str, Fault] = {}
    read: list[Line] = []
    for line in lines:
        text = line.texts["screener"]
        if (name := holds[text]) != text:
            notices.setdefault(text, line.fault("screener", f"and {name} are read as one screener, {name}."))
        read.append(line._replace(texts={**line.texts, "screener": name}))
    return read, list(notices.values())


def _line_faults(line: Line, vocabulary: Vocabulary, first: Mapping[str, str]) -> Iterable[Fault]:
    texts = line.texts
    if texts["record"] not in first:
        yield line.fault("record", f"is no record of {RECORDS_FILE}.")
    if texts["stage"] not in STAGES:
        yield line.fault("stage", f"is none of {', '.join(STAGES)}.", nearest(texts["stage"], STAGES))
    if texts["resolves"] not in ("", RESOLVES):
        yield line.fault("resolves", f"is {RESOLVES} where the line ends a conflict, else empty.")
    if not texts["decision"]:
        return
    if texts["decision"] not in CHOICES:
        yield line.fault("decision", f"is none of {', '.join(CHOICES)}.", nearest(texts["decision"], CHOICES))
    if not texts["screener"]:
        yield line.fault("screener", "Say who decided.")
    if texts["decision"] == "not-retrieved" and texts["stage"] == "title-abstract":
        yield line.fault("decision", "Reports are sought after title-abstract: write it at the stage full-text.")
    if texts["reason"] and vocabulary.find(REASONS, texts["reason"]) is None:
        near = vocabulary.nearest(REASONS, texts["reason"])
        yield line.fault("reason", f"is no term of {REASONS}.", near)
    if texts["decision"] == "exclude" and texts["stage"] == "full-text" and not texts["reason"]:
        yield line.fault("reason", "A report that was read is excluded for a reason.")
    if texts["reason"] and texts["decision"] != "exclude":
        yield line.fault("reason", "Only what is excluded has a reason; anything else is a note.")


def _screened(line: Line, vocabulary: Vocabulary, first: Mapping[str, str]) -> Screened:
    texts = line.texts
    reason = vocabulary.find(REASONS, texts["reason"])
    return Screened(
        first[texts["record"]],
        cast("Stage", texts["stage"]),
        texts["screener"],
        cast("Choice", texts["decision"]),
        reason.id if reason else "",
        texts["resolves"] == RESOLVES,
        texts["study"],
    )


def held_of(decided: Sequence[Screened], searches: Searches) -> Screening:
    """What holds: the resolving line; else what as many screeners as the review asks for agree on."""
    votes: dict[tuple[Stage, str], list[Screened]] = defaultdict(list)
    for each in decided:
        votes[each.stage, each.record].append(each)
    held: dict[Stage, dict[str, Held]] = {stage: {} for stage in STAGES}
    for (stage, record), lines in votes.items():
        held[stage][record] = _held(lines, searches.screeners)
    return Screening(held)


def _held(lines: Sequence[Screened], screeners: int) -> Held:
    voted = tuple(each for each in lines if not each.resolves)
    resolving = [each for each in lines if each.resolves and each.decision != "unsure"]
    study = next((each.study for each in [*resolving, *lines] if each.study), "")
    if resolving:
        return Held(resolving[0].decision, resolving[0].reason, study, voted, in_conflict=False)
    said = {each.decision for each in voted}
    if len(said) > 1 or "unsure" in said:
        return Held(None, "", study, voted, in_conflict=True)
    if len({each.screener for each in voted}) < screeners:
        return Held(None, "", study, voted, in_conflict=False)
    # Screeners who exclude for different reasons agree on what becomes of the record: the first reason counts.
    reason = next((each.reason for each in voted if each.reason), "")
    return Held(voted[0].decision, reason, study, voted, in_conflict=False)
