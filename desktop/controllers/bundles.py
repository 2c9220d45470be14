"""Papers gathered and ready to be set: page by page for the screen and the printer, or as files in a folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Protocol

from desktop import texts
from desktop.controllers.attestation import paper_of, stamp_of
from desktop.controllers.cabinet import cabinet
from desktop.controllers.desk import Desk
from desktop.controllers.dialogue_papers import dialogue_of
from desktop.controllers.dossier_papers import control_of, dossier_of
from desktop.controllers.letter_papers import letter_of
from desktop.controllers.paper_kinds import Choice, PaperKind
from desktop.controllers.paper_stamps import heading_or_none, stamp_now
from desktop.documents.attestation import Attestation, PrintStamp, render
from desktop.documents.attestation_files import write_each
from desktop.documents.files import paper_name, slug, write_new
from desktop.documents.fse.dossier import Dossier
from desktop.documents.fse.job import Job
from desktop.documents.fse.originals import archive_passphrase
from desktop.documents.letters.letter import Letter, render_letters
from desktop.documents.packs.control import control_report
from desktop.documents.packs.dialogue import dialogue_report
from desktop.documents.report import Report, render_report, report_workbook
from desktop.paths import PROOFS
from desktop.queries import attestation, dialogue, dossier, letters
from desktop.queries.dossier import DossierFacts
from desktop.queries.lens import Lens
from desktop.runtime.press import run_job
from desktop.runtime.store_worker import Work
from sync.domain.calendar import paris_date
from sync.replica.workstation import Workstation

Tell = Callable[[int, int], None]
AT_MOST = 100
"""FSE files a process makes before another one takes over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What lies in `folder` now; `note` is what the person must know to use it, "" mostly."""

    words: str
    folder: str
    note: str = ""


class Bundle(Protocol):
    """Papers that know how to be set. Both functions work long: never in the GUI thread."""

    @property
    def total(self) -> int:
        """How many papers, for the progress bar."""
        ...

    def pdfs(self) -> Iterator[bytes]:
        """One PDF a person, or one for all, each set when its turn comes."""
        ...

    def save(self, folder: Path, tell: Tell, stop: Event) -> Saved:
        """Write the papers; what is finished when `stop` is set stays. EnvironmentFault when the disk refuses."""
        ...


@dataclass(frozen=True, slots=True)
class Attestations:
    """One page a person."""

    papers: Sequence[Attestation]
    stamp: PrintStamp

    @property
    def total(self) -> int:
        """As in the port."""
        return len(self.papers)

    def pdfs(self) -> Iterator[bytes]:
        """As in the port."""
        return (render([paper], self.stamp) for paper in self.papers)

    def save(self, folder: Path, tell: Tell, stop: Event) -> Saved:
        """As in the port: « martin-alice_999992100001_2021-02-14.pdf »."""

        def is_cancelled(done: int) -> bool:
            tell(done, self.total)
            return stop.is_set()

        count = len(write_each(self.papers, folder, self.stamp, is_cancelled=is_cancelled))
        return Saved(
            words=texts.count(count, "attestation enregistrée", "attestations enregistrées"), folder=str(folder)
        )


@dataclass(frozen=True, slots=True)
class Dossiers:
    """FSE files, made by another process into a folder of their own that can be taken up again."""

    dossiers: Sequence[Dossier]
    stamp: PrintStamp
    profile: Path
    proofs_key: bytes
    originals_key: bytes

    @property
    def total(self) -> int:
        """As in the port."""
        return len(self.dossiers)

    def pdfs(self) -> Iterator[bytes]:
        """As in the port."""
        from desktop.documents.fse.assembly import assemble  # noqa: PLC0415 - its tools weigh 15 MB

        return (assemble(one, self.stamp).pdf for one in self.dossiers)

    def save(self, folder: Path, tell: Tell, stop: Event) -> Saved:
        """As in the port: « dossiers-fse_2021-02-14 » with files, index, inventory and archives of originals."""
        place = folder / f"dossiers-fse_{paris_date(self.stamp.printed_at).isoformat()}"
        job = Job(
            dossiers=list(self.dossiers),
            folder=str(place),
            stamp=self.stamp,
            passphrase=archive_passphrase(self.originals_key, place.name),
            proofs=str(self.profile / PROOFS),
            proofs_key=self.proofs_key,
            at_most=AT_MOST,
        )
        ended = run_job(job, tell, stop)
        words = texts.count(ended.finished, "dossier enregistré", "dossiers enregistrés")
        has_archives = any(place.glob("*_originaux.pdf"))
        note = f"Mot de passe des originaux{texts.NBSP}: {job.passphrase}" if has_archives else ""
        return Saved(words=words, folder=str(place), note=note)


@dataclass(frozen=True, slots=True)
class Pack:
    """A report as one PDF, with its workbook beside it."""

    report: Report
    stamp: PrintStamp
    stem: str

    @property
    def total(self) -> int:
        """As in the port."""
        return 1

    def pdfs(self) -> Iterator[bytes]:
        """As in the port."""
        yield render_report(self.report, self.stamp)

    def save(self, folder: Path, tell: Tell, stop: Event) -> Saved:
        """As in the port: « controle-a-posteriori_2021-02-14.pdf » and its .xlsx."""
        del stop  # two small files: there is nothing to stop between
        name = f"{self.stem}_{paris_date(self.stamp.printed_at).isoformat()}"
        path = write_new(folder, f"{name}.pdf", render_report(self.report, self.stamp))
        write_new(folder, f"{path.stem}.xlsx", report_workbook(self.report, self.stamp.printed_at))
        tell(1, 1)
        return Saved(words="PDF et Excel enregistrés", folder=str(folder))


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter a person."""

    letters: Sequence[Letter]
    stamp: PrintStamp

    @property
    def total(self) -> int:
        """As in the port."""
        return len(self.letters)

    def pdfs(self) -> Iterator[bytes]:
        """As in the port."""
        return (render_letters([letter], self.stamp) for letter in self.letters)

    def save(self, folder: Path, tell: Tell, stop: Event) -> Saved:
        """As in the port: « alice-martin_courrier-refused_2021-02-14.pdf »."""
        day = paris_date(self.stamp.printed_at)
        count = 0
        for letter, pdf in zip(self.letters, self.pdfs(), strict=True):
            tell(count, self.total)
            if stop.is_set():
                break
            write_new(folder, paper_name(letter.candidate, f"courrier-{slug(letter.kind)}", day), pdf)
            count += 1
        return Saved(words=texts.count(count, "courrier enregistré", "courriers enregistrés"), folder=str(folder))


