"""The HTTP service: read-only, over one home of stored versions."""
