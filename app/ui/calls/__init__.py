"""Calls: what came of one and what comes next in a few keys, and many of them one after another."""
