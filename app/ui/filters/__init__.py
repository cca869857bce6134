"""Filters of a list: the builder of conditions, and the saved filters of the sidebar."""
