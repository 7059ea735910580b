"""Two facets crossed: bounds, verdict and surprise of every cell."""
