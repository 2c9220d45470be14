"""The lists of a rulebook: kinds of employer, states, arrows, reasons, criteria."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerKinds:
    """Kinds of employer: those whose hires need a PASS, those whose hires do not, those that are closed."""

    with_pass: tuple[str, ...]
    without_pass: tuple[str, ...]
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule:
    """A state of an application: its code, its label, and whether it awaits an answer (`is_pending`)."""

    code: str
    label: str
    is_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionRule:
    """An arrow of the application machine: from any of `sources` to `target`.

    `only_kinds` restricts it to employers of these kinds (empty: all); `needs_answer` makes the message mandatory.
    """

    code: str
    verb: str
    sources: tuple[str, ...]
    target: str
    only_kinds: tuple[str, ...] = ()
    needs_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRule:
    """A reason to refuse, suspend, prolong or deny.

    Hidden ones (`is_offered` false) keep their label for history. `only_kinds` and `not_for_kinds` restrict by kind of
    employer. `needs_explanation`: free text is mandatory. `hint` is said beside the choice. `ends_at_hire`: a
    suspension for this reason ends when the person is hired, and does not forbid applying.
    """

    code: str
    label: str
    is_offered: bool = True
    only_kinds: tuple[str, ...] = ()
    not_for_kinds: tuple[str, ...] = ()
    needs_explanation: bool = False
    ends_at_hire: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProlongationReason:
    """A reason to prolong: caps in days for one prolongation and, with all earlier ones, for the PASS.

    A cap of 0 means none. `needs_prescriber`: only an authorised prescriber's word makes it take effect.
    """

    code: str
    label: str
    max_days: int
    max_total_days: int = 0
    needs_prescriber: bool = False
    only_kinds: tuple[str, ...] = ()
    needs_report_for_kinds: tuple[str, ...] = ()
    is_offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An administrative criterion, its level (1 or 2), the proof the employer keeps and how recent it must be."""

    code: str
    level: int
    label: str
    description: str = ""
    proof: str
    validity: str = ""


def offered(code: str, reasons: Iterable[ReasonRule], employer_kind: str) -> ReasonRule | None:
    """The reason of that code if it can be chosen by an employer of that kind, else None."""
    for reason in reasons:
        is_for_kind = not reason.only_kinds or employer_kind in reason.only_kinds
        if reason.code == code and reason.is_offered and is_for_kind and employer_kind not in reason.not_for_kinds:
            return reason
    return None
