"""Fiches de poste: the list, why a job is not visible, open and close, publish and unpublish."""

from enum import StrEnum

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.models.rows import RowsModel
from desktop.queries import job_descriptions
from desktop.queries.job_descriptions import JobRow
from desktop.runtime.store_worker import Work
from sync.domain.recruiting import (
    CloseRecruitment,
    OpenRecruitment,
    PublishJobDescription,
    UnpublishJobDescription,
)

_CHECKS = {
    ("accepts_applications", True): ("La structure accepte les candidatures", "Aucun blocage total."),
    ("accepts_applications", False): (
        "La structure bloque les candidatures",
        "Aucune fiche ne reçoit de candidature tant que le blocage dure.",
    ),
    ("is_open", True): ("Le recrutement est ouvert", "Les candidatures sont possibles."),
    ("is_open", False): ("Le recrutement est fermé", "Appuyez sur « Ouvrir » pour recevoir des candidatures."),
    ("is_published", True): ("La fiche est publiée", "Les prescripteurs la voient."),
    ("is_published", False): (
        "La fiche n’est pas publiée",
        "Les prescripteurs ne la voient pas encore. Appuyez sur « Publier ».",
    ),
    ("is_complete", True): ("Les informations sont complètes", "Intitulé et description."),
    ("is_complete", False): ("La description manque", "La fiche reste visible, mais dit peu de choses du poste."),
}


class JobFilter(StrEnum):
    """The chips over the list."""

    ALL = "all"
    OPEN = "open"
    UNPUBLISHED = "unpublished"

    def keeps(self, row: JobRow) -> bool:
        """Whether the chip shows this job."""
        if self is JobFilter.ALL:
            return True
        return row.is_open if self is JobFilter.OPEN else not row.is_published


def job_key(row: object) -> str:
    """The id of a job's row."""
    return row.id if isinstance(row, JobRow) else ""


class JobsController(Reader):
    """Emits `selected` when another job, or the same one changed, is to be shown."""

    selected = Signal()

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, ("job_descriptions", "appellations", "employers", "job_applications"))
        self._acts = acts
        self.rows: tuple[JobRow, ...] = ()
        self.chip = JobFilter.ALL
        self.text = ""
        self.current_id = ""
        self.model = RowsModel(job_key, self)

    @override
    def request(self) -> Work | None:
        return self.desk.look(job_descriptions.read)

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        self._fill()

    def set_chip(self, chip: JobFilter) -> None:
        """Show all jobs, or those of a chip."""
        self.chip = chip
        self._fill()
        self.changed.emit()

    def set_text(self, text: str) -> None:
        """Search the names of jobs and of the ROME."""
        self.text = text
        self._fill()
        self.changed.emit()

    def count(self, chip: JobFilter) -> int:
        """How many jobs a chip shows."""
        return sum(chip.keeps(row) for row in self.rows)

    @property
    def summary(self) -> str:
        """« 7 fiches, 4 ouvertes, 4 publiées »."""
        opened, published = self.count(JobFilter.OPEN), sum(row.is_published for row in self.rows)
        shown = texts.count(len(self.rows), "fiche")
        return f"{shown}, {texts.count(opened, 'ouverte')}, {texts.count(published, 'publiée')}"

    def select(self, job_id: str) -> None:
        """Show a job's record."""
        self.current_id = job_id
        self.selected.emit()

    @property
    def current(self) -> JobRow | None:
        """The job on screen."""
        return next((row for row in self.rows if row.id == self.current_id), None)

    @property
    def checks(self) -> tuple[tuple[bool, str, str], ...]:
        """« Pourquoi cette fiche n’est pas visible ? »: each condition, fulfilled or not, and what to do."""
        job = self.current
        return tuple((holds, *_CHECKS[code, holds]) for code, holds in job.reasons) if job else ()

    def toggle_open(self) -> None:
        """« Ouvrir » or « Fermer » the recruitment of the job on screen."""
        job = self.current
        if job is not None and job.is_open:
            self._acts.record(CloseRecruitment(job_description_id=job.id), f"Recrutement fermé pour « {job.name} ».")
        elif job is not None:
            self._acts.record(OpenRecruitment(job_description_id=job.id), f"Recrutement ouvert pour « {job.name} ».")

    def toggle_published(self) -> None:
        """« Publier » or « Dépublier » the job on screen."""
        job = self.current
        if job is not None and job.is_published:
            self._acts.record(UnpublishJobDescription(job_description_id=job.id), f"« {job.name} » n’est plus publiée.")
        elif job is not None:
            self._acts.record(PublishJobDescription(job_description_id=job.id), f"« {job.name} » est publiée.")

    def _fill(self) -> None:
        wanted = self.text.casefold().split()
        shown = [row for row in self.rows if self.chip.keeps(row) and _has_words(row, wanted)]
        self.model.set_rows(shown)
        if shown and self.model.row_of(self.current_id) < 0:
            self.current_id = shown[0].id
        self.selected.emit()


def _has_words(row: JobRow, words: list[str]) -> bool:
    text = f"{row.name} {row.rome_code} {row.rome_label}".casefold()
    return all(word in text for word in words)
