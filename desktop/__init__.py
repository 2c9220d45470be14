"""The workstation program: a Qt window over an encrypted local replica."""
