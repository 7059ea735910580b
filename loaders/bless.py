"""Writes what is generated and kept in the repository: the query texts beside the questions, and the README's answer.

A test compares, so that both stay true.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.answer import answer
from kg.catalogue import Catalogue, find, read_catalogue
from kg.dataset import COMPILERS, Dataset
from kg.paths import ROOT
from kg.text import render
from kg.versions import Home
from kg.vocabulary import Vocabulary, read_ontology, read_vocabulary
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load

README = ROOT / "README.md"
EXAMPLE = "gap_integrated_lyophilization"
_SUFFIXES = {"cypher": ".cypher", "sparql": ".rq"}
_ANSWER = re.compile(rf"(?<=\$ lacuna ask {EXAMPLE}\n).*?(?=```\n)", re.DOTALL)


def query_texts(vocabulary: Vocabulary, catalogue: Catalogue) -> Iterator[tuple[Path, str]]:
    """The files that belong beside the stored questions, with what must stand in them."""
    for stored in catalogue.values():
        question = stored.read(vocabulary)
        for language, compile_question in COMPILERS.items():
            query = compile_question(vocabulary, question, DEFAULT_CORPUS, stored.text)
            yield stored.file.with_suffix(_SUFFIXES[language]), query.text


def readme(dataset: Dataset, text: str) -> str:
    """The README with the example's answer as the default corpus gives it today."""
    stored = find(read_catalogue(), EXAMPLE)
    rendered = render(answer(dataset, stored.read(dataset.vocabulary), stored=stored))
    return _ANSWER.sub(lambda _: rendered + "\n", text, count=1)


def main() -> None:
    """Write all of it."""
    for file, text in query_texts(read_vocabulary(read_ontology()), read_catalogue()):
        file.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        load((DEFAULT_CORPUS,), home)
        text = readme(Dataset.open(home), README.read_text(encoding="utf-8"))
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
