"""Where the data files are: the same expression in a clone and in an installation."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
SHAPES = ROOT / "shapes"
QUERIES = ROOT / "queries"
CORPORA = ROOT / "loaders" / "corpora"
