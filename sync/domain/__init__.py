"""The rules of the PASS IAE world: frozen entities, commands and the pure functions that decide them.

Standard library and python-stdnum only; no I/O, no clock, no randomness. The screen, the replay of pending acts and
the central server call the same functions.
"""
