"""The guide: its window, the way to it from every place, and the making of its pictures."""
