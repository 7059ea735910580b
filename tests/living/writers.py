"""Exports as other programs write them, made from records: what a reader must give back."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from hypothesis import strategies as st

from loaders.records.record import Record

TYPES: Mapping[str, Mapping[str, str]] = {
    "article": {
        "RIS": "JOUR",
        "NBIB": "Journal Article",
        "WoS": "Article",
        "EPPI": "Journal, Article",
        "CSL": "article-journal",
        "EndNote": "Journal Article",
        "Scopus": "Review",
        "IEEE": "IEEE Journals",
        "Zotero": "journalArticle",
    },
    "inproceedings": {
        "RIS": "CPAPER",
        "NBIB": "Congress",
        "WoS": "Proceedings Paper",
        "EPPI": "Conference Proceedings",
        "CSL": "paper-conference",
        "EndNote": "Conference Paper",
        "Scopus": "Conference Paper",
        "IEEE": "IEEE Conferences",
        "Zotero": "conferencePaper",
    },
    "incollection": {
        "RIS": "CHAP",
        "NBIB": "Book Chapter",
        "WoS": "Article; Book Chapter",
        "EPPI": "Book, Chapter",
        "CSL": "chapter",
        "EndNote": "Book Section",
        "Scopus": "Book Chapter",
        "IEEE": "IEEE Book Chapters",
        "Zotero": "bookSection",
    },
}

WORDS = (
    "Twin",
    "α-lactose",
    "95% CI",
    "Müller's",
    '"smart"',
    "A&B",
    "C#",
    "x_1",
    "{braced}",
    "back\\slash",
    "costs $5",
    "Größe",
    "数字",
    "in vitro:",
    "<10 µm",
    "PAT;",
    "n = 3,",
    "naïve",
    "~7",
    "“quoted”",
    "(2nd)",
    "😀",
    "l’été",
)
NAMES = (
    "Müller, Jürgen",
    "van der Berg, A. B.",
    "O'Connor, R. E.",
    "Li, Wei",
    "Łukasz, J.",
    "Smith-Jones, Ana María",
    "王, 小明",
)


@st.composite
def records(draw) -> Record:
    """Records with the key and line of none; fields are empty now and then."""
    maybe = lambda *values: draw(st.sampled_from(("", *values)))  # noqa: E731
    pages = maybe("1-9", "e1234-e1250", "104567")
    return Record(
        record="",
        line=0,
        title="Study of " + " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))),
        year=maybe("1999", "2017", "2025"),
        doi=maybe("10.1016/j.ijpharm.2020.119235", "10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim968>3.0.co;2-2"),
        pmid=maybe("7", "33516753"),
        authors="; ".join(draw(st.lists(st.sampled_from(NAMES), max_size=4, unique=True))),
        journal=maybe(
            "International Journal of Pharmaceutics", "Zeitschrift für Größen & Maße", "Proceedings, Part II"
        ),
        volume=maybe("12"),
        number=maybe("3-4"),
        pages=pages,
        type=draw(st.sampled_from(list(TYPES))),
    )


def _names(record: Record) -> list[str]:
    return [name for name in record.authors.split("; ") if name]


def _halves(pages: str) -> tuple[str, str]:
    first, _, last = pages.partition("-")
    return first, last


class _Ris(rispy.RisWriter):  # type: ignore[misc]  # the library has no types
    def set_header(self, count: int) -> str:
        return ""


def ris(written: Sequence[Record]) -> str:
    """RIS, by rispy."""
    entries = []
    for record in written:
        first, last = _halves(record.pages)
        entry = {
            "type_of_reference": TYPES[record.type]["RIS"],
            "title": record.title,
            "year": record.year,
            "doi": record.doi,
            "authors": _names(record),
            "secondary_title": record.journal,
            "volume": record.volume,
            "number": record.number,
            "start_page": first,
            "end_page": last,
            "abstract": "An abstract.",
            "name_of_database": "Scopus",
            "custom2": record.pmid,
        }
        entries.append({key: value for key, value in entry.items() if value})
    return str(rispy.dumps(entries, implementation=_Ris))


def endnote_tagged(written: Sequence[Record]) -> str:
    """EndNote's tagged text, with long titles over several lines."""
    parts = []
    for record in written:
        words = record.title.split(" ")
        fields = [
            ("0", TYPES[record.type]["EndNote"]),
            *(("A", name) for name in _names(record)),
            ("E", "Editor, Some" if record.authors else ""),
            ("D", record.year),
            ("T", "\n".join(" ".join(words[start : start + 4]) for start in range(0, len(words), 4))),
            ("J", record.journal),
            ("V", record.volume),
            ("N", record.number),
            ("P", record.pages),
            ("@", "0378-5173"),
            ("R", record.doi),
            ("M", record.pmid),
            ("~", "PubMed"),
            ("X", "An abstract,\n\n100 % of it."),
        ]
        parts.append("".join(f"%{tag} {text}\n" for tag, text in fields if text))
    return "\n".join(parts)


