"""Graph engines by their name in ``LACUNA_GRAPH``."""

from collections.abc import Callable, Mapping

from kg.errors import BadSetting
from kg.settings import Settings, read_settings
from kg.stores.base import GraphEngine
from kg.stores.endpoint.store import SparqlEngine
from kg.stores.ladybug import EMBEDDED, LadybugEngine


def _neo4j(settings: Settings) -> GraphEngine:
    # Imported only where it is used: the driver takes as long to import as all the rest of a command.
    from kg.stores.neo4j.store import Neo4jEngine  # noqa: PLC0415

    return Neo4jEngine(settings)


ENGINES: Mapping[str, Callable[[Settings], GraphEngine]] = {
    LadybugEngine.name: lambda _: EMBEDDED,
    "neo4j": _neo4j,
    SparqlEngine.name: SparqlEngine,
}


def checked_settings(neo4j_uri: str | None = None) -> Settings:
    """The settings of the environment for a command, whether it opens an engine or not; see ``read_settings``.

    Raises:
        BadSetting: one has an invalid value, or there is no such engine.
    """
    settings = read_settings(neo4j_uri)
    _engine(settings.graph)
    return settings


def graph_engine(settings: Settings) -> GraphEngine:
    """The engine that the settings name, to be used as a context manager; it connects to no server yet.

    Raises:
        BadSetting: there is no such engine, or its own settings are wrong.
    """
    return _engine(settings.graph)(settings)


def _engine(name: str) -> Callable[[Settings], GraphEngine]:
    if name not in ENGINES:
        raise BadSetting(f"LACUNA_GRAPH={name}: there is no such graph engine. Set it to {' or '.join(ENGINES)}.")
    return ENGINES[name]
