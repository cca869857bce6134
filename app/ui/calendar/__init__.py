"""Records on the days of a calendar: day, week, month and agenda."""
