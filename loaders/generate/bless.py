"""Generated files of the repository (``make bless``).

Query texts beside the questions, the saved queries, style and guide for Neo4j Browser, ``docs/graph-model.md``, the drawing
of the model, ``docs/terms/``, ``docs/incompatibilities.md``, ``docs/review-file.md`` and the schemas of a review's files,
alignments as triples, the list of IRIs, the expected answers in ``tests/answers/``, and the example answers in the docs.
Tests compare every one of them with what this module would write.
"""

import re
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import yaml
from rdflib import Graph

from kg.answer.answer import answer
from kg.answer.text import render
from kg.ontology.reading import read_ontology, read_vocabulary
from kg.ontology.vocabulary import Vocabulary
from kg.paths import QUERIES, ROOT
from kg.property_graph.schema import schema
from kg.query.about_review import review_query
from kg.query.compiled import Query
from kg.query.languages import COMPILERS
from kg.questions.catalogue import Catalogue, find, read_catalogue
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS, built_in
from loaders.generate import released
from loaders.generate.alignments import TABLE, read_alignments, turtle
from loaders.generate.browser_files import archive, standalone, style
from loaders.generate.browser_guide import guide
from loaders.generate.drawing import drawing
from loaders.generate.graph_page import graph_page
from loaders.generate.rule_page import rule_page
from loaders.generate.term_pages import term_pages
from loaders.pipeline import load
from loaders.schema.json_schema import schemas
from loaders.schema.page import review_page

TERMS = ROOT / "docs" / "terms"
RULES = ROOT / "docs" / "incompatibilities.md"
ANSWERS = ROOT / "tests" / "answers"
BROWSE = QUERIES / "browse.cypher"
EXAMPLE = "gap_integrated_lyophilization"
EXAMPLE_PAGES = (ROOT / "README.md", ROOT / "docs" / "asking.md")
_SUFFIXES = {"cypher": ".cypher", "sparql": ".rq"}
_EXAMPLE_BLOCK = re.compile(
    rf"(?P<command>\$ lacuna ask {EXAMPLE}(?: \| head -(?P<end>\d+))?)\n.*?(?=```\n)", re.DOTALL
)


def queries(vocabulary: Vocabulary, catalogue: Catalogue) -> Iterator[tuple[Path, Query]]:
    """The query files beside the stored questions, each with the query it holds."""
    for stored in catalogue.values():
        question = stored.read(vocabulary)
        # The texts name the default corpus, so that they run as they are.
        for language, compiler in COMPILERS.items():
            if stored.about_review:
                query = review_query(vocabulary, stored, [DEFAULT_CORPUS], language)
            else:
                query = compiler.compile_question(vocabulary, question, [DEFAULT_CORPUS], stored.text)
            yield stored.file.with_suffix(_SUFFIXES[language]), query


def browsing_queries() -> list[str]:
    """The queries of ``queries/browse.cypher``, each from its title line to its semicolon."""
    return re.findall(r"^// .*?;\n", BROWSE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def ontology_files(graph: Graph, vocabulary: Vocabulary) -> Iterator[tuple[Path, bytes]]:
    """The files generated from the ontology and from models, with their content: alignments, list of IRIs, pages, schemas.

    Raises:
        Refused: the table of alignments has faults.
    """
    alignments = read_alignments(vocabulary)
    yield TABLE.with_name("alignments.ttl"), turtle(alignments).encode("utf-8")
    listed = released.extended(released.read_released(), released.current(graph, vocabulary))
    yield released.LIST, released.text(listed).encode("utf-8")
    for name, page in term_pages(vocabulary, alignments).items():
        yield TERMS / name, page.encode("utf-8")
    yield RULES, rule_page(vocabulary).encode("utf-8")
    yield from schemas(vocabulary)
    yield ROOT / "docs" / "review-file.md", review_page(vocabulary).encode("utf-8")


def question_files(vocabulary: Vocabulary, catalogue: Catalogue) -> Iterator[tuple[Path, bytes]]:
    """The files generated from the questions and the schema of the property graph, with their content."""
    beside = dict(queries(vocabulary, catalogue))
    questions = {
        str(file.relative_to(QUERIES)): standalone(query)
        for file, query in beside.items()
        if query.language == "cypher"
    }
    browsing = {f"browse/{number}.cypher": text for number, text in enumerate(browsing_queries(), 1)}
    declared = schema(vocabulary)
    texts = {file: query.text for file, query in beside.items()} | {
        QUERIES / "queries.cypher": "\n".join(questions.values()),
        QUERIES / "guide.md": guide(browsing_queries()),
        ROOT / "docs" / "graph-model.md": graph_page(declared),
        ROOT / "docs" / "pictures" / "model.svg": drawing(),
        ROOT / "docs" / "neo4j-browser.grass": style(declared),
    }
    for file, text in texts.items():
        yield file, text.encode("utf-8")
    yield QUERIES / "queries.zip", archive(questions | browsing)


def answer_files(dataset: Dataset, catalogue: Catalogue) -> Iterator[tuple[Path, bytes]]:
    """The expected answers to all stored questions on the default corpus, without dataset hash and permalink."""
    for stored in catalogue.values():
        found = answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
        # Both change with every new term; without them, a diff shows only changes of the answer itself.
        body = found.model_dump(mode="json", exclude={"certificate": {"dataset", "permalink"}})
        text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=130)
        yield ANSWERS / f"{stored.name}.yaml", text.encode("utf-8")


def with_example(dataset: Dataset, page: str) -> str:
    """A page of the docs whose blocks ``$ lacuna ask EXAMPLE`` (perhaps ``| head -N``) show today's answer."""
    stored = find(read_catalogue(), EXAMPLE)
    lines = render(
        dataset.vocabulary, answer(dataset.evidence(), stored.read(dataset.vocabulary), stored=stored)
    ).splitlines()

    def block(shown: re.Match[str]) -> str:
        end = int(shown["end"]) if shown["end"] else None
        return "\n".join((shown["command"], *lines[:end], ""))

    return _EXAMPLE_BLOCK.sub(block, page)


def write_texts() -> None:
    """Write the files that are generated from ontology, questions and schema."""
    ontology = read_ontology()
    vocabulary = read_vocabulary(ontology)
    for file, content in chain(ontology_files(ontology, vocabulary), question_files(vocabulary, read_catalogue())):
        file.write_bytes(content)


def write_answers() -> None:
    """Write the files that hold answers: of the seed's review, and in the docs those of all corpora that Lacuna brings along."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        dataset = Dataset.open(home, load((DEFAULT_CORPUS,), home).version.version.removeprefix("sha256:"))
        for file, content in answer_files(dataset, read_catalogue()):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        dataset.close()
        load(built_in(), home)
        dataset = Dataset.open(home)
        for page in EXAMPLE_PAGES:
            page.write_text(with_example(dataset, page.read_text(encoding="utf-8")), encoding="utf-8")
        dataset.close()


if __name__ == "__main__":
    write_texts()
    write_answers()
