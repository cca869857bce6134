"""Cartoteca: a desktop client book and organizer over one file."""

__version__ = "0.1.0"
