"""The list of Candidatures: filters, full text, order, pages and counts."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.queries import filters, words
from desktop.queries.filters import SPONTANEOUS, Filters, View
from desktop.queries.job_applications import Sort, facets, ids, page
from desktop.queries.lens import Lens
from desktop.queries.standing import Verdict
from sync.domain.job_applications import JobApplication
from sync.domain.places import department_of
from sync.replica.workstation import Workstation
from tests.kit import garden


def names(lens: Lens, chosen: Filters) -> set[str]:
    """The last names of those a filter shows."""
    found = ids(lens, chosen)
    return {row.last_name for row in page(lens, found).values()}


def test_all_applications_newest_first(lens: Lens) -> None:
    """Without a filter the list holds every application, in order of reception."""
    rows = page(lens, ids(lens, Filters()))
    received = [rows[key].created_at for key in ids(lens, Filters())]
    assert len(received) == sum(isinstance(entity, JobApplication) for entity in garden.entities())
    assert received == sorted(received, reverse=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("abdellaoui", {"Abdellaoui"}),
        ("DIABATE", {"Diabaté"}),
        ("faik noemie", {"Faïk"}),
        ("nguyen", {"Nguyễn"}),
        ("pay lab", {"Laborde"}),
        ("entretien motiv", {"Abdellaoui"}),
        ('"', set()),
        ("nobody", set()),
    ],
)
def test_full_text_as_one_types(lens: Lens, typed: str, found: set[str]) -> None:
    """Words are prefixes, in any order, without accents, over names, messages, comments and jobs."""
    assert names(lens, Filters(text=typed)) == found


@pytest.mark.parametrize("few", [0, 300])
@pytest.mark.parametrize("latest", [1, 2, 1_000])
@pytest.mark.parametrize("typed", ["a", "m", "e", "pay", "nobody"])
def test_the_first_found_head_the_whole_list(
    lens: Lens, monkeypatch: pytest.MonkeyPatch, typed: str, few: int, latest: int
) -> None:
    """However few or many say the words, a first page is the beginning of all that is found."""
    monkeypatch.setattr(words, "_FEW", few)
    monkeypatch.setattr(words, "_SHORT", 3 * bool(few))
    monkeypatch.setattr(words, "_LATEST", latest)
    whole = ids(lens, Filters(text=typed))
    assert [ids(lens, Filters(text=typed), most=most) for most in (1, 2, 60)] == [whole[:1], whole[:2], whole[:60]]


@pytest.mark.parametrize(
    ("places", "spans"),
    [
        ([], []),
        ([7], [(7, 7)]),
        ([5_000, 1, 3, 4_999], [(1, 3), (4_999, 5_000)]),
        (range(0, 18_000, 2_000), [(0, 16_000)]),
    ],
)
def test_the_index_is_read_in_few_stretches(places: list[int], spans: list[tuple[int, int]]) -> None:
    """Rows that lie together are one stretch, and scattered ones too rather than many."""
    assert words._spans(places) == spans  # noqa: SLF001 - only its time would show otherwise


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Filters(states=frozenset({"postponed"})), {"Nguyễn", "Amrani"}),
        (Filters(is_pass_suspended=True), {"Laborde"}),
        (Filters(sender=SPONTANEOUS), {"Abdellaoui"}),
        (Filters(sender=garden.SPIP.id), {"Pereira", "Morel-Duval"}),
        (Filters(job_description_id="job-2"), {"Le Goff"}),
        (Filters(since=date(2021, 2, 5)), {"Abdellaoui"}),
        (Filters(until=date(2020, 1, 1)), {"Chauvet"}),
        (Filters(view=View.LONG_WAIT), {"Amrani"}),
        (Filters(view=View.CANCELLABLE), {"Faïk", "Kowalski"}),
        (Filters(department="38", text="élif"), {"Şahin"}),
        (Filters(department="75"), set()),
        (Filters(eligibility=frozenset({Verdict.TO_CHECK})), {"Pereira", "Amrani", "Rousselin"}),
    ],
)
def test_each_filter_narrows_the_list(lens: Lens, chosen: Filters, found: set[str]) -> None:
    """A filter shows those it names and nobody else."""
    assert names(lens, chosen) == found


def test_every_order_lists_everybody_once(lens: Lens) -> None:
    """Sorting loses nobody."""
    everybody = sorted(ids(lens, Filters()))
    assert all(sorted(ids(lens, Filters(), sort)) == everybody for sort in Sort)


def test_by_name(lens: Lens) -> None:
    """Names are in alphabetical order whatever their case."""
    order = ids(lens, Filters(), Sort.NAME)
    rows = page(lens, order)
    assert [rows[key].last_name for key in order][:2] == ["Abdellaoui", "Amrani"]


def test_facets_agree_with_the_filters(lens: Lens) -> None:
    """The count beside a filter is what the filter shows."""
    counts = facets(lens)
    for state, count in counts.states.items():
        assert len(ids(lens, Filters(states=frozenset({state})))) == count
    for verdict, count in counts.eligibility.items():
        assert len(ids(lens, Filters(eligibility=frozenset({verdict})))) == count
    for sender in counts.senders:
        assert len(ids(lens, Filters(sender=sender.id))) == sender.count
    for job in counts.jobs:
        assert len(ids(lens, Filters(job_description_id=job.id))) == job.count


def test_another_structure_sees_nothing(lens: Lens) -> None:
    """The list holds only the chosen employers."""
    assert ids(replace(lens, employer_ids=("employer-other",)), Filters()) == []


def test_marks_of_a_row(lens: Lens) -> None:
    """A row whose person has an issue says so."""
    rows = page(lens, ["application-13", "application-0"])
    assert rows["application-13"].has_issue
    assert not rows["application-0"].has_issue


@pytest.mark.parametrize("post_code", ["38999", "20090", "20200", "97410", "98800"])
def test_departments_as_the_domain_reads_them(workstation: Workstation, post_code: str) -> None:
    """The list's filter and the rule of the hire agree on what a department is."""
    expression = str(filters.department().compile(compile_kwargs={"literal_binds": True}))
    with workstation.reading() as connection:
        found = connection.exec_driver_sql(f"SELECT {expression.replace('job_seekers.post_code', repr(post_code))}")
        assert found.scalar_one() == department_of(post_code)
