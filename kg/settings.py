"""Settings, from the environment or a file ``.env``."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import BadSetting
from kg.paths import default_home


class Settings(BaseSettings):
    """The settings: environment variables ``LACUNA_…``, and ``NEO4J_…`` as for other Neo4j tools."""

    model_config = SettingsConfigDict(
        env_prefix="LACUNA_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path = Field(default_factory=default_home, description="Where the stored versions live.")
    graph: str = Field(default="ladybug", description="The property graph that answers.")
    timeout: float = Field(
        default=30.0,
        gt=0,
        description="Seconds that a question may take in a server of its own, and any answer over HTTP.",
    )
    answers: int = Field(default=3, ge=1, le=8, description="Answers that a process of the service computes at a time.")
    ahead: bool = Field(default=True, description="Whether the service answers stored questions before they are asked.")
    connections: int = Field(default=512, ge=1, description="Connections that a process of the service has at a time.")
    client_seconds: float = Field(
        default=20.0, gt=0, description="Seconds for a client to send a request's header, or its body, or to read on."
    )
    agent_hosts: str | None = Field(
        default=None, description="Host names under which agents may ask, besides those of this machine."
    )
    sparql_workers: int = Field(default=2, ge=1, description="Processes that answer SPARQL, each one query at a time.")
    sparql_seconds: float = Field(default=30.0, gt=0, description="Seconds for a SPARQL query and sending its answer.")
    sparql_memory: int = Field(default=1024, ge=256, description="MiB of memory that a SPARQL worker may use.")
    sparql_answer: int = Field(default=64, ge=1, description="MiB that the answer to a SPARQL query may be long.")
    sparql_endpoint: str | None = Field(
        default=None, pattern=r"^https?://[^\s/?#]+[^\s?#]*$", description="Where a SPARQL server takes queries."
    )
    sparql_username: str | None = Field(default=None, description="The user there, if it asks for one.")
    sparql_password: SecretStr | None = Field(default=None, description="The user's password there.")
    sparql_graph: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$",
        description="The named graph there; by default the default graph.",
    )
    graph_store_username: str | None = Field(
        default=None, description="The user of a SPARQL server, if it asks for one."
    )
    graph_store_password: SecretStr | None = Field(default=None, description="The user's password there.")
    neo4j_uri: str = Field(
        default="bolt://localhost:7687",
        validation_alias="NEO4J_URI",
        pattern=r"^(bolt|neo4j)(\+s|\+ssc)?://\S+$",
        description="The Neo4j server, or cluster.",
    )
    neo4j_username: str = Field(default="neo4j", validation_alias="NEO4J_USERNAME")
    neo4j_password: SecretStr | None = Field(default=None, validation_alias="NEO4J_PASSWORD")
    neo4j_database: str | None = Field(
        default=None, validation_alias="NEO4J_DATABASE", description="By default the user's home database."
    )

    @field_validator("neo4j_uri")
    @classmethod
    def _names_no_user(cls, uri: str) -> str:
        # An address goes into messages and reports; a password in it would, too.
        if "@" in uri:
            raise ValueError("Give user name and password in NEO4J_USERNAME and NEO4J_PASSWORD, not in the address.")
        return uri

    @field_validator("sparql_endpoint")
    @classmethod
    def _names_no_user_either(cls, url: str | None) -> str | None:
        if url and "@" in url:
            raise ValueError("Give user name and password in LACUNA_SPARQL_USERNAME and LACUNA_SPARQL_PASSWORD.")
        if url:
            _ = urlsplit(url).port  # raises ValueError for what is no number
        return url

    @field_validator("home")
    @classmethod
    def _expand(cls, home: Path) -> Path:
        try:
            return home.expanduser()
        except RuntimeError as error:  # ~name, where there is no such user
            raise ValueError(str(error)) from None


def read_settings(neo4j_uri: str | None = None) -> Settings:
    """The settings of the environment; ``neo4j_uri`` replaces the server in it.

    Raises:
        BadSetting: one has an invalid value, or the file cannot be read as text.
    """
    try:
        # An argument, unlike a copy with another value, is validated.
        return Settings(neo4j_uri=neo4j_uri) if neo4j_uri else Settings()
    except ValidationError as error:
        lines = (f"{_variable(str(each['loc'][0]))}={_shown(each['input'])}: {each['msg']}" for each in error.errors())
        raise BadSetting("\n".join(lines)) from None
    except UnicodeDecodeError as error:
        raise BadSetting(f"The file .env is not UTF-8 ({error.reason}): save it as UTF-8.") from None


def _variable(name: str) -> str:
    """The environment variable of a field; pydantic reports the field or its alias."""
    return name if name.startswith("NEO4J_") else f"LACUNA_{name.upper()}"


def _shown(value: object) -> str:
    """A value without the part before an ``@``, which may hold a password."""
    _, at, after = str(value).rpartition("@")
    return f"…@{after}" if at else after
