"""One person's criteria and papers: the diagnosis to make where none holds, then a card a criterion."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.cabinet import PersonFile
from desktop.controllers.proofs import ProofsController
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.validity import ProofRule, rule_of
from desktop.views.criteria import CriteriaForm
from desktop.views.filling import clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.page_sheet import PageSheet
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.printing import PAGE_WIDTH
from desktop.views.proof_cards import CardFacts, ProofCard
from desktop.views.theme.roles import space

OTHER = "Autres pièces (contrat signé, pièce d’identité…)"


class ProofSheet(ScrollColumn):
    """The right half of the page."""

    def __init__(self, controller: ProofsController, notices: NoticeBar) -> None:
        super().__init__("ground", 14, (22, 18, 22, 18))
        self._controller = controller
        self._shown = ""
        self._title, self._line = heading("", "title"), RunsLabel("", "body", "ink-2")
        self._told, self._cards = QVBoxLayout(), QVBoxLayout()
        self._criteria = CriteriaForm(controller.diagnosis)
        self._by_criterion: dict[str, ProofCard] = {}
        self._empty = EmptyState("Choisissez une personne.", "Ses critères et ses documents s’affichent ici.")
        space(self._told, 0)
        space(self._cards, 12)
        for part in (notices, self._title, self._line):
            self.column.addWidget(part)
        self.column.addLayout(self._told)
        self.column.addWidget(self._criteria)
        self.column.addLayout(self._cards)
        self.column.addWidget(self._empty)
        self.column.addStretch(1)
        controller.changed.connect(self.refresh)
        controller.diagnosis.changed.connect(self.refresh)
        controller.scanner.changed.connect(self.refresh)
        controller.told.connect(self._tell)
        controller.seen.connect(self._show_pages)
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen person, the draft of a diagnosis, and the papers."""
        file = self._controller.file
        for part in (self._title, self._line):
            part.setVisible(file is not None)
        self._empty.setVisible(file is None)
        self._criteria.setVisible(file is not None and file.person.must_check)
        chosen = file.person.job_seeker_id if file else ""
        if chosen != self._shown:
            self._shown = chosen
            clear(self._told)
            self._forget_cards()
        if file is not None:
            self._title.setText(texts.person(file.person.last_name, file.person.first_name))
            self._line.set_words(_facts(file))
            self._show_cards(file)

    def _show_cards(self, file: PersonFile) -> None:
        """Cards that stay keep what is being typed in them; others are made or leave."""
        wanted = self._facts_of(file)
        if [facts.criterion for facts in wanted] != list(self._by_criterion):
            self._forget_cards()
            for facts in wanted:
                card = ProofCard(self._controller, facts)
                card.see_requested.connect(self._controller.look_at)
                self._by_criterion[facts.criterion] = card
                self._cards.addWidget(card)
            return
        for facts in wanted:
            self._by_criterion[facts.criterion].refresh(facts)

    def _facts_of(self, file: PersonFile) -> list[CardFacts]:
        """The diagnosed criteria, else those ticked in the draft; then papers of no criterion among them."""
        rules, draft = self._controller.desk.rules, self._controller.diagnosis
        standings = {one.criterion: one for one in file.standings}
        ticked = [code.code for _, level in draft.levels for code in level if code.code in draft.criteria]
        codes = list(standings) or (ticked if file.person.must_check else [])
        found = []
        for code in codes:
            criterion = rules.criterion(code)
            wanted = f"{criterion.proof}. {criterion.validity}" if criterion else ""
            facts = CardFacts(
                criterion=code,
                title=criterion.label if criterion else code,
                wanted=(bold("Attendu\u00a0: "), wanted.rstrip(". ") + ".") if wanted else "",
                rule=rule_of(criterion),
                proofs=tuple(proof for proof in file.proofs if proof.filing.criterion == code),
                standing=standings.get(code),
                is_owed=file.person.is_own,
            )
            found.append(facts)
        others = tuple(proof for proof in file.proofs if proof.filing.criterion not in codes)
        return [*found, CardFacts(criterion="", title=OTHER, wanted="", rule=ProofRule(), proofs=others)]

    def _forget_cards(self) -> None:
        clear(self._cards)
        self._by_criterion.clear()

    def _tell(self, kind: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, words))

    def _show_pages(self, proof: Proof, pages: tuple[bytes, ...]) -> None:
        PaperDialog(self.window(), proof, pages).open()


class PaperDialog(DecisionDialog):
    """The pages of a kept paper, to read."""

    def __init__(self, host: QWidget, proof: Proof, pages: tuple[bytes, ...]) -> None:
        super().__init__(host, proof.filing.title or proof.name, "Fermer")
        self.back.hide()
        self.close_button.hide()
        for number, png in enumerate(pages, start=1):
            self.left.column.addWidget(PageSheet(png, f"Page {number} de {proof.name}", PAGE_WIDTH))
        points = (
            Point(f"Joint le {texts.day_of(proof.added_at)} par {proof.added_by}.", "paperclip"),
            Point("Chiffré sur ce poste, jamais envoyé au serveur.", "shield-check"),
        )
        self.right.column.addWidget(heading("Ce document", "body"))
        self.right.column.addWidget(Points(points))
        self.right.column.addStretch(1)
        self.confirmed.connect(self.dismiss)


def _facts(file: PersonFile) -> str:
    person = file.person
    parts = []
    if person.pass_id:
        parts.append(f"PASS {texts.pass_number(person.pass_number)}" if person.pass_number else "PASS demandé")
    if person.diagnosed_on:
        parts.append(f"éligibilité vérifiée le {texts.day(person.diagnosed_on)} par {person.diagnosed_by}")
    if person.diagnosed_on and not person.is_own:
        parts.append("les justificatifs ne sont pas exigés de votre structure, gardez-les si vous les avez")
    return ", ".join(parts) + "." if parts else "Aucun diagnostic d’éligibilité en cours."
