"""« Je l’embauche »: the contract, then everything at a glance; the PASS it gives is at the right all along."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.accept import AcceptController
from desktop.queries.record import Record
from desktop.views.decisions import name_of, text_box
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.date_field import DateField
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.pass_card import PassCard, PassFacts
from desktop.views.parts.runs import Words, bold
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

STEPS = ("Identité", "Éligibilité", "Contrat", "Vérifier")
CONTRACT, VERIFY = 2, 3
_CONTRACT_FIELDS = frozenset({"hiring_starts_on", "hiring_ends_on"})
# Where the person stands in the steps when the hire is refused for one of these.
_STEP_OF = {"pole_emploi_id_missing": 0, "civil_status_missing": 0, "diagnosis_missing": 1, "in_waiting_period": 1}


class AcceptDialog(DecisionDialog):
    """Two pages: the contract, and what is confirmed."""

    def __init__(self, host: QWidget, controller: AcceptController, record: Record) -> None:
        super().__init__(host, f"Embaucher {name_of(record)}", "Vérifier", STEPS)
        self._controller, self._record = controller, record
        controller.open(record)
        self._step = CONTRACT
        self._contract, self._check = QWidget(), QWidget()
        self._starts, self._ends = DateField(controller.starts_on), DateField(controller.ends_on)
        self._starts_field = FormField("Premier jour du contrat", self._starts, "aujourd’hui ou plus tard")
        self._ends_field = FormField("Dernier jour du contrat", self._ends)
        self._job = QComboBox()
        self._without_pass = QCheckBox("Embaucher sans PASS IAE")
        self._other_department = QCheckBox("L’accord de la DIRECCTE est obtenu pour cet autre département")
        self._answer = text_box(controller.answer, 84)
        self._facts, self._effects = Definitions(ruled=True), Points()
        self._faults, self._result = QVBoxLayout(), QVBoxLayout()
        self._fill_contract()
        self._fill_check()
        self.left.column.addLayout(self._faults)
        self.left.column.addWidget(self._contract)
        self.left.column.addWidget(self._check)
        self.left.column.addStretch(1)
        self.right.column.addWidget(heading("Le PASS IAE qui en résulte"))
        self.right.column.addLayout(self._result)
        self.right.column.addStretch(1)
        self._warn_offline()
        self._connect()
        self._go(CONTRACT)

    def refresh(self) -> None:
        """Show what the hire would give, or why it is refused."""
        controller = self._controller
        if self.steps is not None:
            self.steps.set_step(_STEP_OF.get(controller.error.code, self._step) if controller.error else self._step)
        self._show_faults()
        self._other_department.setVisible(controller.asks_other_department)
        self._show_result()
        self._facts.set_facts(self._summary())
        self._effects.set_points(self._consequences())
        self.confirm.set_blocked("" if controller.can_confirm else controller.sentence or "Un instant…")
        self.confirm.setText(self._act() if self._step == VERIFY else "Vérifier")
        self.set_refusal(controller.refusal)

    # --- pages -----------------------------------------------------------------------------------------------

    def _fill_contract(self) -> None:
        down = QVBoxLayout(self._contract)
        space(down, 14)
        dates = QHBoxLayout()
        space(dates, 12)
        dates.addWidget(self._starts_field)
        dates.addWidget(self._ends_field)
        dates.addStretch(1)
        for job in self._controller.jobs:
            self._job.addItem(job.name, job.id)
        down.addWidget(heading("Le contrat"))
        down.addLayout(dates)
        if self._controller.jobs:
            down.addWidget(FormField("Poste retenu", self._job))
        down.addWidget(self._other_department)
        down.addWidget(self._without_pass)
        self._without_pass.setVisible(self._controller.offers_without_pass)
        self._without_pass.setChecked(self._controller.is_without_pass)

    def _fill_check(self) -> None:
        down = QVBoxLayout(self._check)
        space(down, 10)
        down.addWidget(heading("Ce que vous allez confirmer"))
        down.addWidget(self._facts)
        down.addWidget(heading("Ce que cela entraîne"))
        down.addWidget(self._effects)
        down.addWidget(FormField(_answer_label(self._record), self._answer, "Le texte reste modifiable."))

    def _connect(self) -> None:
        controller = self._controller
        self._starts.date_changed.connect(self._set_dates)
        self._ends.date_changed.connect(self._set_dates)
        self._job.activated.connect(self._choose_job)
        self._without_pass.toggled.connect(self._toggle_without_pass)
        self._other_department.toggled.connect(self._toggle_department)
        self._answer.textChanged.connect(self._write)
        self._facts.change_requested.connect(self._change)
        self.confirmed.connect(self._forward)
        self.back_requested.connect(self._backward)
        controller.changed.connect(self.refresh)
        controller.done.connect(self.dismiss)

    def _go(self, step: int) -> None:
        self._step = step
        self._contract.setVisible(step == CONTRACT)
        self._check.setVisible(step == VERIFY)
        self.back.setVisible(step == VERIFY)
        self.refresh()

    def _forward(self) -> None:
        if self._step == CONTRACT:
            self._go(VERIFY)
        else:
            self._controller.confirm()

    def _backward(self) -> None:
        self._go(CONTRACT)

    def _change(self, _key: str) -> None:
        self._go(CONTRACT)

    # --- fields ----------------------------------------------------------------------------------------------

    def _set_dates(self) -> None:
        self._controller.set_dates(self._starts.value(), self._ends.value())

    def _choose_job(self) -> None:
        self._controller.set_job(str(self._job.currentData()))

    def _toggle_without_pass(self, on: bool) -> None:
        self._controller.set_without_pass(on=on)

    def _toggle_department(self, on: bool) -> None:
        self._controller.set_other_department_agreed(on=on)

    def _write(self) -> None:
        self._controller.set_answer(self._answer.toPlainText())

    # --- what is shown ---------------------------------------------------------------------------------------

    def _show_faults(self) -> None:
        clear(self._faults)
        controller = self._controller
        self._starts_field.set_error(controller.sentence if controller.field == "hiring_starts_on" else "")
        self._ends_field.set_error(controller.sentence if controller.field == "hiring_ends_on" else "")
        if controller.sentence and controller.field not in _CONTRACT_FIELDS:
            self._faults.addWidget(Banner("bad", (bold("Embauche impossible pour l’instant. "), controller.sentence)))

    def _show_result(self) -> None:
        clear(self._result)
        hire = self._controller.hire
        if hire is None:
            return
        if hire.iae_pass is not None:
            number = hire.iae_pass.number or ""
            note = "PASS valide, repris avec ses dates" if hire.is_reused else "2 ans, date à date"
            facts = PassFacts(hire.iae_pass.starts_on, hire.iae_pass.ends_on, number, note)
            self._result.addWidget(PassCard(facts))
        points = [Point(*each) for each in self._checks()]
        self._result.addWidget(Points(tuple(points)))

    def _checks(self) -> tuple[tuple[Words, str], ...]:
        hire = self._controller.hire
        if hire is None:
            return ()
        if hire.is_manual:
            words = "Identifiant Pôle emploi oublié\u00a0: le PASS sera délivré à la main, sous 1 à 3 jours."
            return ((words, "clock"),)
        if hire.iae_pass is None:
            return (("Cette embauche ne donne pas de PASS IAE.", "info"),)
        if hire.is_reused:
            return (("La personne a déjà un PASS valide\u00a0: il est repris avec ses dates.", "check"),)
        return (
            ("Aucun PASS ni agrément connu sur ce poste.", "check"),
            ("Pas de délai de carence connu.", "check"),
            ("Si un PASS valide existe déjà, c’est lui qui sera repris, avec ses dates.", "info"),
        )

    def _summary(self) -> tuple[Fact, ...]:
        controller, person = self._controller, self._record.person
        job = controller.job.name if controller.job else "Aucun poste précis"
        born = texts.day(person.born_on) if person.born_on else "date inconnue"
        number = f", identifiant Pôle emploi {person.pole_emploi_id}" if person.pole_emploi_id else ""
        starts = texts.day(controller.starts_on) if controller.starts_on else "…"
        ends = texts.day(controller.ends_on) if controller.ends_on else "…"
        return (
            Fact("job", "Poste retenu", job, change="Modifier"),
            Fact("contract", "Contrat", ("du ", bold(starts), " au ", bold(ends)), change="Modifier"),
            Fact("born", "Née le" if person.title == "Mme" else "Né le", f"{born}{number}"),
            Fact("eligibility", "Éligibilité", _ground(self._record)),
        )

    def _consequences(self) -> tuple[Point, ...]:
        hire = self._controller.hire
        if hire is None:
            return ()
        when = "dès le retour du réseau" if self._controller.is_offline else "aussitôt"
        others = "Ses autres candidatures en cours passent à «\u00a0Embauché ailleurs\u00a0»."
        points = [Point(f"La personne reçoit votre réponse {when}.", "mail"), Point(others, "log-out")]
        if hire.cancel_until is not None:
            words = ("Vous pourrez annuler l’embauche jusqu’au ", bold(texts.day(hire.cancel_until)), " inclus.")
            points.append(Point(words, "undo-2"))
        if hire.print_from is not None and hire.iae_pass is not None:
            words = ("L’attestation pourra être imprimée dès le ", bold(texts.day(hire.print_from)), ".")
            points.append(Point(words, "printer"))
        return tuple(points)

    def _act(self) -> str:
        hire = self._controller.hire
        if hire is None or hire.is_reused:
            return "Je l’embauche"
        if hire.iae_pass is None and not hire.is_manual:
            return "Je l’embauche sans PASS IAE"
        return "Je l’embauche et je demande un PASS IAE"

    def _warn_offline(self) -> None:
        if not self._controller.is_offline:
            return
        today, limit = self._controller.desk.today, self._controller.reconnect_before
        words = (
            bold("Hors ligne. "),
            f"Votre décision compte à la date du {texts.day(today)}. Reconnectez-vous avant le ",
            bold(texts.day(limit)),
            ".",
        )
        self.right.column.addWidget(Banner("local", words))


def _answer_label(record: Record) -> str:
    return {"Mme": "Réponse à la candidate", "M.": "Réponse au candidat"}.get(record.person.title, "Réponse")


def _ground(record: Record) -> str:
    """On what the hire rests."""
    found = record.eligibility
    if not found.is_needed:
        return "Sans PASS IAE pour ce type de structure"
    if found.iae_pass is not None:
        return "PASS IAE valide"
    if found.diagnosis is not None and found.last_day is not None:
        return f"Diagnostic de {found.diagnosis.author_name}, valide jusqu’au {texts.day(found.last_day)}"
    return f"Agrément Pôle emploi {found.agreement.number}" if found.agreement else "À vérifier"
