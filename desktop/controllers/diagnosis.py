"""« Vérifier l’éligibilité »: criteria ticked one by one, what is still missing said at each tick, then sworn."""

from dataclasses import dataclass

from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import Draft
from desktop.queries.proofs import ProofPerson
from sync.domain.diagnosing import Diagnose
from sync.domain.rulebook import Criterion, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaVerdict:
    """Whether the ticked criteria suffice, and the sentence that says so or what is missing."""

    is_enough: bool
    sentence: str


def verdict_of(criteria: frozenset[str], employer_kind: str, rules: Rulebook) -> CriteriaVerdict:
    """What the ticked criteria are worth for a hire by that kind of employer (DOMAIN.md §3)."""
    asked = rules.eligibility
    levels = [criterion.level for criterion in rules.criteria if criterion.code in criteria]
    needed = asked.level_2_needed_by_kind.get(employer_kind, asked.level_2_needed)
    first, second = asked.level_1_needed - levels.count(1), needed - levels.count(2)
    if first <= 0 or second <= 0:
        level, number = (1, levels.count(1)) if first <= 0 else (2, levels.count(2))
        counted = texts.count(number, "critère")
        return CriteriaVerdict(is_enough=True, sentence=f"{counted} de niveau{texts.NBSP}{level}, cela suffit.")
    if not levels:
        ways = f"{_criteria(first, 1)} ou {_criteria(second, 2)}"
        return CriteriaVerdict(is_enough=False, sentence=f"Il faut {ways} pour pouvoir embaucher.")
    sentence = f"Il manque {_criteria(second, 2)} pour pouvoir embaucher, ou {_criteria(first, 1)}."
    return CriteriaVerdict(is_enough=False, sentence=sentence)


def _criteria(number: int, level: int) -> str:
    return f"{texts.count(number, 'critère')} de niveau{texts.NBSP}{level}"


class DiagnosisController(Draft):
    """The draft of one person's diagnosis; `criteria` are the ticked codes."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.person: ProofPerson | None = None
        self.criteria: frozenset[str] = frozenset()
        self.is_sworn = False
        self._drafts: dict[str, frozenset[str]] = {}
        self._diagnosis_id = ""

    def open(self, person: ProofPerson) -> None:
        """Begin, or take up the draft that was left for this person."""
        if self.person is None or self.person.job_seeker_id != person.job_seeker_id:
            self.criteria = self._drafts.get(person.job_seeker_id, frozenset())
            self.is_sworn = False
            self._diagnosis_id = self.desk.new_id()
        self.person = person
        self.judge(now=True)

    @property
    def levels(self) -> tuple[tuple[int, tuple[Criterion, ...]], ...]:
        """The criteria of the edition, by level."""
        criteria = self.desk.rules.criteria
        return tuple(
            (level, tuple(each for each in criteria if each.level == level))
            for level in sorted({each.level for each in criteria})
        )

    def toggle(self, code: str, *, on: bool) -> None:
        """Tick a criterion, or no longer."""
        self.criteria = self.criteria | {code} if on else self.criteria - {code}
        if self.person is not None:
            self._drafts[self.person.job_seeker_id] = self.criteria
        self.judge(now=True)
        self.changed.emit()

    def set_sworn(self, *, on: bool) -> None:
        """« J’atteste sur l’honneur »: the employer swears that the proofs are in its file."""
        self.is_sworn = on
        self.judge(now=True)
        self.changed.emit()

    def excluded_by(self, code: str) -> str:
        """The label of the ticked criterion that a criterion cannot stand beside, "" for none."""
        for pair in self.desk.rules.eligibility.exclusive_pairs:
            other = next((each for each in pair if each != code and code in pair and each in self.criteria), "")
            criterion = self.desk.rules.criterion(other) if other else None
            if criterion is not None:
                return criterion.label
        return ""

    @property
    def verdict(self) -> CriteriaVerdict:
        """What the ticked criteria are worth now."""
        return verdict_of(self.criteria, self.person.employer_kind if self.person else "", self.desk.rules)

    @property
    def why_not(self) -> str:
        """Why the diagnosis cannot be made now, "" when it can."""
        if not self.verdict.is_enough:
            return self.verdict.sentence
        if not self.is_sworn:
            return "Cochez l’attestation sur l’honneur."
        return "" if self.can_confirm else self.sentence

    @override
    def args(self) -> object | None:
        if self.person is None or not self.criteria or not self.is_sworn:
            return None
        codes = [criterion.code for criterion in self.desk.rules.criteria if criterion.code in self.criteria]
        return Diagnose(
            diagnosis_id=self._diagnosis_id,
            job_seeker_id=self.person.job_seeker_id,
            criteria=tuple(codes),
            employer_id=self.person.employer_id,
            is_sworn=True,
        )

    @override
    def confirm(self) -> None:
        super().confirm()
        if self.person is not None:
            self._drafts.pop(self.person.job_seeker_id, None)

    @override
    def banner(self) -> str:
        if self.person is None:
            return ""
        return f"Éligibilité de {texts.person(self.person.last_name, self.person.first_name)} enregistrée."
