"""What a review claims about its studies, and how that is read from RDF and written as RDF."""
