"""Thin widgets: what is seen, nothing of what is known."""
