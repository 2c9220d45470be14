"""The shipped code under seeded misfortune: one seed, one story, every promise checked (SYNC.md §12)."""
