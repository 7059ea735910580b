"""Two checks of an OWL ontology: without Java, by the reasoner pyelk, and by ROBOT. The rules on terms are the same files."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NoReturn

import pyowl_core as owl
import pytest
from pyelk import Reasoner
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.stores.oxigraph import OxigraphStore

ROBOT = Path(__file__).parents[1] / "ontology" / "robot"
"""ROBOT's pom, its report profile, and the rules that the profile names: queries whose rows are faults."""

PROFILES = ("DL", "EL")
"""The profiles of OWL 2 that the ontology is in; a fault against the first ends a run of ROBOT before the second is checked."""

_NOT_FAULTS = {"DATA_PROPERTY", "DATA_PROPERTY_ASSERTION"}
"""What pyelk says that it does not reason over, and which is inside OWL 2 EL nevertheless."""

_OPTIONS = owl.LoadOptions(format=owl.DocumentFormat.RDF_XML, imports=owl.ImportPolicy.IGNORE)


def faults(ontology: Graph) -> list[str]:
    """What is wrong with an ontology as far as can be told without Java: reasoning, the EL profile, the rules on terms.

    Of the constructs outside EL pyelk names unions, universals, cardinalities, inverse and functional object properties,
    but neither complements nor datatypes; ROBOT names all.
    """
    found = broken_rules(ontology)
    with _reasoner(ontology) as reasoner:
        if not reasoner.is_consistent().value:
            return [*found, "inconsistent"]
        named = [class_ for class_ in reasoner.all_classes() if class_.iri.value != str(OWL.Nothing)]
        empty = [class_.iri.value for class_ in named if not reasoner.is_satisfiable(class_).value]
        features = {str(feature) for issue in reasoner.classify().reasons for feature in issue.features}
    found += [f"unsatisfiable: {class_}" for class_ in empty]
    return found + [f"outside OWL 2 EL: {feature}" for feature in sorted(features - _NOT_FAULTS)]


def broken_rules(ontology: Graph) -> list[str]:
    """What breaks the rules on terms: the rule's name and the row that its query found."""
    store = OxigraphStore.in_memory(ontology.serialize(format="nt", encoding="utf-8"))
    return [
        f"{file.stem}: {dict(row)}"
        for file in sorted(ROBOT.glob("*.rq"))
        for row in store.run(file.read_text(encoding="utf-8"), {})
    ]


def members(ontology: Graph, classes: list[URIRef]) -> dict[URIRef, set[str]]:
    """The individuals (their IRIs) that the reasoner finds in each class."""
    with _reasoner(ontology) as reasoner:
        assert reasoner.is_consistent().value
        return {
            class_: {
                individual.iri.value
                for node in reasoner.instances(owl.Class(owl.IRI(str(class_)))).value
                for individual in node.members
            }
            for class_ in classes
        }


@dataclass(frozen=True)
class Report:
    """What ROBOT said: whether all was well, and its words: profile report, messages, and the rows of its report."""

    passed: bool
    said: str


def robot(jars: str, ontology: Graph | Path, folder: Path, inferred: Path | None = None) -> Report:
    """Profiles, reasoning with ELK and report, in one run of ROBOT; the ontology with what follows goes to ``inferred``.

    ``ontology`` is a graph, or a file whose suffix is that of its format.
    """
    file, report = folder / "ontology.owl", folder / "report.tsv"
    if isinstance(ontology, Path):
        file = ontology
    else:
        file.write_bytes(_rdf_xml(ontology))
    profiles = {name: folder / f"{name}.txt" for name in PROFILES}
    inferences = ["--axiom-generators", "SubClass ClassAssertion"]
    output = ["--output", str(inferred)] if inferred else []
    done = subprocess.run(
        [
            *("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jars),
            "org.obolibrary.robot.CommandLineInterface",
            *("merge", "--input", str(file)),
            *(
                argument
                for name, said in profiles.items()
                for argument in ("validate-profile", "--profile", name, "--output", str(said))
            ),
            *("reason", "--reasoner", "ELK", *inferences, *output),
            *("report", "--profile", "profile.txt", "--fail-on", "ERROR", "--output", str(report)),
        ],
        cwd=ROBOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = f"{''.join(map(_read, profiles.values()))}{done.stdout}{done.stderr}"
    said += f"validate-profile {' and '.join(PROFILES)}, reason ELK, report: exit code {done.returncode}\n"
    return Report(done.returncode == 0, said + _read(report))


def types(file: Path) -> Mapping[URIRef, set[str]]:
    """The individuals of each class by what ROBOT inferred: it writes the lowest classes of each, and the classes above."""
    inferred = Graph().parse(file, format="xml")
    found: dict[URIRef, set[str]] = {}
    for individual, lowest in inferred.subject_objects(RDF.type):
        for class_ in inferred.transitive_objects(lowest, RDFS.subClassOf):
            found.setdefault(URIRef(str(class_)), set()).add(str(individual))
    return found


def robot_jars() -> str:
    """The class path of ROBOT; Maven fetches the jars once, and keeps them where it keeps all others.

    Skips, saying why, where Java, Maven or the jars cannot be had; fails instead if LACUNA_REQUIRE_ROBOT=1.
    """
    missing = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if missing:
        _unavailable(f"ROBOT needs Java 17 or newer and Maven. Missing here: {' and '.join(missing)}.")
    with NamedTemporaryFile(mode="r", suffix=".txt") as paths:
        command = ["mvn", "--quiet", "--batch-mode", "--strict-checksums", "--file", str(ROBOT / "pom.xml")]
        goal = ["dependency:build-classpath", f"-Dmdep.outputFile={paths.name}"]
        try:
            done = subprocess.run([*command, *goal], capture_output=True, text=True, check=False, timeout=900)
        except subprocess.TimeoutExpired:
            _unavailable("Maven took longer than 15 minutes to fetch ROBOT.")
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[:3])
            _unavailable(f"Maven could not fetch ROBOT (exit code {done.returncode}). It says:\n{said}")
        return Path(paths.name).read_text(encoding="utf-8").strip()


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("LACUNA_REQUIRE_ROBOT") == "1":
        pytest.fail(f"LACUNA_REQUIRE_ROBOT=1, but: {reason}", pytrace=False)
    pytest.skip(reason)


def _reasoner(ontology: Graph) -> Reasoner:
    return Reasoner(_rdf_xml(ontology), load_options=_OPTIONS)


def _rdf_xml(ontology: Graph) -> bytes:
    # Not Turtle: pyelk reads that in quadratic time. Not pretty-xml: rdflib drops the lists there.
    return ontology.serialize(format="xml", encoding="utf-8")


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
