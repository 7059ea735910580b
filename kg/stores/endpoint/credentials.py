"""User and password for servers over HTTP, as they are sent, and as they are kept out of messages."""

import base64
from collections.abc import Mapping

from pydantic import SecretStr


def authorization(user: str | None, password: SecretStr | None) -> Mapping[str, str]:
    """The header that names a user; none without a user."""
    if user is None:
        return {}
    both = f"{user}:{password.get_secret_value() if password else ''}"
    return {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}


def without_secrets(message: str, headers: Mapping[str, str]) -> str:
    """What a server says, without the password: some servers repeat the request."""
    _, _, both = headers.get("Authorization", "").partition(" ")
    password = base64.b64decode(both).decode().partition(":")[2]
    for secret in filter(None, (both, password)):
        message = message.replace(secret, "…")
    return message
