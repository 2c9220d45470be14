"""What people do: an act on what their screen shows, sometimes one the rules will refuse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection

from sync.domain import (
    answering,
    commands,
    commenting,
    diagnosing,
    hiring,
    managing,
    recruiting,
    registering,
    sending,
    settling,
)
from sync.domain import suspending as pauses
from sync.domain.calendar import paris_date
from sync.domain.commands import CommandType, Context, Outcome, command_type_of
from sync.domain.world import World
from sync.replica.workstation import Workstation

Maker = Callable[["Desk"], object | None]


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody sits in front of."""

    workstation: Workstation
    connection: Connection
    random: Random
    user_id: str

    def rows(self, statement: str) -> list[Any]:
        """Rows of the replica, in a stable order."""
        return list(self.connection.exec_driver_sql(statement))

    def one(self, statement: str) -> Any:  # noqa: ANN401 - a row
        """One row, drawn; None when there is none."""
        found = self.rows(statement)
        return self.random.choice(found) if found else None

    def id(self) -> str:
        """A new id."""
        return self.workstation.new_id()

    @property
    def today(self) -> date:
        """The day on the user's wall."""
        return paris_date(self.workstation.clock.now())

    def application(self, *states: str) -> Any:  # noqa: ANN401 - a row
        """An application in one of these states; any other when there is none."""
        marks = ", ".join(f"'{state}'" for state in states)
        columns = "SELECT id, employer_id, job_seeker_id, pass_id, state FROM job_applications"
        return self.one(f"{columns} WHERE state IN ({marks}) ORDER BY id") or self.one(f"{columns} ORDER BY id")

    def employer(self) -> str | None:
        """An employer the user is a member of."""
        mine = f"SELECT employer_id FROM memberships WHERE user_id = '{self.user_id}' ORDER BY employer_id"  # noqa: S608
        found = self.one(mine)
        return str(found[0]) if found else None


def _study(desk: Desk) -> object | None:
    found = desk.application("new")
    return found and answering.Study(job_application_id=found.id)


def _postpone(desk: Desk) -> object | None:
    found = desk.application("processing")
    return found and answering.Postpone(job_application_id=found.id, answer="Plus tard")


def _refuse(desk: Desk) -> object | None:
    found = desk.application("processing", "postponed")
    reason = desk.random.choice(("other", "no_position"))
    return found and answering.Refuse(job_application_id=found.id, reason=reason, answer="Non")


def _accept(desk: Desk) -> object | None:
    found = desk.application("processing", "postponed")
    starts_on = desk.today + timedelta(days=desk.random.choice((0, 0, 0, 1, 3, -1)))
    return found and hiring.Accept(
        job_application_id=found.id,
        hiring_starts_on=starts_on,
        hiring_ends_on=starts_on + timedelta(days=desk.random.choice((90, 300))),
        pass_id=desk.id(),
    )


def _cancel(desk: Desk) -> object | None:
    found = desk.application("accepted")
    return found and hiring.CancelHire(job_application_id=found.id)


def _comment(desk: Desk) -> object | None:
    found = desk.one("SELECT id FROM job_applications ORDER BY id")
    body = f"Note {desk.random.randrange(100)}"
    return found and commenting.AddComment(comment_id=desk.id(), job_application_id=found.id, body=body)


def _poison(desk: Desk) -> object | None:
    found = desk.one("SELECT id FROM job_applications ORDER BY id")
    return found and commenting.AddComment(comment_id=desk.id(), job_application_id=found.id, body="poison")


def _submit(desk: Desk) -> object | None:
    employer, person = desk.employer(), desk.one("SELECT id FROM job_seekers ORDER BY id")
    if employer is None or person is None:
        return None
    return sending.Submit(
        job_application_id=desk.id(),
        job_seeker_id=person.id,
        employer_id=employer,
        sender_kind="employer",
        sender_employer_id=employer,
        message=f"Spontanée {desk.random.randrange(100)}",
    )


def _send(desk: Desk) -> object | None:
    """A prescriber's application, to whichever employer they once sent one."""
    place = desk.one("SELECT organization_id FROM prescriber_memberships ORDER BY id")
    sent = desk.one("SELECT employer_id, job_seeker_id FROM sent_applications ORDER BY id")
    if place is None or sent is None:
        return _submit(desk)
    return sending.Submit(
        job_application_id=desk.id(),
        job_seeker_id=sent.job_seeker_id,
        employer_id=sent.employer_id,
        sender_kind="prescriber",
        sender_organization_id=place.organization_id,
    )


def _register(desk: Desk) -> object | None:
    employer = desk.employer()
    number = desk.random.randrange(10**7)
    return employer and registering.CreateJobSeeker(
        job_seeker_id=desk.id(),
        employer_id=employer,
        last_name=f"Nouveau-{number}",
        first_name="Gwen",
        born_on=date(1991, 3, 4),
        post_code="57000",
        pole_emploi_id=f"{number:07d}C",
    )


