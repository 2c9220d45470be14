"""The rows: SQLAlchemy Core tables shared by both sides, their canonical form, and the one World over them."""
