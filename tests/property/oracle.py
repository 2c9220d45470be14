"""What the central service should have made of each entry: SYNC.md §3 and §7 said again, in the plainest way."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from sync.domain.actor import Actor
from sync.domain.calendar import paris_date
from sync.domain.commands import Context, Grade, Outcome, Status, command_type, command_type_of, decide
from sync.domain.editions import Edition
from sync.domain.employers import Membership, User
from sync.domain.errors import RuleViolation
from sync.domain.inbox import WAITS_FOR_OTHERS, InboxIssue, IssueKind
from sync.domain.passes import Pass, is_valid
from sync.domain.rulebook import Editions, Rulebook, parse
from sync.domain.settling import Settle
from sync.protocol.messages import Anchor, Entry, PushedEntry
from sync.server.entries import Verdict, receive
from sync.server.inbox import issue_of
from sync.store.types import instant_from_text, instant_text
from tests.property.model import Truth

_parse = lru_cache(maxsize=32)(parse)
WEEK = timedelta(days=7)


class Broken(AssertionError):  # noqa: N818 - a promise, not an error
    """An invariant of SYNC.md §12 does not hold; `invariant` names it."""

    def __init__(self, invariant: str, why: str) -> None:
        super().__init__(f"{invariant}: {why}")
        self.invariant = invariant
        self.why = why


def require(holds: object, invariant: str, why: str) -> None:
    """Stop the story unless it holds."""
    if not holds:
        raise Broken(invariant, why)


@dataclass(slots=True)
class Numbers:
    """What the server may allocate, in the order in which it should."""

    taken: list[str] = field(default_factory=list)

    def pass_number(self, rules: Rulebook, hiring_starts_on: date) -> str:
        """The number after the greatest of its series."""
        prefix = rules.passes.number_prefix + (f"{hiring_starts_on:%y}" if rules.passes.number_has_year else "")
        counters = [int(number[len(prefix) :]) for number in self.taken if number.startswith(prefix)]
        number = f"{prefix}{max(counters, default=0) + 1:0{12 - len(prefix)}d}"
        self.take_pass_number(number)
        return number

    def take_pass_number(self, number: str) -> None:
        """Never to be given again."""
        self.taken.append(number)

    def pseudo_siret(self, siren: str) -> str:
        """No story creates a sister structure."""
        raise AssertionError(siren)


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry as the server's log has it."""

    id: str
    client_id: str
    user_id: str
    mid: int
    body: bytes
    status: str
    code: str
    facts: str
    effective_at: datetime
    received_at: datetime
    grade: str


@dataclass(frozen=True, slots=True)
class Dated:
    """When an act counts, and how sure that is."""

    at: datetime
    grade: Grade


def is_refused(outcome: Outcome) -> bool:
    """Whether the act had no effect, and may have one once something else has happened."""
    return outcome.status is Status.REJECTED or outcome.code == "not_entitled"


