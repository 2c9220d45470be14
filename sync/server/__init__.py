"""The central server: it re-runs every act through the shared rules, allocates numbers and feeds the workstations."""
