"""Benchmarks of the shipped code with the shipped settings; a module `bench_NAME.py` is one benchmark.

Such a module has `ROWS`, its usual size, and `measure(rows: int) -> Report`. Machines are shared and noisy:
the floor, the least that could do the same work, is taken in the same run, and figures are medians of three.
"""
