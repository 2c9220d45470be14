"""Fault campaigns on real processes: kills, bad networks, failing disks, power cuts, a dying database."""
