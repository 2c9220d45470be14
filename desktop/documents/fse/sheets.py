"""The words of an FSE file: its facts as the template `fse.typ` sets them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop import texts
from desktop.documents.attestation import GradedDay, PrintStamp, grade_words, page_data, stamp_data
from desktop.documents.fse.dossier import Contract, DiagnosisSheet, Dossier, Event, HistoryLine, Paper
from desktop.documents.proofs.standing import Standing
from desktop.documents.proofs.validity import ProofState
from sync.domain.calendar import paris_date

STATE_WORDS = {
    ProofState.GOOD: "conforme",
    ProofState.EXPIRING: "conforme, bientôt périmé",
    ProofState.LATER: "postérieur au PASS IAE",
    ProofState.TOO_OLD: "trop ancien",
    ProofState.UNDATED: "date à renseigner",
    ProofState.MISSING: "manquant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paper of the file and what became of it: its pages, or a `notice` on one page in their place."""

    paper: Paper
    pages: int
    redrawn: int = 0
    notice: str = ""


def sheets(dossier: Dossier, shown: Sequence[Shown], stamp: PrintStamp) -> dict[str, object]:
    """All the data of the template."""
    today = paris_date(stamp.printed_at)
    return stamp_data(stamp) | {
        "person": page_data(dossier.attestation, today),
        "born_on": texts.day(dossier.born_on) if dossier.born_on else "",
        "checklist": _checklist(dossier, shown),
        "remarks": _remarks(shown),
        "diagnosis": _diagnosis(dossier.diagnosis, shown),
        "papers": [_paper(number, one) for number, one in enumerate(shown, 1)],
        "events": [_event(event) for event in dossier.events],
        "contract": _contract(dossier.contract),
        "history": [_history(line) for line in dossier.history],
    }


def missing(dossier: Dossier) -> list[Standing]:
    """The criteria whose proof is not in order."""
    return [one for one in dossier.diagnosis.standings if not one.is_settled] if dossier.diagnosis else []


def _checklist(dossier: Dossier, shown: Sequence[Shown]) -> list[dict[str, object]]:
    number = dossier.attestation.number
    entries = [
        _entry("Attestation de PASS IAE", "attestation", number, "provisoire, PASS demandé"),
        _entry("Diagnostic d’éligibilité", "diagnosis", dossier.diagnosis, "aucun diagnostic"),
    ]
    entries += [_criterion(one, shown) for one in (dossier.diagnosis.standings if dossier.diagnosis else ())]
    counted = {one.proof.sha256 for one in (dossier.diagnosis.standings if dossier.diagnosis else ()) if one.proof}
    for index, one in enumerate(shown, 1):
        if one.paper.sha256 not in counted:
            entries.append(_entry(one.paper.title, f"paper-{index}", not one.notice, "illisible, voir la page"))
    entries += [
        _entry("Suspensions et prolongations", "events", "always"),
        _entry("Contrat", "contract", dossier.contract, "non enregistré"),
        _entry("Historique des actes", "history", dossier.history, "aucun acte"),
    ]
    return entries


def _entry(what: str, label: str, present: object, otherwise: str = "") -> dict[str, object]:
    return {"what": what, "label": label, "is_settled": bool(present), "state": "présent" if present else otherwise}


def _criterion(standing: Standing, shown: Sequence[Shown]) -> dict[str, object]:
    """A criterion's line, with the page of the proof that speaks for it."""
    sha256 = standing.proof.sha256 if standing.proof else ""
    label = next((f"paper-{number}" for number, one in enumerate(shown, 1) if one.paper.sha256 == sha256), "nowhere")
    issued_on = standing.proof.filing.issued_on if standing.proof else None
    return {
        "what": standing.label,
        "wanted": standing.wanted,
        "validity": standing.validity,
        "label": label,
        "is_settled": standing.is_settled,
        "state": STATE_WORDS[standing.state],
        "detail": f"daté du {texts.day(issued_on)}" if issued_on else "",
    }


def _remarks(shown: Sequence[Shown]) -> list[str]:
    redrawn = sum(one.redrawn for one in shown)
    remarks = [texts.french().sentence("pages_redrawn", {"pages": redrawn})] if redrawn else []
    return remarks + [f"« {one.paper.title} » : {one.notice}" for one in shown if one.notice]


def _diagnosis(diagnosis: DiagnosisSheet | None, shown: Sequence[Shown]) -> dict[str, object] | None:
    if diagnosis is None:
        return None
    return {
        "author": diagnosis.author,
        "organization": diagnosis.organization,
        "holds_until": texts.day(diagnosis.holds_until) if diagnosis.holds_until else "",
        "criteria": [_criterion(one, shown) for one in diagnosis.standings],
        **_made(diagnosis.made),
    }


def _paper(number: int, one: Shown) -> dict[str, object]:
    return {
        "number": number,
        "label": f"paper-{number}",
        "title": one.paper.title,
        "detail": one.paper.detail or one.paper.name,
        "pages": one.pages,
        "notice": one.notice,
    }


def _event(event: Event) -> dict[str, object]:
    moved = "la fin du PASS ne bouge pas"
    if event.moved_days:
        moved = f"fin du PASS repoussée de {texts.count(event.moved_days, 'jour')}"
    return {
        "what": event.what,
        "starts_on": texts.day(event.starts_on),
        "ends_on": texts.day(event.ends_on),
        "moved": moved,
        "reason": event.reason,
        **_made(event.made),
    }


def _contract(contract: Contract | None) -> dict[str, object] | None:
    if contract is None:
        return None
    dates = _dates(contract.starts_on, contract.ends_on)
    return {
        "job": contract.job,
        "kind": contract.kind,
        "dates": dates,
        "hours": contract.weekly_hours,
        "summary": f"{contract.job}, {dates}",
    }


def _dates(starts_on: date, ends_on: date | None) -> str:
    if ends_on is None:
        return f"à partir du {texts.day(starts_on)}"
    return f"du {texts.day(starts_on)} au {texts.day(ends_on)} inclus"


def _history(line: HistoryLine) -> dict[str, object]:
    return {"what": line.what, "who": line.who, "on": texts.day(line.day.on), "grade": _certainty(line.day)}


def _made(day: GradedDay) -> dict[str, str]:
    return {"made_on": texts.day(day.on), "grade": _certainty(day)}


def _certainty(day: GradedDay) -> str:
    """« hors ligne, heure prouvée, reçu le 29/11/2020 »."""
    if day.grade == "online":
        return grade_words(day)
    received = f"reçu le {texts.day(day.received_on)}" if day.received_on else "pas encore reçu par le serveur"
    return f"{grade_words(day)}, {received}"
