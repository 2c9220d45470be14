"""The wire, shared by both ends: messages, their bytes, numbered problems, versions."""
