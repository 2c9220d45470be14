"""The only threads of the program: one that reads and records, one that syncs; and the news they bring."""
