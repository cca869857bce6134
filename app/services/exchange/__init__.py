"""Import and export: lists from spreadsheets into sections, and sections into spreadsheets."""
