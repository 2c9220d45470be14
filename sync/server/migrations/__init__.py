"""The history of the server's schema, run by Alembic."""
