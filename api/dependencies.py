"""Dependencies of the routes: version, question and page from the parameters of a request."""

# Dependencies that wait for nothing are async: FastAPI runs every other one in a thread, for a fraction of a millisecond each.

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import cache
from typing import Annotated, NamedTuple, TypeVar

from anyio.to_thread import run_sync
from fastapi import Depends, Query, Request, Response, params
from fastapi.dependencies.utils import get_dependant, get_flat_params
from fastapi.routing import APIRoute
from starlette.types import Receive

from api.formats.negotiation import preferred
from api.formats.table import TABLES, offered
from api.lanes import Lanes
from api.models import Page
from api.service import Service
from kg.errors import BadQuestion, NotFound, nearest
from kg.evaluation.verdict import LARGEST_K, SPARSE_BELOW
from kg.questions.question import NOT, Question
from kg.questions.reading import read_question
from kg.versions.dataset import Dataset
from kg.versions.retention import find_version

Item = TypeVar("Item")

_HASH = re.compile(r"(sha256:)?[0-9a-f]{64}")

CONDITIONS_ARE_PARAMETERS = ("/ask", "/ask/query", "/matrix", "/map", "/studies")
"""Routes whose parameters may be named like any facet."""

MAY_REPEAT = ("within",)
"""Parameters that may be given several times; all of them count."""


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]

_VersionName = Annotated[
    str | None,
    Query(
        min_length=1,
        description="A stored version: its hash or the beginning of it, its label, or when it was stored; by default the "
        "current one.",
    ),
]


async def hash_of(service: Service, version: str | None) -> str | None:
    """The hash of the version of a name; None where there is no name.

    Raises:
        as ``find_version``.
    """
    if version is None or _HASH.fullmatch(version):
        return version
    return await run_sync(find_version, service.home, version)  # in a thread: it reads the folder of versions


@contextmanager
def naming(parameter: str) -> Iterator[None]:
    """Say of a name that stands for nothing in which parameter it was given."""
    try:
        yield
    except NotFound as error:
        error.parameter = parameter
        raise


async def _version(service: ServiceDep, version: _VersionName = None) -> str | None:
    with naming("version"):
        return await hash_of(service, version)


Version = Annotated[str | None, Depends(_version)]
"""The hash of the version that a request names; None where it names none."""
ReviewIds = Annotated[
    str | None, Query(min_length=1, description="The reviews to ask, separated by commas; by default every loaded one.")
]
K = Annotated[
    int, Query(ge=1, le=LARGEST_K, description="From this many certain studies on, the verdict is `populated`.")
]
DefinitionName = Annotated[
    str | None, Query(description="Answer under this definition: its id or short name, e.g. `lenient`.")
]
CompletenessName = Annotated[str, Query(description="Whose completeness statements are relied on: `all` or `review`.")]

_TAKE_LONG = ("/matrix", "/map", "/voids", "/diff", "/versions")
"""Routes whose answers take seconds, whatever is asked; of ``/versions`` the feed, since the list needs no such place."""
MOST_TERMS = 5
"""A question of one's own about more terms takes long: most of the work is to ask it again with each one broadened."""


def client_of(request: Request) -> str:
    """The address of who asks, by which clients are told apart."""
    return request.client.host if request.client else ""


def lanes_of(request: Request) -> Lanes:
    """The places for the answer to a request: what takes long has places of its own, so that it delays nothing short."""
    path, state = request.scope["route"].path, request.app.state
    terms = sum(value.count(",") + 1 for _, value in request.query_params.multi_items())
    lanes: Lanes = state.lanes
    if path == "/gaps":
        lanes = state.catalogue_lane
    elif path in _TAKE_LONG or (path == "/ask" and terms > MOST_TERMS):
        lanes = state.long_lanes
    return lanes


@asynccontextmanager
async def in_use(
    service: Service, version: str | None, lanes: Lanes, client: str, receive: Receive
) -> AsyncIterator[Dataset]:
    """A version for as long as the context lasts; if it has to be opened first, that takes a place.

    Raises:
        Busy, ClientLeft: as ``Lanes.turn``.
        NoVersion, NotFound, OtherVersion, StoreFailed: as ``Service.take``.
    """
    taken = await run_sync(service.take_open, version)
    if taken is None:
        async with lanes.turn(client, receive):
            taken = await run_sync(service.take, version)
    try:
        yield taken
    finally:
        # Not in a thread: a request that is cancelled could not wait for it.
        service.give_back(taken)


async def _dataset(request: Request, service: ServiceDep, version: Version) -> AsyncIterator[Dataset]:
    lanes, client = request.app.state.lanes, client_of(request)
    async with AsyncExitStack() as stack:
        with naming("version"):
            dataset = await stack.enter_async_context(in_use(service, version, lanes, client, request.receive))
        yield dataset


opened = asynccontextmanager(_dataset)
"""A version for as long as a block runs, for routes that do not always need one."""

# scope: the version is free again once there is a response, not after a slow client has read it.
DatasetDep = Annotated[Dataset, Depends(_dataset, scope="function")]


class Reading(NamedTuple):
    """The reading of a question: definition, completeness, review, and the k of ``populated``."""

    definition: str | None
    completeness: str
    review: str | None
    k: int


USUAL = Reading(None, "all", None, SPARSE_BELOW)
"""The reading of a request that names none."""


