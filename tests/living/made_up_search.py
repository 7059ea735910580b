"""A made-up search: five exports of 300 records, of which 60 are duplicates of eight kinds, and what they are duplicates of."""

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from loaders.records.record import Record
from tests.living.writers import bibtex, nbib, ris, scopus, web_of_science

SIZE, DUPLICATES = 300, 60

_METHODS = ("Deep learning", "Partial least squares", "A random forest", "Gaussian processes", "Reinforcement learning")
_SENSORS = ("Raman spectra", "near-infrared spectra", "thermal images", "acoustic emission", "terahertz pulses")
_STEPS = (
    "freeze-drying",
    "roller compaction",
    "wet granulation",
    "film coating",
    "tablet compression",
    "hot-melt extrusion",
)
_AIMS = (
    "predict moisture",
    "detect faults",
    "control the end point",
    "estimate content uniformity",
    "track particle size",
)
_OF = (
    "a monoclonal antibody",
    "paediatric mini-tablets",
    "an inhaled powder",
    "vaccines",
    "amorphous dispersions",
    "a peptide",
)
_HOW = (
    "validated over two years",
    "a comparison",
    "lessons from a pilot plant",
    "with few samples",
    "under drift",
    "an open dataset",
)
_NAMES = (
    "Novak, Jana",
    "Li, Xu",
    "Garcia, Ana",
    "Okoye, Chidi",
    "Larsen, Per",
    "Rossi, Elena",
    "Kim, Minho",
    "Dubois, Luc",
)
_JOURNALS = (
    "International Journal of Pharmaceutics",
    "Journal of Pharmaceutical Sciences",
    "Computers and Chemical Engineering",
)
_SHORT = {_JOURNALS[0]: "Int J Pharm", _JOURNALS[1]: "J Pharm Sci", _JOURNALS[2]: "Comput Chem Eng"}

KINDS: Mapping[str, Callable[[Record], Record]] = {
    "the same": lambda record: record,
    "without a DOI": lambda record: record._replace(doi=""),
    "a title in capitals": lambda record: record._replace(title=record.title.upper()),
    "a full stop at the end": lambda record: record._replace(title=f"{record.title}."),
    "initials": lambda record: record._replace(
        authors="; ".join(_initials(name) for name in record.authors.split("; "))
    ),
    "the journal in short": lambda record: record._replace(journal=_SHORT[record.journal], doi=""),
    "no pages and no number": lambda record: record._replace(pages="", number="", doi=""),
    "published online the year before": lambda record: record._replace(year=str(int(record.year) - 1), pages=""),
}

FILES: Mapping[str, Callable[[Sequence[Record]], str]] = {
    "scopus.csv": scopus,
    "pubmed.nbib": nbib,
    "webofscience.txt": web_of_science,
    "zotero.bib": bibtex,
    "embase.ris": ris,
}


def write_search(folder: Path) -> dict[str, set[str]]:
    """Write the exports; return the keys of the records that are one publication, by its title, where there are several."""
    rolls = random.Random(20)
    originals = [_original(rolls, number) for number in range(SIZE - DUPLICATES)]
    kinds = [kind for number, kind in enumerate(list(KINDS.values()) * DUPLICATES) if number < DUPLICATES]
    records = [(record, record.title) for record in originals]
    records += [
        (kind(record), record.title) for kind, record in zip(kinds, rolls.sample(originals, DUPLICATES), strict=True)
    ]
    rolls.shuffle(records)
    same: dict[str, set[str]] = {}
    for number, (file, write) in enumerate(FILES.items()):
        part = records[number :: len(FILES)]
        (folder / file).write_text(write([record for record, _ in part]), encoding="utf-8")
        for place, (_, title) in enumerate(part, 1):
            same.setdefault(title, set()).add(f"{file}:{place}")
    return {title: keys for title, keys in same.items() if len(keys) > 1}


def _original(rolls: random.Random, number: int) -> Record:
    # Papers of one field share words, and hardly ever all of them.
    words = (_METHODS, _SENSORS, _AIMS, _STEPS, _OF, _HOW)
    picks = [
        each[(number * step + number // 30) % len(each)] for each, step in zip(words, (1, 2, 3, 1, 5, 1), strict=True)
    ]
    title = "{} on {} to {} in {} of {}: {}".format(*picks)
    return Record(
        record="",
        line=0,
        title=title,
        year=str(rolls.randint(2018, 2025)),
        doi=f"10.1016/j.made.{number:04d}",
        authors="; ".join(rolls.sample(_NAMES, rolls.randint(2, 4))),
        journal=rolls.choice(_JOURNALS),
        volume=str(rolls.randint(10, 99)),
        number=str(rolls.randint(1, 12)),
        pages=f"{number + 1}-{number + 9}",
        type="article",
    )


def _initials(name: str) -> str:
    family, _, given = name.partition(", ")
    return f"{family}, {given[0]}."
