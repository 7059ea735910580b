"""Turtle made to fill memory or time, or to reach out, is refused with a fault that names its file."""

import sys
from pathlib import Path

import pytest

from kg.errors import Refused
from loaders.own.vocabularies import vocabulary_of
from tests.own.corpora import SOLVENTS, solvents, term
from tests.support.processes import limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")

SECONDS, MEBIBYTES = 20.0, 400.0
"""Of CPU time and memory, the ontology of a thousand terms included, which takes most of both."""


def refusal(folder: Path, content: str | bytes) -> list[str]:
    corpus = solvents(folder)
    file = corpus / "ontology" / "own.ttl"
    file.write_bytes(content.encode() if isinstance(content, str) else content)

    def read() -> list[str]:
        try:
            vocabulary_of(corpus)
        except Refused as refused:
            return [str(fault) for fault in refused.faults]
        return []

    outcome = limited(read, SECONDS, seconds=60)
    assert outcome.seconds < SECONDS
    assert outcome.memory < MEBIBYTES
    assert all(fault.startswith("solvents/ontology/own.ttl") and len(fault) < 2000 for fault in outcome.returned)
    return outcome.returned


def hourglass(wide: int) -> str:
    """Many terms, one below all of these, and many below that one."""
    above = [f"a{number}" for number in range(wide)]
    text = [term(id_, "own:Solvent", "own:solvent") for id_ in above]
    text.append(term("waist", "own:Solvent", " , ".join(f"own:{id_}" for id_ in above)))
    text += [term(f"b{number}", "own:Solvent", "own:waist") for number in range(wide)]
    return SOLVENTS + "".join(text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ""),
        ("own:x a owl:Class .", "cannot be read"),
        (SOLVENTS + "own:x a ", "cannot be read"),
        (SOLVENTS.encode() + b'own:x skos:note "\xff" .', "cannot be read"),
        (SOLVENTS.encode("utf-16"), "cannot be read"),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "cannot be read"),
        (SOLVENTS + "own:x skos:note [ skos:note 'x' ] .", "a node without an IRI"),
        (SOLVENTS + "own:x skos:note ( 'x' ) .", "a node without an IRI"),
        (SOLVENTS + "own:x skos:note " + "[ skos:note " * 100_000, "cannot be read"),
        (SOLVENTS + f"own:x skos:note '''{'x' * 2_000_000}''' .", "no statement ends within 1 MB"),
        ("#" * 9_000_000, "it is larger than 8 MB"),
        (SOLVENTS + "".join(f"own:x skos:note '{n}' .\n" for n in range(60_000)), "more than 50,000 statements"),
        (hourglass(1_000), "terms above them in all"),
        (SOLVENTS + f"own:water skos:scopeNote '{'x' * 5_000}' .", "is too long"),
        (SOLVENTS + "<relative> a own:Solvent .", "cannot be read"),
        (SOLVENTS + "own:x%2F..%2Fy a own:Solvent ; skos:broader own:solvent .", "is no valid name"),
        (SOLVENTS + "<https://example.org/a'b> a own:Solvent ; skos:broader own:solvent .", "is no valid name"),
        (SOLVENTS + "own:x-- a own:Solvent ; skos:broader own:solvent .", "is no valid name"),
        (SOLVENTS.replace("own:Solvent", "own:Solvent\\'x"), "is no valid name"),
        (SOLVENTS + "<< own:a own:b own:c >> own:d own:e .", "cannot be read"),
    ],
    ids=lambda value: str(value)[-40:].strip() or "nothing",  # some are of megabytes
)
def test_a_hostile_file_is_refused(content, says, tmp_path):
    faults = refusal(tmp_path, content)
    assert any(says in fault for fault in faults) if says else faults == [], faults


@pytest.mark.parametrize("name", ["own.owl", "own.nt", "own.TTL", "notes.txt"])
def test_a_file_that_would_not_be_read_is_a_fault(name, tmp_path):
    corpus = solvents(tmp_path)
    (corpus / "ontology" / name).write_text("x", encoding="utf-8")
    with pytest.raises(Refused, match=f"solvents/ontology/{name} .* is no Turtle file"):
        vocabulary_of(corpus)


def test_files_beside_are_left_alone(tmp_path):
    corpus = solvents(tmp_path)
    for name in ("README.md", "LICENSE", ".own.ttl.swp"):
        (corpus / "ontology" / name).write_text("x", encoding="utf-8")
    assert "solvent" in vocabulary_of(corpus).facets
