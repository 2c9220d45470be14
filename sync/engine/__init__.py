"""The background cycle of a workstation: hello, push what is recorded, pull what changed; and when to do it again."""
