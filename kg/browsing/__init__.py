"""What people meet first: the overview of a version, and the search for words in it."""
