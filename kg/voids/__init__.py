"""Search for voids that nobody asked about: which combinations of terms no study has, the most surprising first."""
