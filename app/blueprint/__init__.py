"""The words a section is written in: kinds of value, Field, Section, and the registry."""
