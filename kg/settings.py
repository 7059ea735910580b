"""Settings, from the environment or a file ``.env``."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import BadSetting


class Settings(BaseSettings):
    """What a person can set; every field is an environment variable ``LACUNA_…``."""

    model_config = SettingsConfigDict(
        env_prefix="LACUNA_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default=Path(".lacuna"), description="Where the stored versions live.")
    graph: Literal["ladybug"] = Field(default="ladybug", description="The property graph that answers.")

    @field_validator("home")
    @classmethod
    def _expand(cls, home: Path) -> Path:
        return home.expanduser()


def read_settings() -> Settings:
    """The settings as the environment has them.

    Raises:
        BadSetting: one has a value that it cannot have.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = (f"LACUNA_{str(each['loc'][0]).upper()}={each['input']}: {each['msg']}" for each in error.errors())
        raise BadSetting("\n".join(wrong)) from None
