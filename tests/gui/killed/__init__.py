"""Programs that end by SIGKILL in the middle of their work, for tests that open what they left."""
