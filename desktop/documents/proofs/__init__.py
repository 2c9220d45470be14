"""Proofs of eligibility: kept encrypted on this workstation, judged by the rulebook, never sent to the server."""
