"""Nothing is kept longer than a reason lasts."""

from datetime import date

import pytest

from desktop.documents.proofs.retention import Keeping, Life, Reason, due, keeping

CONTACT = date(2021, 2, 8)


@pytest.mark.parametrize(
    ("life", "kept"),
    [
        (
            Life(job_seeker_id="alice", last_contact_on=CONTACT, pass_ends_on=date(2023, 2, 7)),
            Keeping(reason=Reason.LABOUR_CODE, until=date(2025, 2, 7)),
        ),
        (
            Life(job_seeker_id="alice", last_contact_on=CONTACT),
            Keeping(reason=Reason.LAST_CONTACT, until=date(2023, 2, 8)),
        ),
        (
            Life(job_seeker_id="alice", last_contact_on=CONTACT, fse_until=date(2031, 12, 31)),
            Keeping(reason=Reason.FSE, until=date(2031, 12, 31)),
        ),
        (Life(job_seeker_id="alice", last_contact_on=CONTACT, is_pending=True), Keeping(reason=Reason.OPEN)),
    ],
)
def test_the_longest_reason_decides(life: Life, kept: Keeping) -> None:
    """Labour code, last contact and the European fund each have their day."""
    assert keeping(life) == kept


def test_due_begins_the_day_after() -> None:
    """The last day is inclusive, and what is still open is never due."""
    alice = Life(job_seeker_id="alice", last_contact_on=CONTACT)
    bob = Life(job_seeker_id="bob", last_contact_on=CONTACT, is_pending=True)
    assert due([alice, bob], date(2023, 2, 8)) == []
    assert due([alice, bob], date(2023, 2, 9)) == [alice]
