"""What ``review.yaml`` and ``claims.yaml`` may hold: JSON Schemas for editors, and the page that explains the fields."""
