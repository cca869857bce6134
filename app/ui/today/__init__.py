"""The Today page: what is overdue, what is due today, and who is to be thought of."""
