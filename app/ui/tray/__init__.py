"""The icon beside the clock of the system, and what it offers."""