def nbib(written: Sequence[Record]) -> str:
    """NBIB, with long titles over several lines."""
    parts = []
    for record in written:
        words = record.title.split(" ")
        title = "\n      ".join(" ".join(words[start : start + 4]) for start in range(0, len(words), 4))
        fields = [
            ("PMID", record.pmid),
            ("OWN", "NLM"),
            ("VI", record.volume),
            ("IP", record.number),
            ("DP", record.year and f"{record.year} Feb 3"),
            ("TI", title),
            ("PG", record.pages),
            ("LID", "S0378-5173(20)30219-3 [pii]"),
            ("LID", record.doi and f"{record.doi} [doi]"),
            ("AB", "An abstract,\n      - with a dash."),
            *((tag, name) for name in _names(record) for tag in ("FAU", "AU")),
            ("PT", TYPES[record.type]["NBIB"]),
            ("JT", record.journal),
            ("SO", "J. 2020."),
        ]
        parts.append("".join(f"{tag:<4}- {text}\n" for tag, text in fields if text))
    return "\n".join(parts)


def web_of_science(written: Sequence[Record]) -> str:
    """The tagged text of Web of Science."""
    parts = ["FN Clarivate Analytics Web of Science\nVR 1.0\n"]
    for record in written:
        first, last = _halves(record.pages) if "-" in record.pages else ("", "")
        fields = [
            ("PT", "J"),
            ("AU", "\n   ".join(name.split(",")[0] for name in _names(record))),
            ("AF", "\n   ".join(_names(record))),
            ("TI", record.title.replace(" ", "\n   ", 3)),
            ("SO", record.journal),
            ("DT", TYPES[record.type]["WoS"]),
            ("AB", "An abstract\n   of two lines."),
            ("PY", record.year),
            ("VL", record.volume),
            ("IS", record.number),
            ("BP", first),
            ("EP", last),
            ("AR", "" if first else record.pages),
            ("DI", record.doi),
            ("PM", record.pmid),
        ]
        parts.append("".join(f"{tag} {text}\n" for tag, text in fields if text) + "ER\n\n")
    return "".join(parts) + "EF"


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "ü": r"{\"u}",
    "é": r"\'{e}",
    "ï": r"\"{\i}",
    "α": r"$\alpha$",
    "ö": r"\"o",
    "ß": r"{\ss}",
    "µ": r"\textmu{}",
    "Ł": r"{\L}",
}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def bibtex(written: Sequence[Record]) -> str:
    """BibTeX, by bibtexparser, with LaTeX for what is not plain; all keys are the same."""
    entries = []
    for record in written:
        texts = {
            "title": _latex(record.title),
            "year": record.year,
            "doi": record.doi.replace("_", r"\_"),
            "author": " and ".join(map(_latex, _names(record))),
            "abstract": "An {abstract}, with @ signs.",
            "booktitle" if record.type != "article" else "journal": _latex(record.journal),
            "volume": record.volume,
            "number": record.number,
            "pages": record.pages.replace("-", "--"),
            "pmid": record.pmid,
        }
        fields = [Field(key, value) for key, value in texts.items() if value]
        entries.append(write_string(Library([Entry(record.type, "key", fields)])))
    return "\n".join(entries)