def _edit_person(desk: Desk) -> object | None:
    found = desk.application("processing", "accepted")
    changes = {
        name: f"06{desk.random.randrange(10**8):08d}" if name == "phone" else f"Rue {desk.random.randrange(9)}"
        for name in desk.random.sample(("phone", "address_line_1", "city"), k=desk.random.choice((1, 2)))
    }
    return found and registering.EditJobSeeker(
        job_seeker_id=found.job_seeker_id, employer_id=found.employer_id, changes=changes
    )


def _diagnose(desk: Desk) -> object | None:
    found = desk.application("new", "processing", "postponed")
    criteria = desk.random.choice((("RSA",), ("AAH",), ("TH", "PI", "JEUNE"), ("TH",)))
    return found and diagnosing.Diagnose(
        diagnosis_id=desk.id(),
        job_seeker_id=found.job_seeker_id,
        criteria=criteria,
        employer_id=found.employer_id,
        is_sworn=True,
    )


def _suspend(desk: Desk) -> object | None:
    found = desk.one("SELECT pass_id, employer_id FROM pass_standings ORDER BY id")
    return found and pauses.Suspend(
        suspension_id=desk.id(),
        pass_id=found.pass_id,
        employer_id=found.employer_id,
        starts_on=desk.today,
        ends_on=desk.today + timedelta(days=desk.random.choice((10, 40))),
        reason="SICKNESS",
    )


def _unsuspend(desk: Desk) -> object | None:
    found = desk.one("SELECT id FROM suspensions ORDER BY id")
    return found and pauses.DeleteSuspension(suspension_id=found.id)


def _job(desk: Desk) -> object | None:
    found = desk.one("SELECT id, is_open FROM job_descriptions ORDER BY id")
    if found is None or desk.random.random() < 0.3:
        employer = desk.employer()
        appellation = str(desk.random.randrange(5))
        return employer and recruiting.CreateJobDescription(
            job_description_id=desk.id(), employer_id=employer, appellation_id=appellation
        )
    kinds = (recruiting.CloseRecruitment, recruiting.OpenRecruitment, recruiting.UnpublishJobDescription)
    return desk.random.choice(kinds)(job_description_id=found.id)


def _edit_job(desk: Desk) -> object | None:
    found = desk.one("SELECT id FROM job_descriptions ORDER BY id")
    changes: dict[str, str | int | bool | None] = {"description": f"Texte {desk.random.randrange(5)}"}
    return found and recruiting.EditJobDescription(job_description_id=found.id, changes=changes)


def _block(desk: Desk) -> object | None:
    employer = desk.employer()
    kind = desk.random.choice((managing.BlockApplications, managing.UnblockApplications))
    return employer and kind(employer_id=employer)


def _settle(desk: Desk) -> object | None:
    found = desk.one("SELECT id FROM inbox_issues WHERE closed_at IS NULL ORDER BY id")
    how = desk.random.choice(("current", "mine", "confirmed", "confirmed"))
    return settling.Settle(issue_id=found.id, how=how) if found else _comment(desk)


ACTS: tuple[tuple[Maker, int], ...] = (
    (_study, 4),
    (_postpone, 2),
    (_refuse, 3),
    (_accept, 8),
    (_cancel, 3),
    (_comment, 3),
    (_submit, 3),
    (_send, 2),
    (_register, 1),
    (_edit_person, 4),
    (_diagnose, 3),
    (_suspend, 2),
    (_unsuspend, 1),
    (_job, 2),
    (_edit_job, 2),
    (_block, 1),
    (_settle, 2),
)


def stumbling() -> Callable[[], None]:
    """Make every server stumble at a note that says poison; returns what ends it."""
    kind = command_type_of(_NOTE)

    def decide(args: Any, context: Context, world: World) -> Outcome | None:  # noqa: ANN401 - a decider's signature
        if context.issuance is not None and args.body == "poison":
            raise RuntimeError("poison")
        return kind.decide(args, context, world)

    def put(one: CommandType) -> None:
        commands._REGISTRY[kind.name, kind.version] = one  # noqa: SLF001 - no shipped decider stumbles
        commands._LATEST[kind.args_type] = one  # noqa: SLF001 - as above

    put(replace(kind, decide=decide))
    return lambda: put(kind)


_NOTE = commenting.AddComment(comment_id="", job_application_id="", body="")


def poison(workstation: Workstation, random: Random, user_id: str) -> object | None:
    """An act at which the server will stumble each time."""
    with workstation.reading() as connection:
        return _poison(Desk(workstation, connection, random, user_id))


def some_act(workstation: Workstation, random: Random, user_id: str) -> object | None:
    """The args of an act; None when the screen is empty."""
    makers, weights = zip(*ACTS, strict=True)
    with workstation.reading() as connection:
        maker: Maker = random.choices(makers, weights)[0]
        return maker(Desk(workstation, connection, random, user_id)) or None
