"""`passerelle demo`: a central server, workstations and invented people on this machine, to try or to watch."""
