"""The background cycle of a workstation: say hello, push what is recorded, pull what changed, and when to do it again."""
