"""The only code that runs SQL: engines, units of work, queries, search, journal, backup."""
