"""The update of a review: commands that lead from search results to a charting sheet."""
