"""The story: one PASS, from application to paper, with the network cut in between.

Played through the shipped controllers on two workstations. Every step notes in the report what had to hold.
"""

import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select

from desktop import texts
from desktop.controllers.office import Office
from desktop.demo.clock import StoryClock
from desktop.demo.papers import keep_statement
from desktop.demo.people import Sent, candidates
from desktop.demo.prescriber import Prescriber
from desktop.demo.report import Report
from desktop.demo.stage import Stage
from desktop.documents.preview import page_look
from desktop.documents.verification import check_content
from desktop.queries.record import Record
from sync.domain.calendar import add_days, add_months, paris_date, start_of_paris_day
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.passes import Pass
from sync.domain.prescribers import PrescriberOrganization
from sync.engine.cycle import CycleKind
from sync.server.demo.cast import PASSWORD
from sync.store.tables import TABLES
from sync.store.world import SqlWorld, Unwatched

ALICE, BOB, SOLENE = "alice@grandclos.example", "bob@grandclos.example", "solene@missionlocale.example"
MASONS_LABOURER = "10879"
OTHER_SCREENS = {
    "decline_several": "decliner-par-lot",
    "register": "candidature-spontanee",
    "orient": "orienter",
    "sync": "synchronisation",
    "deadlines": "echeancier",
    "papers": "impression",
    "figures": "tableaux",
    "exchanges": "import-export",
    "asp": "fiche-de-saisie-asp",
    "proofs": "justificatifs",
    "structure": "structure",
    "retention": "conservation",
    "preferences": "preferences",
    "help": "aide",
}


class Pictures(Protocol):
    """Where the story is seen."""

    def show(self, office: Office, page: str, name: str, row_id: str = "") -> None:
        """Keep a picture of a page."""
        ...

    def leave(self, office: Office) -> None:
        """Close a workstation."""
        ...


