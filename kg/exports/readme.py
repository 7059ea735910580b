"""``README.md`` of an export."""

from kg.exports.sheets import FOLDER
from kg.exports.source import Source
from kg.rdf.formats import DATASET_FORMATS, TURTLE
from kg.rdf.iris import doi_iri
from kg.review.model import NOT_STATED

_TEXT = """\
# Evidence charted from {names}

An export of [Lacuna](https://w3id.org/lacuna), version `{version}`: {triples} triples, ontology {ontology}.

| file | what |
| --- | --- |
| {datasets} | data and ontology; the sha256 of `dataset.nt` is the name of the version |
| `ontology.*`, `shapes.*`, `shapes/` | the ontology as OWL and SKOS; what every load is checked with |
| `{csv}/` | a folder for each review: `review.yaml`, claims, the charting sheet with its description, vocabulary and questions |
| `void.ttl`, `ro-crate-metadata.json` | what this is, for machines: VoID, DCAT, PROV; RO-Crate |
| `manifest.json` | every file with its sha256 |

`lacuna load {csv}` and `lacuna load dataset.nq` store the same version again. Both are checked against `manifest.json`: to load a
sheet that you changed, copy its folder away first.

## How to cite

Cite the version, by which anybody can check what you found:

> {citation}

and the reviews whose studies it charts:

{references}

## Licences

| what | licence |
| --- | --- |
{licences}

The ontology: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).
"""


def readme(source: Source) -> str:
    """The text of ``README.md``."""
    licences, references = [], []
    for review in source.reviews:
        name = review.citation or review.id
        licences.append(f"| charting of {name} | {review.charting_licence or NOT_STATED} |")
        licences.append(f"| text of {name} | {review.licence or NOT_STATED} |")
        doi = f" {doi_iri(review.doi)}" if review.doi else ""
        references.append(f"- {review.reference or name}{doi}")
    return _TEXT.format(
        names=source.review_names,
        version=source.manifest.version,
        triples=source.manifest.triples,
        ontology=source.manifest.ontology,
        datasets=", ".join(
            f"`dataset{each.suffix}`" if each == TURTLE else f"`{each.suffix}`" for each in DATASET_FORMATS
        ),
        csv=FOLDER,
        citation=source.citation.text,
        references="\n".join(references),
        licences="\n".join(licences),
    )
