"""Many people who applied to alice's ACI, so that a snapshot has open parts and history."""

from dataclasses import replace

from sync.domain.job_applications import Comment
from sync.domain.visibility import Reason, Sight, Visibility
from sync.server.central import Central
from tests.kit.people import ACI, ALICE, DAVE, LONG_AGO, application

SCOPE = f"employer:{ACI.id}"


def crowd(central: Central, people: int, *, first: int = 0) -> None:
    """People numbered from `first`, each with an application and a note on it; every third awaits an answer."""
    with central.work() as unit:
        for number in range(first, first + people):
            for row in _rows(f"{number:04}", is_open=number % 3 == 0):
                unit.world.put(row)


def _rows(name: str, *, is_open: bool) -> tuple[object, ...]:
    person = replace(DAVE, id=f"seeker-{name}", last_name=f"Personne{name}", pole_emploi_id="")
    applied = application(
        id=f"application-{name}",
        job_seeker_id=person.id,
        state="new" if is_open else "refused",
        message=f"Message {name} sur l’« été » d’O'Neil : 100 % ?",
    )
    note = Comment(
        id=f"comment-{name}",
        job_application_id=applied.id,
        employer_id=ACI.id,
        user_id=ALICE.id,
        user_name=ALICE.display_name,
        body=f"Remarque {name}",
        created_at=LONG_AGO,
    )
    seen = Visibility(
        id=Sight(person.id, ACI.id).row_id(Reason.APPLICATION),
        job_seeker_id=person.id,
        employer_id=ACI.id,
        reason=Reason.APPLICATION,
        created_at=LONG_AGO,
    )
    return seen, person, applied, note
