"""What is different between two stored versions: studies, terms, and the answers to stored questions."""
