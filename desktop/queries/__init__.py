"""Reads without Qt: SQL in, frozen rows out, one module a screen."""