async def _reading(
    definition: DefinitionName = None,
    completeness: CompletenessName = "all",
    review: ReviewIds = None,
    k: K = SPARSE_BELOW,
) -> Reading:
    return Reading(definition, completeness, review, k)


ReadingDep = Annotated[Reading, Depends(_reading)]


def own_question(
    request: Request,
    dataset: Dataset,
    reading: Reading,
    *,
    may_be_empty: bool = False,
    needs_positive: bool = True,
    more: Iterable[tuple[str, str]] = (),
) -> Question:
    """The question in the parameters of a request, those named like a facet, ``not.`` and a facet, or ``year``, and in ``more``.

    Raises:
        BadQuestion: a parameter or value does not exist, or there is no positive condition where it ``needs_positive``; with
            ``may_be_empty`` there may be no condition at all.
    """
    settings = _query_parameters(request)
    conditions = [(name, value) for name, value in request.query_params.multi_items() if name not in settings]
    known = [facet.id for facet in dataset.vocabulary.charted_facets]
    for name, value in conditions:
        facet = name.removeprefix(NOT)
        if facet != "year" and not dataset.vocabulary.find_facet(facet):
            near = nearest(name, [*known, *settings])
            raise BadQuestion(name, value, "is not a parameter: neither a facet nor an option", near)
    conditions += more
    asks_nothing = not conditions and not reading.definition
    return read_question(
        dataset.vocabulary,
        conditions,
        definition=reading.definition,
        completeness=reading.completeness,
        needs_positive=needs_positive and not (may_be_empty and asks_nothing),
    )


async def only_known_parameters(request: Request) -> None:
    """Refuse parameters that would be silently ignored: unknown, repeated or empty ones.

    Raises:
        BadQuestion: there is one. Conditions of ``CONDITIONS_ARE_PARAMETERS`` are left to ``own_question``.
    """
    known = _query_parameters(request)
    route: APIRoute = request.scope["route"]
    for name, value in request.query_params.multi_items():
        if name not in known:
            if route.path not in CONDITIONS_ARE_PARAMETERS:
                raise BadQuestion(name, value, "is not a parameter of this route", nearest(name, known) or known)
        elif len(request.query_params.getlist(name)) > 1 and name not in MAY_REPEAT:
            raise BadQuestion(name, value, "is given twice: give it once")
        elif not value:
            raise BadQuestion(name, value, "is empty: leave it out or give it a value")


def _query_parameters(request: Request) -> tuple[str, ...]:
    """The query parameters that the route of a request declares, its dependencies' included."""
    route: APIRoute = request.scope["route"]
    return _declared(route.path_format, route.endpoint)


@cache  # one entry per route
def _declared(path: str, endpoint: Callable[..., object]) -> tuple[str, ...]:
    fields = get_flat_params(get_dependant(path=path, call=endpoint))
    return tuple(dict.fromkeys(field.alias for field in fields if isinstance(field.field_info, params.Query)))


LARGEST_PAGE, _PAGE = 1000, 100
"""The most items of a page, and as many as it has where nobody says."""


class Paging:
    """The requested page of a list."""

    def __init__(self, request: Request, response: Response, page: int, size: int) -> None:
        self._request, self._response, self._page, self._size = request, response, page, size

    def cut(self, items: Sequence[Item], related: str | None = None) -> tuple[tuple[Item, ...], Page]:
        """The items of the page; sets the ``Link`` header with its neighbours, and an address that is ``related`` to the list.

        Raises:
            BadQuestion: the page lies beyond the last one, which the error names. A list without items has one page.
        """
        last = max(1, -(-len(items) // self._size))
        # Not an empty page: a client whose list became shorter between two requests would take it for complete.
        if self._page > last:
            rule = f"is beyond the last page, which is {last}: there are {len(items)} items of {self._size} a page"
            raise BadQuestion("page", str(self._page)[:40], rule, [str(last)])
        neighbours = {"first": 1, "last": last}
        if self._page > 1:
            neighbours["prev"] = self._page - 1
        if self._page < last:
            neighbours["next"] = self._page + 1
        url = self._request.url
        links = (
            f'<{url.path}?{url.include_query_params(page=number, size=self._size).query}>; rel="{name}"'
            for name, number in neighbours.items()
        )
        more = [f'<{related}>; rel="related"'] if related else []
        self._response.headers["Link"] = ", ".join((*links, *more))
        start = (self._page - 1) * self._size
        page = Page(number=self._page, size=self._size, total=len(items))
        return tuple(items[start : start + self._size]), page


async def _paging(
    request: Request,
    response: Response,
    page: Annotated[int, Query(ge=1, description="Number of the page, from 1.")] = 1,
    size: Annotated[
        int | None,
        Query(ge=1, le=LARGEST_PAGE, description="Items per page; by default 100, in tables (CSV, RIS, BibTeX) 1000."),
    ] = None,
) -> Paging:
    return Paging(request, response, page, size or _usual_size(request))


def _usual_size(request: Request) -> int:
    """A program that reads a table by its address follows no links, so it gets as much as there may be."""
    route: APIRoute = request.scope["route"]
    return LARGEST_PAGE if preferred(request, offered(route.response_model)) in TABLES else _PAGE


PagingDep = Annotated[Paging, Depends(_paging)]