def gathering(desk: Desk, choice: Choice) -> Work:
    """Reads what the papers say, in one snapshot; None when nothing of it is visible any more."""
    makers: dict[PaperKind, Callable[[Desk, Choice, Workstation, Lens], object]] = {
        PaperKind.ATTESTATION: _attestations,
        PaperKind.FSE: _dossiers,
        PaperKind.CONTROL: _control,
        PaperKind.DIALOGUE: _dialogue,
        PaperKind.LETTER: _letters,
    }

    def work(workstation: Workstation) -> object:
        return desk.look(partial(makers[choice.kind], desk, choice, workstation))(workstation)

    return work


def _attestations(desk: Desk, choice: Choice, workstation: Workstation, lens: Lens) -> Bundle | None:
    gathered = (attestation.gather(lens, workstation, key) for key in choice.keys)
    found = [facts for facts in gathered if facts is not None]
    if not found:
        return None
    return Attestations([paper_of(one) for one in found], stamp_of(found[0], desk.profile.server_url))


def _dossiers(desk: Desk, choice: Choice, workstation: Workstation, lens: Lens) -> Bundle | None:
    found, store = _facts(choice, workstation, lens), cabinet(workstation)
    if not found:
        return None
    return Dossiers(
        [dossier_of(facts, store, lens.rules) for facts in found],
        stamp_of(found[0].attestation, desk.profile.server_url),
        workstation.beside.folder,
        workstation.beside.key("proofs"),
        workstation.beside.key("originals"),
    )


def _control(desk: Desk, choice: Choice, workstation: Workstation, lens: Lens) -> Bundle | None:
    found = _facts(choice, workstation, lens)
    if not found:
        return None
    report = control_report(control_of(found, cabinet(workstation), lens.rules))
    return Pack(report, stamp_of(found[0].attestation, desk.profile.server_url), "controle-a-posteriori")


def _facts(choice: Choice, workstation: Workstation, lens: Lens) -> list[DossierFacts]:
    gathered = (dossier.read(lens, workstation, key) for key in choice.keys)
    return [facts for facts in gathered if facts is not None]


def _dialogue(desk: Desk, choice: Choice, workstation: Workstation, lens: Lens) -> Bundle | None:
    facts = dialogue.read(lens, workstation, choice.period)
    heading = heading_or_none(facts.employer)
    if heading is None:
        return None
    report = dialogue_report(heading, dialogue_of(facts, choice.period, lens.rules))
    return Pack(report, stamp_now(desk, workstation, facts.employer), "dialogue-de-gestion")


def _letters(desk: Desk, choice: Choice, workstation: Workstation, lens: Lens) -> Bundle | None:
    gathered = (letters.read(lens, key) for key in choice.keys)
    found = [facts for facts in gathered if facts is not None]
    if not found:
        return None
    stamp = stamp_now(desk, workstation, found[0].employer)
    return Letters([letter_of(choice.letter, facts, desk) for facts in found], stamp)
