"""What a review says of its studies without charting them: how they are cited, and which were retracted."""