def _table(rows: Sequence[Mapping[str, str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def web_of_science_table(written: Sequence[Record]) -> str:
    """The tab-delimited table of Web of Science, without quotes around cells and with a tab at the end of rows."""
    rows = []
    for record in written:
        first, last = _halves(record.pages) if "-" in record.pages else ("", "")
        cells = {
            "PT": "J",
            "AU": "; ".join(name.split(",")[0] for name in _names(record)),
            "AF": record.authors,
            "TI": record.title,
            "SO": record.journal,
            "DT": TYPES[record.type]["WoS"],
            "AB": "An abstract",
            "PY": record.year,
            "VL": record.volume,
            "IS": record.number,
            "BP": first,
            "EP": last,
            "AR": "" if first else record.pages,
            "DI": record.doi,
            "PM": record.pmid,
        }
        rows.append(cells)
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join("\t".join(line) + "\t\n" for line in lines)


def scopus(written: Sequence[Record]) -> str:
    """The CSV of Scopus."""
    rows = []
    for record in written:
        first, last = _halves(record.pages) if "-" in record.pages else ("", "")
        full = "; ".join(f"{name} (5897554{number:04})" for number, name in enumerate(_names(record)))
        cells = {
            "Authors": "; ".join(name.replace(",", "") for name in _names(record)),
            "Author full names": full,
            "Author(s) ID": "1; 2",
            "Title": record.title,
            "Year": record.year,
            "Source title": record.journal,
            "Volume": record.volume,
            "Issue": record.number,
            "Art. No.": "" if first else record.pages,
            "Page start": first,
            "Page end": last,
            "DOI": record.doi,
            "Abstract": 'An abstract, "quoted",\nof two lines',
            "PubMed ID": record.pmid,
            "Document Type": TYPES[record.type]["Scopus"],
            "Source": "Scopus",
            "EID": "2-s2.0-1",
        }
        rows.append(cells)
    return _table(rows, quoting=csv.QUOTE_ALL)


def ieee(written: Sequence[Record]) -> str:
    """The CSV of IEEE Xplore, which writes given names first."""
    rows = []
    for record in written:
        first, last = _halves(record.pages)
        names = (name.split(", ") for name in _names(record))
        cells = {
            "Document Title": record.title,
            "Authors": "; ".join(f"{given} {family}" for family, given in names),
            "Publication Title": record.journal,
            "Publication Year": record.year,
            "Volume": record.volume,
            "Issue": record.number,
            "Start Page": first,
            "End Page": last,
            "Abstract": "An abstract",
            "DOI": record.doi,
            "Document Identifier": TYPES[record.type]["IEEE"],
        }
        rows.append(cells)
    return _table(rows)


def zotero(written: Sequence[Record]) -> str:
    """The CSV of Zotero, with DOI and PubMed number in the notes of some types."""
    rows = []
    for record in written:
        noted = record.type != "article"
        extra = "\n".join(
            [
                *([f"DOI: {record.doi}"] if noted and record.doi else []),
                *([f"PMID: {record.pmid}"] if record.pmid else []),
            ]
        )
        cells = {
            "Key": "YVC6GC78",
            "Item Type": TYPES[record.type]["Zotero"],
            "Publication Year": record.year,
            "Author": record.authors,
            "Title": record.title,
            "Publication Title": record.journal,
            "DOI": "" if noted else record.doi,
            "Abstract Note": "An abstract",
            "Date": record.year,
            "Pages": record.pages,
            "Issue": record.number,
            "Volume": record.volume,
            "Extra": extra,
        }
        rows.append(cells)
    return _table(rows, quoting=csv.QUOTE_ALL)


def pubmed_csv(written: Sequence[Record]) -> str:
    """The CSV of PubMed."""
    rows = [
        {
            "PMID": record.pmid,
            "Title": record.title,
            "Authors": "",
            "Citation": "J. 2020.",
            "Journal/Book": record.journal,
            "Publication Year": record.year,
            "Create Date": "",
            "DOI": record.doi,
        }
        for record in written
    ]
    return _table(rows)


def eppi(written: Sequence[Record]) -> str:
    """The JSON of EPPI-Reviewer."""
    references = [
        {
            "Codes": [{"AttributeId": 1, "Title": "No title of a record"}],
            "Outcomes": [],
            "ItemId": number,
            "Title": record.title,
            "ParentTitle": record.journal,
            "Year": record.year,
            "Volume": record.volume,
            "Pages": record.pages,
            "Issue": record.number,
            "URL": "",
            "Abstract": "An abstract",
            "Comments": record.pmid and f"PMID: {record.pmid}",
            "TypeName": TYPES[record.type]["EPPI"],
            "Authors": "".join(f"{name} ; " for name in _names(record)),
            "DOI": record.doi,
        }
        for number, record in enumerate(written)
    ]
    sets = [{"SetName": "A set", "Attributes": {"AttributesList": [{"AttributeName": '"References": ['}]}}]
    return json.dumps({"CodeSets": sets, "References": references}, ensure_ascii=False)


def csl(written: Sequence[Record]) -> str:
    """CSL-JSON."""
    items = []
    for record in written:
        names = (name.split(", ") for name in _names(record))
        item = {
            "id": "x",
            "type": TYPES[record.type]["CSL"],
            "title": record.title,
            "container-title": record.journal,
            "author": [{"family": family, "given": given} for family, given in names],
            "DOI": record.doi,
            "PMID": record.pmid,
            "issued": {"date-parts": [[int(record.year), 2, 3]]} if record.year else {},
            "volume": record.volume,
            "issue": record.number,
            "page": record.pages,
            "abstract": "An abstract",
        }
        items.append({key: value for key, value in item.items() if value})
    return json.dumps(items, ensure_ascii=False, indent=1)


def endnote_xml(written: Sequence[Record]) -> str:
    """The XML of EndNote, on one line."""
    style = '<style face="normal" font="default" size="100%">'
    parts = []
    for record in written:

        def tag(name: str, text: str) -> str:
            return f"<{name}>{style}{escape(text)}</style></{name}>" if text else ""

        authors = "".join(tag("author", name) for name in _names(record))
        parts.append(
            f'<record><source-app name="EndNote" version="20.0">EndNote</source-app>'
            f'<ref-type name="{TYPES[record.type]["EndNote"]}">17</ref-type><contributors><authors>{authors}</authors>'
            f"<secondary-authors>{tag('author', 'Editor, Some')}</secondary-authors></contributors>"
            f"<titles>{tag('title', record.title)}{tag('secondary-title', record.journal)}</titles>{tag('pages', record.pages)}"
            f"{tag('volume', record.volume)}{tag('number', record.number)}<dates>{tag('year', record.year)}</dates>"
            f"{tag('abstract', 'An abstract')}{tag('electronic-resource-num', record.doi)}"
            f"{tag('notes', record.pmid and f'PMID: {record.pmid}')}</record>"
        )
    return f'<?xml version="1.0" encoding="UTF-8" ?><xml><records>{"".join(parts)}</records></xml>'


@dataclass(frozen=True)
class Written:
    """A format: its name, who writes it, which fields it cannot hold, and whether line breaks mean something in it."""

    name: str
    write: Callable[[Sequence[Record]], str]
    lacks: frozenset[str] = field(default_factory=frozenset)


FORMATS = (
    Written("RIS", ris),
    Written("NBIB", nbib),
    Written("EndNote tagged text", endnote_tagged),
    Written("Web of Science", web_of_science),
    Written("BibTeX", bibtex),
    Written("Web of Science table", web_of_science_table),
    Written("Scopus CSV", scopus),
    Written("IEEE Xplore CSV", ieee, frozenset({"pmid"})),
    Written("Zotero CSV", zotero),
    Written("PubMed CSV", pubmed_csv, frozenset({"authors", "volume", "number", "pages", "type"})),
    Written("EPPI-Reviewer JSON", eppi),
    Written("CSL-JSON", csl),
    Written("EndNote XML", endnote_xml),
)
