"""Graph engines by their name in ``LACUNA_GRAPH``."""

from collections.abc import Callable, Mapping

from kg.errors import BadSetting
from kg.settings import Settings
from kg.stores.base import GraphEngine
from kg.stores.ladybug import EMBEDDED, LadybugEngine
from kg.stores.neo4j.store import Neo4jEngine

ENGINES: Mapping[str, Callable[[Settings], GraphEngine]] = {
    LadybugEngine.name: lambda _: EMBEDDED,
    Neo4jEngine.name: Neo4jEngine,
}


def graph_engine(settings: Settings) -> GraphEngine:
    """The engine that the settings name, to be used as a context manager; it connects to no server yet.

    Raises:
        BadSetting: there is no such engine, or its own settings are wrong.
    """
    if settings.graph not in ENGINES:
        raise BadSetting(f"LACUNA_GRAPH={settings.graph}: no such graph engine. The engines are: {', '.join(ENGINES)}.")
    return ENGINES[settings.graph](settings)
