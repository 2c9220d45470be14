"""The FSE file: everything that proves one person's eligibility and hire, in one archival PDF, alone or by batch."""
