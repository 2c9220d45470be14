"""Snapshots: whole scopes as immutable parts on disk, for workstations that begin or begin again (SYNC.md §5)."""
