"""What makes of the checkout a program that needs no Python."""
