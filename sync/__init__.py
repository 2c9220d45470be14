"""The rules, the protocol, the store, the replica, the engine and the central server: no Qt anywhere."""
