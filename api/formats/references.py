"""RIS and BibTeX: the studies of a body as references for a reference manager."""

import re
from collections.abc import Iterable, Mapping
from functools import singledispatch

import rispy

from api.formats.jsonld_context import evidence_of
from api.models import StudyDetail, StudyList
from api.pages.address import Address
from kg.answer.models import Answer
from kg.browsing.citation import AUTHOR, Citation
from kg.browsing.references import BibliographicReference, reference
from kg.evaluation.models import Body
from kg.versions.dataset import Dataset

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    }
)
_MORE = "The list of references names only the first authors."


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # the library has no types
    def set_header(self, _: int) -> str:
        """Nothing between references: rispy would number them, which RIS does not know."""
        return ""


def write_ris(body: Body, dataset: Dataset, _: Address) -> bytes:
    """RIS, one reference for each study of a body; in an answer its keyword is ``certain`` or ``possible``."""
    entries = []
    for each, keyword in _references(body, dataset):
        entry = {
            "type_of_reference": "JOUR",
            "id": each.id,
            "title": each.title,
            "authors": list(each.authors),
            "year": str(each.year or ""),
            "journal_name": each.journal,
            "volume": each.volume,
            "number": each.number,
            "start_page": each.pages,
            "doi": each.doi,
            "keywords": [keyword] if keyword else None,
            "notes": [
                text
                for text in (_retracted(each), each.published_in, _MORE if each.more_authors else None, _cited(each))
                if text
            ],
        }
        entries.append({name: value for name, value in entry.items() if value})
    return str(rispy.dumps(entries, implementation=_Writer)).encode()


def write_bibtex(body: Body, dataset: Dataset, _: Address) -> bytes:
    """BibTeX in UTF-8, one entry for each study of a body; in an answer its keyword is ``certain`` or ``possible``."""
    return "\n".join(_entry(each, keyword) for each, keyword in _references(body, dataset)).encode()


def _retracted(each: BibliographicReference) -> str | None:
    return f"Retracted: {each.retracted}" if each.retracted else None


def _cited(each: BibliographicReference) -> str | None:
    return f"Authors as cited: {each.cited_as}" if each.cited_as else None


def ris_of(citation: Citation) -> str:
    """RIS of what is cited itself, as a data set."""
    entry = {
        "type_of_reference": "DATA",
        "authors": [AUTHOR],
        "title": citation.title,
        "year": citation.year or "",
        "notes": [text for text in (citation.note, citation.within) if text],
        "urls": [citation.address],
    }
    return str(rispy.dumps([{name: value for name, value in entry.items() if value}], implementation=_Writer))


def bibtex_of(citation: Citation, key: str) -> str:
    """BibTeX of what is cited itself."""
    fields = {
        "author": f"{{{AUTHOR}}}",  # in braces, or it would be told apart into names
        "title": citation.title.translate(_ESCAPES),
        "year": citation.year or "",
        "howpublished": citation.within.translate(_ESCAPES),
        "note": citation.note.translate(_ESCAPES),
        "url": citation.address,
    }
    return _written("misc", key, fields)


def _entry(each: BibliographicReference, keyword: str) -> str:
    authors = " and ".join((*(name.translate(_ESCAPES) for name in each.authors), *(["others"] * each.more_authors)))
    fields = {
        "author": authors,
        "title": (each.title or "").translate(_ESCAPES),
        "journal": (each.journal or "").translate(_ESCAPES),
        "year": str(each.year or ""),
        "volume": each.volume,
        "number": each.number,
        "pages": (each.pages or "").replace("-", "--"),
        "note": ". ".join(text for text in (_retracted(each), each.published_in, _cited(each)) if text).translate(
            _ESCAPES
        ),
        "keywords": keyword,
        "doi": each.doi,  # read as it stands
    }
    return _written("article", each.id, fields)


def _written(kind: str, id_: str, fields: Mapping[str, str | None]) -> str:
    key = re.sub(r"[^A-Za-z0-9:.+/-]", "-", id_)
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _references(body: Body, dataset: Dataset) -> Iterable[tuple[BibliographicReference, str]]:
    evidence = evidence_of(body, dataset) if isinstance(body, StudyDetail) else dataset.evidence(_reviews(body))
    return [(reference(evidence, id_), keyword) for id_, keyword in _ids(body)]


def _reviews(body: Body) -> tuple[str, ...] | None:
    """The reviews in which the ids of a body's studies are unique."""
    if isinstance(body, Answer):
        return body.question.reviews
    if isinstance(body, StudyList):
        return tuple(each.id for each in body.population.reviews or ()) or None
    return None


@singledispatch
def _ids(body: Body) -> Iterable[tuple[str, str]]:
    raise TypeError(f"no references for {type(body).__name__}")


@_ids.register
def _(body: Answer) -> Iterable[tuple[str, str]]:
    yield from ((each.id, "certain") for each in body.certain or ())
    yield from ((each.id, "possible") for each in body.possible or ())


@_ids.register
def _(body: StudyList) -> Iterable[tuple[str, str]]:
    yield from ((each.id, "") for each in body.items)


@_ids.register
def _(body: StudyDetail) -> Iterable[tuple[str, str]]:
    yield body.id, ""
