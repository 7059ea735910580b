"""The evidence map as one file that is read without a service."""
