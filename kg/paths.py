"""Where the data files are, by the same expression in a clone and in an installation; where the stored versions are."""

from pathlib import Path

from platformdirs import user_data_path

ROOT = Path(__file__).resolve().parents[1]
ONTOLOGY = ROOT / "ontology"
SHAPES = ROOT / "shapes"
QUERIES = ROOT / "queries"
CORPORA = ROOT / "loaders" / "corpora"
MODEL = ROOT / "docs" / "model.md"
"""The page about the model; the service shows it, and offers its queries."""


def default_home() -> Path:
    """The folder of stored versions where no setting names one: ``.lacuna`` in a clone, else in the user's data folder."""
    # pyproject.toml is in no wheel.
    return ROOT / ".lacuna" if (ROOT / "pyproject.toml").is_file() else user_data_path("lacuna", appauthor=False)
