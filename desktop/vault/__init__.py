"""The data key of a profile: wrapped on disk, opened by the system's keyring or by a passphrase."""
