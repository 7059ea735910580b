"""The distinct studies of some reviews: a paper charted in several of them is one study."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.rdf.data_iris import study_iri

Charting = tuple[str, str]
"""A review's id and the key that a study has in it."""


@dataclass(frozen=True)
class Studies:
    """Distinct studies by id, each with its chartings.

    The id is the study's key, where one review is asked; where several are, the first review that charted it, a slash and
    the key there.
    """

    chartings: Mapping[str, tuple[Charting, ...]]
    several: bool = False
    _ids: Mapping[Charting, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, keys: Mapping[str, Sequence[str]], same: Iterable[tuple[str, str]] = ()) -> "Studies":
        """The studies of reviews.

        Args:
            keys: by review, the keys of its charted studies.
            same: pairs of IRIs of the same study, each pair charted in any two reviews, also in others than these.
        """
        if len(keys) == 1:
            ((review, only),) = keys.items()
            return cls({key: ((review, key),) for key in sorted(only)}, False, {(review, key): key for key in only})
        same = list(same)
        # Most studies are charted once, so their IRIs are made only where some are the same.
        roots = _roots(same)
        groups: dict[object, list[Charting]] = defaultdict(list)
        for review, of_review in keys.items():
            for key in of_review:
                place = (review, key)
                groups[roots.get(str(study_iri(review, key)), place) if same else place].append(place)
        chartings = {"/".join(min(group)): tuple(sorted(group)) for group in groups.values()}
        ids = {place: id_ for id_, group in chartings.items() for place in group}
        return cls(dict(sorted(chartings.items())), True, ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, sorted."""
        return tuple(self.chartings)

    def __contains__(self, charting: Charting) -> bool:
        """Whether one of them has a charting."""
        return charting in self._ids

    def some(self, ids: Iterable[str]) -> "Studies":
        """Only some of the studies, with the ids that they have among all."""
        chartings = {id_: self.chartings[id_] for id_ in sorted(ids)}
        return Studies(chartings, self.several, {place: id_ for id_, group in chartings.items() for place in group})

    def id_of(self, review: str, key: str) -> str:
        """The id of the study that has a key in a review."""
        return self._ids[review, key]

    def unit_id(self, review: str, unit: str) -> str:
        """The id of a unit; ``unit`` is its id within the review."""
        return f"{review}/{unit}" if self.several else unit


def _roots(same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each member of a pair the least of all that pairs connect it with."""
    root: dict[str, str] = {}

    def find(member: str) -> str:
        while root.setdefault(member, member) != member:
            member = root[member]
        return member

    for one, other in same:
        first, second = sorted((find(one), find(other)))
        root[second] = first
    return {member: find(member) for member in list(root)}
