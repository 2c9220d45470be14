"""The workstation's two local files: the journal, which is sacred, and the replica, which can always be rebuilt."""
