"""Pages for people: the bodies of the API as HTML."""