class Story:
    """Two days and a print."""

    def __init__(self, stage: Stage, clock: StoryClock, report: Report, pictures: Pictures, out: Path) -> None:
        self._stage = stage
        self._clock = clock
        self._report = report
        self._pictures = pictures
        self._out = out
        self._cast = stage.demo.cast
        self._closed_job = ""

    def play(self) -> None:
        """From the prescriber's first word to the printed attestation."""
        with self._report.timed("bootstrap"):
            alice, bob = self._enrol()
        sent = self._applications_arrive(alice, bob)
        self._stage.cut()
        self._goes_offline(alice, bob)
        self._decides_offline(alice, sent)
        self._colleague_acts_offline(bob, sent)
        alice = self._restarts(alice, sent)
        self._network_returns(alice, bob, sent)
        self._colleague_settles(bob)
        self._prints(alice, sent)
        for office in (alice, bob):
            self._pictures.leave(office)

    # --- before the network goes -----------------------------------------------------------------------------

    def _enrol(self) -> tuple[Office, Office]:
        self._stage.connect()
        alice = self._stage.enrol(ALICE, "alice")
        bob = self._stage.enrol(BOB, "bob")
        for name, office in (("alice", alice), ("bob", bob)):
            office.sync_once()
            ready = office.workstation.meta().get("ready")
            self._report.equal(f"{name} : réplique chiffrée complète", ready, "all")
        self._count_rows(alice)
        return alice, bob

    def _count_rows(self, office: Office) -> None:
        with office.workstation.reading() as connection:
            for kind in (Appellation, PrescriberOrganization, JobDescription, JobApplication, Pass):
                table = TABLES[kind]
                self._report.rows[str(table.name)] = connection.scalar(select(func.count()).select_from(table)) or 0
        known = len(self._cast.appellations)
        self._report.equal("appellations ROME reçues", self._report.rows["appellations"], known)

    def _applications_arrive(self, alice: Office, bob: Office) -> Sent:
        solene = Prescriber(self._stage.url, SOLENE, PASSWORD, self._clock, secrets.token_bytes)
        place = self._cast.places["authorized"]
        if not isinstance(place, PrescriberOrganization):
            raise TypeError(place)
        ids = {}
        for key, candidate in candidates(solene, self._cast.main).items():
            statuses = [outcome.status for outcome in solene.register(place, candidate)]
            ids[key], outcome = solene.send(place, candidate, self._cast.main, self._job(key))
            arrived = f"candidature de {candidate.person.first_name} arrivée au serveur"
            self._report.equal(arrived, [*statuses, outcome.status], ["applied"] * 3)
            if key == "hired":
                ids["elsewhere"], _ = solene.send(place, candidate, self._cast.others[0], None)
        solene.close()
        for office in (alice, bob):
            office.sync_once()
        alice.applications.show()
        alice.applications.set_text("bâhri")
        alice.settle()
        self._report.check("recherche sans accent", ids["hired"] in alice.applications.model.ids, "« bâhri »")
        alice.applications.clear()
        alice.settle()
        return Sent(**ids)

    def _job(self, key: str) -> JobDescription | None:
        masons = [job for job in self._cast.jobs if job.appellation_id == MASONS_LABOURER]
        others = [job for job in self._cast.jobs if job.is_open]
        return next(iter(masons or others), None) if key == "hired" else next(iter(others), None)

    # --- offline ---------------------------------------------------------------------------------------------

    def _goes_offline(self, *offices: Office) -> None:
        for office in offices:
            office.sync_once()
            last = office.sync.last
            self._report.equal("réseau coupé", last and last.kind, CycleKind.OFFLINE)

    def _open(self, office: Office, application_id: str) -> Record:
        office.record.show()
        office.record.open(application_id)
        office.settle()
        if office.record.record is None:
            raise LookupError(application_id)
        return office.record.record

    def _study(self, office: Office, application_id: str) -> Record:
        self._open(office, application_id)
        office.record.study()
        office.settle()
        self._clock.advance(seconds=40)
        return self._open(office, application_id)

    def _decides_offline(self, alice: Office, sent: Sent) -> None:
        alice.postpone.open(self._study(alice, sent.waiting))
        alice.postpone.set_answer("Votre profil nous intéresse. Nous vous rappelons dès qu’une place se libère.")
        alice.postpone.confirm()
        alice.settle()
        self._state(alice, sent.waiting, ApplicationState.POSTPONED, "mise en liste d’attente hors ligne")
        self._clock.advance(minutes=4)
        self._declines(alice, sent)
        self._undoes(alice, sent)
        self._closes_a_job(alice)
        self._hires(alice, sent)

    def _declines(self, alice: Office, sent: Sent) -> None:
        alice.decline.open(self._study(alice, sent.declined))
        alice.decline.set_reason("no_position")
        alice.settle()
        alice.decline.confirm()
        alice.settle()
        self._state(alice, sent.declined, ApplicationState.REFUSED, "déclinée hors ligne avec un motif")
        self._clock.advance(minutes=3)

    def _undoes(self, alice: Office, sent: Sent) -> None:
        self._open(alice, sent.undone)
        alice.record.study()
        alice.settle()
        self._clock.advance(seconds=12)
        alice.acts.undo()
        alice.settle()
        self._state(alice, sent.undone, ApplicationState.NEW, "décision annulée dans ses 30 secondes")
        self._clock.advance(minutes=2)

    def _closes_a_job(self, alice: Office) -> None:
        alice.jobs.show()
        alice.settle()
        masons = {job.id for job in self._cast.jobs if job.appellation_id == MASONS_LABOURER}
        job = next(row for row in alice.jobs.rows if row.is_open and row.id not in masons)
        alice.jobs.select(job.id)
        alice.settle()
        alice.jobs.toggle_open()
        alice.settle()
        closed = next(row for row in alice.jobs.rows if row.id == job.id)
        self._closed_job = job.id
        self._report.check("fiche de poste fermée hors ligne", not closed.is_open, job.name)
        self._pictures.show(alice, "jobs", "fiches-de-poste", job.id)
        self._clock.advance(minutes=6)

    def _hires(self, alice: Office, sent: Sent) -> None:
        alice.accept.open(self._study(alice, sent.hired))
        alice.settle()
        today = alice.desk.today
        alice.accept.set_dates(today, add_days(today, 180))
        alice.settle()
        self._report.check("les règles permettent l’embauche", alice.accept.can_confirm, alice.accept.sentence)
        self._pictures.show(alice, "accept", "accepter", sent.hired)
        alice.accept.confirm()
        alice.settle()
        self._requested(alice, sent, "PASS demandé, sans numéro, avec ses dates")
        self._pictures.show(alice, "applications", "candidatures", sent.hired)
        self._clock.advance(minutes=1)

    def _requested(self, alice: Office, sent: Sent, name: str) -> None:
        card = self._open(alice, sent.hired).pass_card
        seen = _pass_words(card.iae_pass.number, card.iae_pass.starts_on, card.iae_pass.ends_on) if card else ""
        starts_on = alice.desk.today
        self._report.equal(name, seen, _pass_words(None, starts_on, add_days(add_months(starts_on, 24), -1)))

    def _colleague_acts_offline(self, bob: Office, sent: Sent) -> None:
        self._study(bob, sent.hired)
        self._state(bob, sent.hired, ApplicationState.PROCESSING, "le collègue étudie la même candidature hors ligne")

    def _restarts(self, alice: Office, sent: Sent) -> Office:
        pending = len(alice.workstation.pending())
        self._pictures.leave(alice)
        self._clock.advance(minutes=30)
        again = self._stage.reopen("alice")
        self._report.equal("après redémarrage, rien n’est perdu", len(again.workstation.pending()), pending)
        self._state(again, sent.hired, ApplicationState.ACCEPTED, "embauche toujours là après redémarrage")
        self._pictures.show(again, "home", "accueil")
        return again

    # --- the network is back ---------------------------------------------------------------------------------

    def _network_returns(self, alice: Office, bob: Office, sent: Sent) -> None:
        acted_on = alice.desk.today
        self._clock.advance(days=2)
        self._stage.connect()
        for office in (alice, bob, alice):
            with self._report.timed("synchronisation"):
                office.sync_once()
            last = office.sync.last
            self._report.equal("synchronisation terminée", last and last.kind, CycleKind.DONE)
        self._report.equal("plus rien en attente", len(alice.workstation.pending()), 0)
        record = self._open(alice, sent.hired)
        self._report.pass_number = (record.pass_card.iae_pass.number or "") if record.pass_card else ""
        self._report.check("numéro de PASS délivré par le serveur", self._report.pass_number, self._report.pass_number)
        accepted = next(line for line in record.history if line.to_state == ApplicationState.ACCEPTED)
        dated = f"{texts.day(paris_date(accepted.at))}, {accepted.grade}"
        self._report.equal("acceptation datée de son jour, heure prouvée", dated, f"{texts.day(acted_on)}, proven")
        self._server_agrees(sent)
        self._state(bob, sent.hired, ApplicationState.ACCEPTED, "le collègue voit l’embauche")
        self._state(bob, sent.waiting, ApplicationState.POSTPONED, "le collègue voit la liste d’attente")
        self._state(bob, sent.undone, ApplicationState.NEW, "la décision annulée n’a jamais eu lieu")
        bob.jobs.show()
        bob.settle()
        closed = next(row for row in bob.jobs.rows if row.id == self._closed_job)
        self._report.check("le collègue voit la fiche fermée", not closed.is_open, closed.name)

    def _server_agrees(self, sent: Sent) -> None:
        with self._stage.central() as central, central.reading() as connection:
            world = SqlWorld(connection, Unwatched())
            elsewhere = world.get(JobApplication, sent.elsewhere)
            declined = world.get(JobApplication, sent.declined)
        state = elsewhere.state if elsewhere else ""
        self._report.equal("autres candidatures de la personne : embauché ailleurs", state, ApplicationState.OBSOLETE)
        self._report.equal("motif de refus reçu", declined.refusal_reason if declined else "", "no_position")

    def _colleague_settles(self, bob: Office) -> None:
        bob.inbox.show()
        bob.settle()
        issues = bob.inbox.inbox.opened if bob.inbox.inbox else ()
        self._report.equal("l’acte du collègue revient à régler", len(issues), 1)
        if not issues:
            return
        bob.inbox.select(issues[0].issue.id)
        bob.settle()
        self._pictures.show(bob, "inbox", "a-regler", issues[0].issue.id)
        bob.inbox.keep_current()
        bob.settle()
        self._clock.advance(seconds=31)
        bob.sync_once()
        bob.settle()
        left = bob.inbox.inbox.opened if bob.inbox.inbox else ()
        self._report.equal("point réglé", len(left), 0)

    # --- the paper -------------------------------------------------------------------------------------------

    def _prints(self, alice: Office, sent: Sent) -> None:
        told: list[str] = []
        alice.attestation.failed.connect(told.append)
        application = self._open(alice, sent.hired).application
        if application.pass_id is None or application.hiring_starts_on is None:
            self._report.check("attestation imprimée", ok=False)
            return
        printable = add_days(application.hiring_starts_on, 5)
        alice.attestation.open(application.pass_id)
        alice.settle()
        is_told = bool(told) and texts.day(printable) in told[0]
        self._report.check("la fiche dit dès quel jour imprimer", is_told, told[0] if told else "")
        self._report.equal("jour d’impression affiché", alice.record.printing_day_words, texts.day(printable))
        self._clock.go_to(start_of_paris_day(printable) + timedelta(hours=9))
        alice.sync_once()
        with self._report.timed("attestation"):
            alice.attestation.open(application.pass_id)
            alice.settle()
        pdf = alice.attestation.pdf
        (self._out / "pass-iae.pdf").write_bytes(pdf)
        self._report.check("attestation en PDF/A", b"pdfaid" in pdf, f"{len(pdf)} octets")
        self._report.check("le papier porte le numéro", self._report.pass_number in page_look(pdf, 0, 36).text)
        alice.upkeep.learn_keys()
        alice.settle()
        verdicts = [str(check.code) for check in check_content(pdf, alice.upkeep.checking.trust)]
        self._report.equal("son code est signé par le serveur", verdicts, ["attestation_genuine"])
        self._pictures.show(alice, "passes", "pass-iae", application.pass_id)
        kept = keep_statement(alice, application.job_seeker_id, add_days(application.hiring_starts_on, -20))
        self._report.equal("justificatif gardé sur le poste", kept, 1)
        for page, name in OTHER_SCREENS.items():
            self._pictures.show(alice, page, name)

    def _state(self, office: Office, application_id: str, state: ApplicationState, name: str) -> None:
        self._report.equal(name, self._open(office, application_id).application.state, state)


def _pass_words(number: str | None, starts_on: date, ends_on: date) -> str:
    return f"{number or 'sans numéro'}, du {texts.day(starts_on)} au {texts.day(ends_on)}"
