"""Records as cards in columns, one for each value of a field."""
