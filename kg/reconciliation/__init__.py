"""A review's own statements, compared with what was charted."""