@dataclass(slots=True)
class Oracle:
    """Takes each entry in the order of the log; `voided` holds the ids that must do nothing.

    `done_once` holds those said to have been executed before a restore: refused, they are `waiting` to be judged again
    when another `came_back`.
    `placed` tells in which version a client's entry came to have an outcome; a half more where no commit said so.
    """

    truth: Truth
    devices: dict[str, str]
    numbers: Numbers = field(default_factory=Numbers)
    latest: dict[str, datetime] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    done_once: set[str] = field(default_factory=set)
    waiting: dict[str, Taken] = field(default_factory=dict)
    came_back: bool = False
    outcomes: dict[str, tuple[str, str]] = field(default_factory=dict)
    placed: dict[tuple[str, str], float] = field(default_factory=dict)
    log: dict[str, Taken] = field(default_factory=dict)

    def go_back(self, earlier: "Oracle") -> None:
        """Forget what came after."""
        self.devices, self.latest = dict(earlier.devices), dict(earlier.latest)
        self.numbers = Numbers(list(earlier.numbers.taken))
        self.log, self.waiting = dict(earlier.log), dict(earlier.waiting)
        self.outcomes, self.placed = dict(earlier.outcomes), dict(earlier.placed)

    # --- one entry -------------------------------------------------------------------------------------------

    def take(self, taken: Taken) -> None:
        """Judge the entry as the specification has it, write its effects, and compare with what the log says."""
        require(taken.id not in self.outcomes, "1 at most once", f"{taken.id} is in the log twice")
        entry = msgspec.json.decode(taken.body, type=Entry)
        dated = self._date(entry, taken)
        require(
            (dated.at, str(dated.grade)) == (taken.effective_at, taken.grade),
            "16 time of offline acts",
            f"{entry.name} counts at {taken.effective_at} ({taken.grade}), should at {dated.at} ({dated.grade})",
        )
        self.latest[taken.client_id] = max(self.latest[taken.client_id], dated.at)
        outcome = self._set_aside(taken, self.judged(entry, taken, dated))
        if taken.id in self.waiting:
            self._note(taken, outcome)
            self.tell(entry, taken, outcome)
            return
        told = (taken.status, taken.code, msgspec.json.decode(taken.facts))
        should = (str(outcome.status), outcome.code, msgspec.json.decode(msgspec.json.encode(dict(outcome.facts))))
        require(told == should, "2 serial replay", f"{entry.name} {entry.args}: server says {told}, should {should}")
        self.tell(entry, taken, outcome)
        self._note(taken, outcome)

    def _note(self, taken: Taken, outcome: Outcome) -> None:
        self.outcomes[taken.id] = (str(outcome.status), outcome.code)
        self.log[taken.id] = taken
        self.placed[taken.client_id, taken.id] = len(self.truth.versions)

    def _set_aside(self, taken: Taken, outcome: Outcome) -> Outcome:
        """What was executed once waits for what it rests on, rather than being refused (SYNC.md §1.9)."""
        if taken.id not in self.done_once:
            return outcome
        if not is_refused(outcome):
            self.came_back = True
            return outcome
        self.waiting[taken.id] = taken
        if outcome.status is Status.PARKED:
            return outcome
        return Outcome(Status.PARKED, WAITS_FOR_OTHERS, {"refusal": outcome.code, **outcome.facts})

    def tell(self, entry: Entry, taken: Taken, outcome: Outcome) -> bool:
        """Invariant 19: an issue for each act rejected, parked or disputed, in the server's words; if there is one."""
        is_disputed = outcome.status is Status.ADJUSTED and "theirs" in outcome.facts
        if outcome.status in (Status.REJECTED, Status.PARKED) or is_disputed:
            received = receive(PushedEntry(body=msgspec.Raw(taken.body)))
            edition = self.editions().at(taken.effective_at).edition
            verdict = Verdict(outcome, edition, taken.effective_at, taken.received_at, Grade(taken.grade))
            issue = issue_of(received, verdict, taken.user_id, self.truth.world)
            require(issue, "19 inbox", f"no issue tells that {entry.name} was {outcome.status}")
            self.truth.world.put(issue)
            return True
        return False

    def judged(self, entry: Entry, taken: Taken, dated: Dated) -> Outcome:
        """What the act comes to in the world as it stands, its effects written."""
        kind = command_type(entry.name, entry.version)
        if entry.id in self.voided:
            return Outcome(Status.NOOP, "void")
        if entry.args.get("body") == "poison":
            return Outcome(Status.PARKED, "unexpected_error")
        if kind is None:
            return Outcome(Status.PARKED, "unknown_command")
        args: Any = msgspec.convert(entry.args, kind.args_type)
        outcome = self._dated(args, entry, taken, dated)
        if outcome.code == "not_entitled" and self._has_left(args, kind.subject, kind.subject_field, taken.user_id):
            return Outcome(Status.PARKED, outcome.code, outcome.facts)
        return outcome

    def _dated(self, args: object, entry: Entry, taken: Taken, dated: Dated) -> Outcome:
        """The outcome at the effective instant, unless its date needs a person's word (SYNC.md §7)."""
        present = Dated(taken.received_at, Grade.ONLINE)
        on_receipt = self._verdict(args, entry, taken, present) if dated.grade is Grade.CLAIMED else None
        is_late = taken.received_at - dated.at > WEEK and command_type_of(args).has_legal_effect
        with self._trial() as stands:
            outcome = self._executed(args, entry, taken, dated)
            is_refused = outcome.status is Status.REJECTED
            differs = on_receipt is not None and on_receipt != (outcome.status, outcome.code)
            if not is_refused and not differs and not is_late:
                stands()
        if not differs and (is_refused or not is_late):
            return outcome
        why = "offline_window" if is_late else "claimed_date"
        at, received_at = instant_text(dated.at), instant_text(taken.received_at)
        facts = {"why": why, "effective_at": at, "received_at": received_at}
        return Outcome(Status.PARKED, "needs_confirmation", facts)

    @contextmanager
    def _trial(self) -> Iterator[Any]:
        """Everything done inside is taken back unless the block said that it stands."""
        world, taken, standing = self.truth.world.copy(), list(self.numbers.taken), [False]

        def stands() -> None:
            standing[0] = True

        yield stands
        if not standing[0]:
            self.truth.world.become(world)
            self.numbers.taken = taken

    def _verdict(self, args: object, entry: Entry, taken: Taken, dated: Dated) -> tuple[Status, str]:
        with self._trial():
            outcome = self._executed(args, entry, taken, dated)
        return outcome.status, outcome.code

    def _executed(self, args: object, entry: Entry, taken: Taken, dated: Dated) -> Outcome:
        outcome = self._decide(args, self._context(entry, taken, dated))
        return self._confirmed(args, outcome, taken)

    def _decide(self, args: object, context: Context) -> Outcome:
        try:
            return decide(args, context, self.truth.world)
        except RuleViolation as violation:
            return Outcome(Status.REJECTED, violation.code, violation.facts)

    def _confirmed(self, args: object, outcome: Outcome, by: Taken) -> Outcome:
        """An administrator who confirms an act has it executed for the instant it was made (SYNC.md §7)."""
        if not isinstance(args, Settle) or args.how != "confirmed" or outcome.status is not Status.APPLIED:
            return outcome
        issue = self.truth.world.get(InboxIssue, args.issue_id)
        if issue is None or issue.kind is not IssueKind.CONFIRMATION:
            return outcome
        parked = self.log[issue.command_id]
        author = replace(parked, user_id=by.user_id) if parked.code == "not_entitled" else parked
        entry = msgspec.json.decode(parked.body, type=Entry)
        kind = command_type(entry.name, entry.version)
        if kind is None:
            return Outcome(Status.REJECTED, "unknown_command")
        context = self._context(entry, author, Dated(parked.effective_at, Grade.CONFIRMED))
        executed = self._decide(msgspec.convert(entry.args, kind.args_type), context)
        return executed if executed.status is Status.REJECTED else outcome

    def _context(self, entry: Entry, taken: Taken, dated: Dated) -> Context:
        user = self.truth.world.get(User, taken.user_id)
        return Context(
            actor=Actor(user_id=taken.user_id, name=user.display_name if user else taken.user_id),
            now=dated.at,
            rules=self.editions().at(dated.at),
            command_id=entry.id,
            grade=dated.grade,
            received_at=taken.received_at,
            expect=entry.expect,
            issuance=self.numbers,
        )

    def editions(self) -> Editions:
        """The editions published so far."""
        published = self.truth.world.find(Edition)
        return Editions.of((edition.in_force_from, _parse(edition.source)) for edition in published)

    def _has_left(self, args: object, subject: type | None, subject_field: str, user_id: str) -> bool:
        about: Any = self.truth.world.get(subject, getattr(args, subject_field)) if subject else None
        if isinstance(args, Settle):
            about = self.truth.world.get(InboxIssue, args.issue_id)
        employer_id = getattr(args, "employer_id", None) or getattr(about, "employer_id", None)
        places = self.truth.world.find(Membership, employer_id=employer_id, user_id=user_id) if employer_id else []
        return bool(places) and not any(place.is_active for place in places)

    # --- time ------------------------------------------------------------------------------------------------

    def _date(self, entry: Entry, taken: Taken) -> Dated:
        clock, receipt = entry.clock, taken.received_at
        anchor = self._anchor(clock.anchor, taken.user_id)
        if anchor and clock.boot == clock.anchor_boot and clock.ms >= clock.anchor_ms:
            estimate, grade = anchor + timedelta(milliseconds=clock.ms - clock.anchor_ms), Grade.PROVEN
        else:
            estimate, grade = datetime.fromisoformat(clock.wall).astimezone(UTC), Grade.CLAIMED
        estimate = min(estimate, receipt)
        if receipt - estimate < timedelta(minutes=2) and paris_date(estimate) == paris_date(receipt):
            return Dated(receipt, Grade.ONLINE)
        floor = max(self.latest[taken.client_id], anchor) if anchor else self.latest[taken.client_id]
        return Dated(min(max(estimate, floor), receipt), grade)

    def _anchor(self, token: str, user_id: str) -> datetime | None:
        if not token:
            return None
        payload = token.partition(".")[0]
        anchor = msgspec.json.decode(_base64(payload), type=Anchor)
        return instant_from_text(anchor.at) if self.devices.get(anchor.client) == user_id else None

    # --- after each commit -----------------------------------------------------------------------------------

    def check_passes(self, today: date) -> None:
        """Invariant 17: at most one valid PASS a person, each number once and issued."""
        passes = self.truth.world.find(Pass)
        numbers = [one.number for one in passes if one.number]
        require(len(set(numbers)) == len(numbers), "17 numbers", f"a number stands twice: {sorted(numbers)}")
        require(set(numbers) <= set(self.numbers.taken), "17 numbers", "a number was never issued")
        valid = [one.job_seeker_id for one in passes if is_valid(one, today)]
        require(len(set(valid)) == len(valid), "17 one PASS", f"two valid PASS for one of {sorted(valid)}")


def _base64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
