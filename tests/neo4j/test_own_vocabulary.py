"""A corpus's own facets are labels and relationship types in Neo4j, which answers its questions as the other engines do."""

from collections.abc import Mapping, Sequence

import pytest

from kg.questions.catalogue import read_catalogue
from kg.stores.neo4j.push import verify
from kg.versions.dataset import Dataset
from kg.versions.home import Home
from loaders.pipeline import load
from tests.own.corpora import packs, solvents
from tests.support.neo4j_content import connect, content, push_to, store_of

pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]

COUNTED = "MATCH (u:EvidenceUnit)-[:USES_SOLVENT]->(t:Solvent) RETURN t.id AS id, count(u) AS units ORDER BY id"
BELOW = (
    "MATCH (t:Term {id: 'drying'})<-[:BROADER]-(own:UnitOperation {id: 'vacuum-drying'}) RETURN own.defined_by AS by"
)
POSED = "MATCH (r:Review {id: 'solvents'})-[:POSES]->(q:Question) RETURN q.id AS id, q.text AS text, q.tags AS tags ORDER BY id"


def test_own_facets_and_questions_are_in_neo4j(neo4j, tmp_path):
    corpora = (str(solvents(tmp_path)), str(packs(tmp_path)))
    load(corpora, Home(tmp_path / "home"))
    embedded = Dataset.open(Home(tmp_path / "home"))
    what = content(embedded.rdf, *embedded.reviews)
    with connect(neo4j) as server:
        push_to(server, what)
        assert verify(server, what)[1] == []
        store = store_of(server, what)
        assert [dict(row) for row in store.run(COUNTED, {})] == [
            {"id": "acetone", "units": 1},
            {"id": "ethanol", "units": 1},
            {"id": "water", "units": 1},
        ]
        # Lacuna's own queries return no lists, so the type of a row has none; these return lists.
        own: Sequence[Mapping[str, object]] = store.run(BELOW, {})
        (below,) = own
        assert below["by"] == ["https://w3id.org/lacuna/vocabulary/solvents"]
        posed: dict[str, object] = {str(row["id"]): row["tags"] for row in store.run(POSED, {})}
        assert posed["gap_water_in_vacuum"] == ["Drying", "Solvents"]
        evidence = embedded.evidence()
        for stored in embedded.catalogue(read_catalogue()).values():
            query = evidence.stored_query(stored, stored.read(embedded.vocabulary))
            assert [dict(row) for row in store.run(query.text, query.parameters)] == [
                dict(row) for row in embedded.run(query)
            ], stored.name
    embedded.close()
