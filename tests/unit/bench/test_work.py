"""The rows that benchmarks work on."""

from tests.bench.acting import answers
from tests.bench.work import EMPLOYER_ID, Work


def test_the_same_size_is_the_same_work() -> None:
    """Runs on different days compare."""
    assert Work(5).rows == Work(5).rows


def test_works_stand_beside_each_other() -> None:
    """Another employer's rows share no id with the first one's, and bring no reference rows again."""
    first, second = Work(5), Work(5, number=2)
    assert first.employer_id == EMPLOYER_ID != second.employer_id
    ids = [row[0] for work in (first, second) for rows in work.rows.values() for row in rows]
    assert len(ids) == len(set(ids))
    assert not second.rows["appellations"]


def test_states_can_be_chosen() -> None:
    """A load of acts needs applications that nobody has answered."""
    work = Work(5, states=("new",))
    assert len(work.ids("new")) == 5
    assert len(list(answers(work.ids("new")))) == 10
