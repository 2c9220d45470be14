"""Mutation testing of the rules: when a rule is bent, a test must fail."""
