"""When an act counts: what the workstation's clocks prove, what they merely claim (SYNC.md §7)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sync.domain.calendar import paris_date
from sync.domain.commands import Grade
from sync.protocol.messages import Clock
from sync.server.anchors import Anchors

_AT_ONCE = timedelta(minutes=2)
_MILLISECOND = timedelta(milliseconds=1)
OFFLINE_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Instant:
    """`effective_at` is the instant the rules read as now; `is_late` says it lies beyond the offline window."""

    effective_at: datetime
    received_at: datetime
    grade: Grade

    @property
    def is_late(self) -> bool:
        """Whether the act came in so long after it was made that a date with legal effect needs a person's word."""
        return self.received_at - self.effective_at > OFFLINE_WINDOW


class Timekeeper:
    """Dates the acts of one client. `devices` are the user's clients: an anchor given to any of them is theirs."""

    def __init__(self, anchors: Anchors, devices: Container[str]) -> None:
        self._anchors = anchors
        self._devices = devices

    def date(self, clock: Clock, earliest: datetime, received_at: datetime) -> Instant:
        """The instant of an act: at least its anchor and `earliest` (the act before it), at most its receipt."""
        anchored_at = self._anchored_at(clock)
        estimate, grade = _estimate(clock, anchored_at, received_at)
        floor = max(earliest, anchored_at) if anchored_at else earliest
        if received_at - estimate < _AT_ONCE and paris_date(estimate) == paris_date(received_at):
            return Instant(received_at, received_at, Grade.ONLINE)
        return Instant(min(max(estimate, floor), received_at), received_at, grade)

    def _anchored_at(self, clock: Clock) -> datetime | None:
        anchor = self._anchors.read(clock.anchor) if clock.anchor else None
        return anchor[0] if anchor and anchor[1] in self._devices else None


def _estimate(clock: Clock, anchored_at: datetime | None, received_at: datetime) -> tuple[datetime, Grade]:
    if anchored_at and clock.boot and clock.boot == clock.anchor_boot and clock.ms >= clock.anchor_ms:
        since = max(received_at - anchored_at, timedelta()) // _MILLISECOND
        return anchored_at + min(clock.ms - clock.anchor_ms, since) * _MILLISECOND, Grade.PROVEN
    return min(_wall(clock.wall, received_at), received_at), Grade.CLAIMED


def _wall(text: str, otherwise: datetime) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
        return wall.astimezone(UTC) if wall.tzinfo else otherwise
    except (ValueError, OverflowError):
        return otherwise
