"""Tools for agents, by the Model Context Protocol: the same answers as over HTTP, short, each with its sentence and bounds."""
