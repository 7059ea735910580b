"""What a table probably says: its heading, its studies, and what each other column is."""
