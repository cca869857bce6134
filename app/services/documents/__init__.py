"""Word documents made from templates and records."""
