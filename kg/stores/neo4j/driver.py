"""The Neo4j driver, imported without the packages of data frames, which nobody here asks it for; they take most of its time.

Where they have been imported already, it gets them; else it stays without them in this process.
"""

import sys
from types import ModuleType
from typing import cast

_modules = cast("dict[str, ModuleType | None]", sys.modules)
_left_out = [name for name in ("numpy", "pandas", "pyarrow") if name not in _modules]
_modules.update(dict.fromkeys(_left_out))  # None makes an import fail as if it were not installed
try:
    from neo4j import (
        READ_ACCESS,
        WRITE_ACCESS,
        Driver,
        GraphDatabase,
        NotificationMinimumSeverity,
        Session,
        Transaction,
    )
    from neo4j.exceptions import (
        AuthConfigurationError,
        AuthError,
        ClientError,
        ConfigurationError,
        ConstraintError,
        DatabaseUnavailable,
        DriverError,
        Forbidden,
        IncompleteCommit,
        Neo4jError,
        ServiceUnavailable,
        TransientError,
    )
finally:
    for _name in _left_out:
        del _modules[_name]

__all__ = [
    "READ_ACCESS",
    "WRITE_ACCESS",
    "AuthConfigurationError",
    "AuthError",
    "ClientError",
    "ConfigurationError",
    "ConstraintError",
    "DatabaseUnavailable",
    "Driver",
    "DriverError",
    "Forbidden",
    "GraphDatabase",
    "IncompleteCommit",
    "Neo4jError",
    "NotificationMinimumSeverity",
    "ServiceUnavailable",
    "Session",
    "Transaction",
    "TransientError",
]
