"""Subcommands of ``lacuna`` that read stored versions."""
