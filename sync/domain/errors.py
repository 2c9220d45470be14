"""The two kinds of failure that are nobody's bug: an act the rules refuse, and a machine that cannot do its part."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

Facts = Mapping[str, object]


class RuleViolation(Exception):  # noqa: N818 - it is a verdict, not an error of the program
    """The user's act is not allowed.

    `code` is lower-snake English and never renamed: it is stored, travels, and names a French sentence in
    `resources/i18n/fr.toml`. `facts` holds what that sentence shows (JSON values and dates).
    """

    def __init__(self, code: str, facts: Facts | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = MappingProxyType(dict(facts or {}))

    def __str__(self) -> str:
        return f"{self.code} {dict(self.facts)}" if self.facts else self.code


class EnvironmentFault(Exception):  # noqa: N818 - the machine's fault, told to the user with what was kept
    """Disk, network or keyring did not do its part; `facts` says what was kept."""

    def __init__(self, code: str, facts: Facts | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = MappingProxyType(dict(facts or {}))


def refuse_first(faults: Iterable[RuleViolation]) -> None:
    """Raise the first of the faults that a check found; a form shows them all, each beside `facts["field"]`."""
    for fault in faults:
        raise fault
