"""Records: what searches found, one line for each, with the file and the place it came from."""
