"""The two encrypted files of a workstation: the journal of acts done here, the copy of the central rows."""
