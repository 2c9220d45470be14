"""Nothing is kept longer than a reason lasts."""

from datetime import date

import pytest

from desktop.documents.proofs.retention import Keeping, Life, Reason, keeping
from sync.domain.rulebook import RetentionRules

CONTACT = date(2021, 2, 8)
RULES = RetentionRules(months_after_pass=48, months_after_contact=24)


@pytest.mark.parametrize(
    ("life", "kept"),
    [
        (
            Life(job_seeker_id="alice", last_contact_on=CONTACT, pass_ends_on=date(2023, 2, 7)),
            Keeping(reason=Reason.LABOUR_CODE, until=date(2027, 2, 7)),
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
    assert keeping(life, RULES) == kept
