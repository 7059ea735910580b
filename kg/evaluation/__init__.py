"""Query rows to bounds, verdict and kind of gap."""
