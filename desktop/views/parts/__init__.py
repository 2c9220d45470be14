"""The components every screen is built from; each takes plain values and knows not where they come from."""
