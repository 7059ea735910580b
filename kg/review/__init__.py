"""The evidence model: what coders charted, and its forms as RDF, YAML and sheet rows."""
