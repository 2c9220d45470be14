"""Tests, and the programs run with `python -m tests.NAME`: benchmarks and fault campaigns."""
