"""What is stored: SQLAlchemy tables, one file per aggregate. No query, no session."""
