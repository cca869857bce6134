"""Cards (vCard 2.1, 3.0, 4.0): read into rows of an import, written from records."""
