"""A week without network, played on real processes and told as a page."""
