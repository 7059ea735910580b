"""The report of a check or a load."""

from pydantic import BaseModel, ConfigDict

from kg.versions.manifest import Manifest
from loaders.reporting.changes import ReviewChanges


class CorpusReport(BaseModel):
    """The numbers of a corpus; ``charted`` counts filled facet cells, ``included`` leaves out the ``retracted`` studies.

    ``rows`` is null for a review of the stored version, to which others were added: no sheet of it was read.
    """

    model_config = ConfigDict(frozen=True)

    review: str
    sheets: int
    rows: int | None
    studies: int
    units: int
    charted: int
    included: int | None
    uncharted: int | None
    retracted: int = 0


class CheckReport(BaseModel):
    """The corpora that were read, and warnings about incomplete data."""

    model_config = ConfigDict(frozen=True)

    corpora: tuple[CorpusReport, ...]
    warnings: tuple[str, ...]


class LoadReport(CheckReport):
    """Also the version that a load stored.

    Attributes:
        new: it was not stored before.
        rebuilt: why it was built again, such as the file that was damaged; None if it was not.
        former: the version that was current before; None if there was none, or it cannot be read.
        changes: how the charting differs from the former version; None without one.
        kept: reviews of the former version that are in the new one, because this was to be added to them.
        replaced: reviews of the former version in whose place others of their names were loaded.
    """

    version: Manifest
    new: bool
    rebuilt: str | None = None
    former: str | None = None
    changes: tuple[ReviewChanges, ...] | None = None
    kept: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
