"""What is handed on: a stored version as files for collaborators, and to the SPARQL server of anybody."""
