"""A keyring for tests: in memory, there or not."""

from typing_extensions import override

from desktop.vault.ring import Ring


class PocketRing(Ring):
    """A keyring in memory; an empty name is a machine without one."""

    def __init__(self, name: str = "pocket") -> None:
        self._name = name
        self.shares: dict[str, bytes] = {}

    @property
    @override
    def backend(self) -> str:
        return self._name

    @override
    def read(self, account: str) -> bytes | None:
        return self.shares.get(account)

    @override
    def write(self, account: str, share: bytes) -> None:
        self.shares[account] = share
