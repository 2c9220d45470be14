"""A central server with a bug planted, for a control that must fail: `python -m tests.week.gullible serve …`.

It takes the wall clock of a workstation for proven, whatever the clock that counts sleep says (SYNC.md §7).
"""

import sys
from datetime import datetime

from sync.domain.commands import Grade
from sync.protocol.messages import Clock
from sync.server import cli, instants


def _wall_is_trusted(clock: Clock, anchored_at: datetime | None, received_at: datetime) -> tuple[datetime, Grade]:
    del anchored_at
    return min(datetime.fromisoformat(clock.wall), received_at), Grade.PROVEN


if __name__ == "__main__":
    instants._estimate = _wall_is_trusted  # noqa: SLF001 - the bug
    sys.exit(cli.main())
