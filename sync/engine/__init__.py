"""The background synchronisation: its cycle, its schedule, its transport and what comes out of them."""
