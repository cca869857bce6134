"""Small pieces that windows are built of; they know the look, and nothing of the data."""
