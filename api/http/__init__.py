"""Content negotiation, caching, problems, middleware and observability."""
