"""Database engines. No other package imports a database driver."""
