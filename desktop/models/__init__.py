"""Qt item models: windows over SQL, an id list and a cache of pages."""
