"""What a check or a load reports, and its text."""
