"""What needs nothing else of the program: errors, texts, folding, clock, paths, settings."""
