"""The right pane of Candidatures: the record of one application and the decisions it is open to."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, QStandardPaths, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.record import RecordController, VerbState
from desktop.controllers.resume import ResumeController
from desktop.queries.record import Record
from desktop.queries.verbs import ACCEPT, CANCEL, STUDY
from desktop.views.drafts import DraftBanners
from desktop.views.filling import card_of, clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.form import FormField
from desktop.views.parts.record_header import RecordHeader, Verb
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.tabs import Tabs
from desktop.views.parts.text import Text, heading
from desktop.views.parts.timeline import Act, Timeline
from desktop.views.theme.roles import space

LAST_ACTS = 3
TO_CHECK = "À vérifier avant une embauche"
_MORE = {"edit": "Modifier les coordonnées…", "orient": "Orienter vers une autre structure…"}


class RecordPane(ScrollColumn):
    """Emits `pass_requested(id)` when the person's PASS is to be opened, `person_wanted(what)` from « … ».

    `proofs_requested(person's id)`: their eligibility is to be checked, on the page that takes criteria and papers.
    """

    pass_requested = Signal(str)
    proofs_requested = Signal(str)
    person_wanted = Signal(str)

    def __init__(self, controller: RecordController, resume: ResumeController, notices: NoticeBar) -> None:
        super().__init__("ground", 14, (20, 16, 20, 16))
        self._controller, self._resume = controller, resume
        self._header = RecordHeader()
        self._header.more_requested.connect(self._show_more)
        self._header.verb_requested.connect(controller.do)
        self._changed = Banner(
            "info", (bold("Modifié ailleurs. "), "La fiche a été relue, les dernières valeurs sont affichées.")
        )
        self._empty = EmptyState("Aucune fiche ouverte.", "Choisissez une candidature dans la liste.", icon="user")
        self._facts, self._message = Definitions(), QVBoxLayout()
        self._last_acts, self._history = Timeline(), Timeline()
        self._comments, self._draft = QVBoxLayout(), QPlainTextEdit()
        self._about = ""
        self._tabs = Tabs("Parties de la fiche")
        self._tabs.add("application", "Candidature", self._application_tab())
        self._tabs.add("comments", "Commentaires", self._comments_tab())
        self._tabs.add("history", "Historique", self._history)
        self._facts.opened.connect(self._open_fact)
        self._facts.change_requested.connect(self._change_fact)
        resume.changed.connect(self.refresh)
        drafts = DraftBanners(controller)
        for part in (self._empty, self._header, notices, drafts, self._changed, self._tabs):
            self.column.addWidget(part)
        self.column.addStretch(1)
        controller.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the record as it was read."""
        record = self._controller.record
        for part in (self._header, self._tabs):
            part.setVisible(record is not None)
        self._empty.setVisible(record is None)
        self._changed.setVisible(record is not None and self._controller.was_changed_elsewhere)
        if record is None:
            return
        state = str(record.application.state)
        self._header.set_record(
            self._controller.title, _person_line(record, self._controller), state, unsent=record.is_unsent
        )
        self._header.set_verbs(_verbs(self._controller.verbs))
        self._facts.set_facts(self._application_facts(record))
        self._show_message(record)
        self._show_comments(record)
        acts = tuple(Act(line.what, line.when, unsent=line.is_unsent) for line in self._controller.history)
        self._history.set_acts(acts)
        self._last_acts.set_acts(acts[:LAST_ACTS])

    def _show_more(self) -> None:
        menu = QMenu(self)
        for key, words in _MORE.items():
            menu.addAction(words).setData(key)
        menu.triggered.connect(self._choose_more)
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._header.more
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _choose_more(self, action: QAction) -> None:
        self.person_wanted.emit(action.data())

    def show_comments(self) -> None:
        """Bring the comments to the front, with the keyboard in the one being written."""
        self._tabs.show_tab("comments")
        self._draft.setFocus()

    # --- tabs ------------------------------------------------------------------------------------------------

    def _application_tab(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        space(down, 14, (0, 12, 0, 0))
        down.addWidget(self._facts)
        down.addLayout(self._message)
        down.addWidget(heading("Derniers gestes", "body"))
        down.addWidget(self._last_acts)
        down.addStretch(1)
        return page

    def _comments_tab(self) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        space(down, 12, (0, 12, 0, 0))
        down.addLayout(self._comments)
        self._draft.setTabChangesFocus(True)
        self._draft.setFixedHeight(84)
        hint = "Visible de votre structure seulement."
        down.addWidget(FormField("Nouveau commentaire", self._draft, hint))
        self._draft.textChanged.connect(self._keep_comment)
        add = Button("Ajouter le commentaire", "plus")
        add.clicked.connect(self._add_comment)
        down.addWidget(add)
        down.addStretch(1)
        return page

    def _show_message(self, record: Record) -> None:
        clear(self._message)
        if record.application.message:
            sender = f"Message de {record.sender}" if record.sender else "Message"
            head = Text(f"{sender}, {texts.day_of(record.application.created_at)}", "caption", "ink-2")
            self._message.addWidget(card_of(head, RunsLabel(record.application.message), gap=3, padding=14))

    def _show_comments(self, record: Record) -> None:
        clear(self._comments)
        count = len(record.comments)
        self._tabs.set_title("comments", f"Commentaires {count}" if count else "Commentaires")
        for comment in record.comments:
            head = Text(f"{comment.user_name}, {texts.instant(comment.created_at)}", "caption", "ink-2")
            self._comments.addWidget(card_of(head, RunsLabel(comment.body), gap=3, padding=14))

        if self._about != record.application.id:
            self._about = record.application.id
            with QSignalBlocker(self._draft):
                self._draft.setPlainText(self._controller.comment_draft)

    def _keep_comment(self) -> None:
        self._controller.keep_comment(self._draft.toPlainText())

    def _add_comment(self) -> None:
        self._controller.comment(self._draft.toPlainText())
        self._draft.clear()

    def _open_fact(self, key: str) -> None:
        if key == "resume":
            self.person_wanted.emit(key)
            return
        record = self._controller.record
        if record is not None and record.pass_card is not None:
            self.pass_requested.emit(record.pass_card.iae_pass.id)

    def _change_fact(self, key: str) -> None:
        record = self._controller.record
        if key == "resume":
            self._attach()
        elif record is not None:
            self.proofs_requested.emit(record.person.id)

    def _attach(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getOpenFileName(self, "CV à joindre", start, "Fichiers PDF (*.pdf)")
        if path:
            self._resume.attach(Path(path))

    # --- facts -----------------------------------------------------------------------------------------------

    def _application_facts(self, record: Record) -> tuple[Fact, ...]:
        jobs = ", ".join(job.name for job in record.jobs) or "Aucun poste précis"
        sender = ", ".join(part for part in (record.sender, record.application.sender_name) if part)
        facts = [
            Fact("jobs", "Poste demandé" if len(record.jobs) < 2 else "Postes demandés", jobs),  # noqa: PLR2004
            Fact("sender", "Orientation", sender or "Candidature spontanée"),
            self._eligibility(record),
            _pass_fact(record),
            _resume_fact(self._resume),
        ]
        if record.application.refusal_reason:
            facts.append(Fact("reason", "Motif", self._controller.reason_label(record.application.refusal_reason)))
        if record.application.answer:
            facts.append(Fact("answer", "Réponse", " ".join(record.application.answer.split())))
        return (*facts, *self._contract_facts(record))

    def _eligibility(self, record: Record) -> Fact:
        """What is still to be checked can be, as long as the application waits."""
        fact = _eligibility_fact(record)
        waits = str(record.application.state) in self._controller.desk.rules.pending_states()
        return replace(fact, change="Vérifier l’éligibilité…") if waits and fact.value == TO_CHECK else fact

    def _contract_facts(self, record: Record) -> tuple[Fact, ...]:
        application, controller = record.application, self._controller
        if application.hiring_starts_on is None:
            return ()
        ends = f" au {texts.day(application.hiring_ends_on)}" if application.hiring_ends_on else ""
        facts = [Fact("contract", "Contrat", f"du {texts.day(application.hiring_starts_on)}{ends}")]
        if str(application.state) == "accepted" and controller.printing_day_words:
            words = f"imprimable dès le {controller.printing_day_words}"
            facts.append(Fact("print", "Attestation", words, "printer"))
            last = f"possible jusqu’au {controller.last_cancellation_day_words} inclus"
            facts.append(Fact("cancel", "Annulation", last, "undo-2"))
        return tuple(facts)


def _verbs(verbs: tuple[VerbState, ...]) -> tuple[Verb, ...]:
    """One of them at most is the primary one: to study where that is open, else to hire."""
    primary = next((verb.code for verb in verbs if verb.code in (STUDY, ACCEPT)), "")
    looks = {primary: "primary", CANCEL: "danger"}
    return tuple(
        Verb(verb.code, verb.text, verb.icon, verb.letter, looks.get(verb.code, "secondary"), verb.reason)
        for verb in verbs
    )


def _person_line(record: Record, controller: RecordController) -> str:
    person = record.person
    age = f"{texts.age(person.born_on, controller.desk.today)}{texts.NBSP}ans" if person.born_on else ""
    place = f"{person.city} ({person.post_code[:2]})" if person.city else ""
    return " · ".join(part for part in (age, place, texts.phone(person.phone)) if part)


def _eligibility_fact(record: Record) -> Fact:
    found = record.eligibility
    label = "Éligibilité"
    if not found.is_needed:
        return Fact("eligibility", label, "Sans PASS IAE pour ce type de structure.")
    if found.waiting_until is not None and not record.is_sender_authorized:
        words = f"Délai de carence jusqu’au {texts.day(found.waiting_until)}"
        return Fact("eligibility", label, words, "clock-alert", "danger")
    if found.iae_pass is not None:
        return Fact("eligibility", label, "Acquise, le PASS IAE est valide", "shield-check", "ok")
    if found.diagnosis is not None and found.last_day is not None:
        return Fact(
            "eligibility", label, f"Diagnostic valide jusqu’au {texts.day(found.last_day)}", "shield-check", "ok"
        )
    if found.agreement is not None:
        return Fact("eligibility", label, f"Agrément Pôle emploi {found.agreement.number}", "shield-check", "ok")
    return Fact("eligibility", label, TO_CHECK, "triangle-alert", "danger")


def _resume_fact(resume: ResumeController) -> Fact:
    if not resume.words:
        return Fact("resume", "CV", "Aucun", change="Joindre un CV…")
    if not resume.is_readable:
        return Fact("resume", "CV", resume.words[0].upper() + resume.words[1:], "paperclip", change="Remplacer…")
    return Fact("resume", "CV", "Ouvrir le CV", "paperclip", link=True, note=resume.words, change="Remplacer…")


def _pass_fact(record: Record) -> Fact:
    card = record.pass_card
    if card is None:
        return Fact("pass", "PASS IAE", "Aucun. Un PASS sera demandé à l’embauche.")
    dates = f"du {texts.day(card.iae_pass.starts_on)} au {texts.day(card.iae_pass.ends_on)}"
    if card.is_requested:
        return Fact("pass", "PASS IAE", f"PASS demandé, prévu {dates}", "cloud-upload", "local")
    return Fact("pass", "PASS IAE", texts.pass_number(card.iae_pass.number or ""), "id-card", link=True, note=dates)
