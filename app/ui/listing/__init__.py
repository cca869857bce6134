"""The middle column: the list of a section's records, with search, filter and columns."""
