"""Letters to candidates and prescribers, one or many in a file."""
