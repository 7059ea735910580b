"""The databases. Nothing else in the project imports a database driver."""
