"""Settings, from the environment or a file ``.env``."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a person can set; every field is an environment variable ``LACUNA_…``."""

    model_config = SettingsConfigDict(env_prefix="LACUNA_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path(".lacuna"), description="Where the stored versions live.")
    graph: Literal["ladybug"] = Field(default="ladybug", description="The property graph that answers.")
