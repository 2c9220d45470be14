"""A real window on a real X screen, and hands that only type: from first launch to a printed PASS, a week offline."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.domain.registering import EditJobSeeker
from sync.engine.cycle import Cycle
from sync.engine.http import HttpTransport, enrol
from sync.protocol.messages import Enrol
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.end_to_end.seat import Days, Screen, Seat
from tests.faults.processes import free_port

SERVER = [sys.executable, "-c", "import sys; from sync.server.cli import main; sys.exit(main(sys.argv[1:]))"]
PASSWORD, PASSPHRASE = "passerelle", "une phrase secrete assez longue 1234"

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("screen"),
]


@dataclass
class Central:
    """The server as a process that is cut and comes back, on a database a test may read."""

    folder: Path
    days: Days
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command of the server, in its days."""
        return subprocess.Popen(
            [*SERVER, *arguments, "--database", f"sqlite:///{self.folder}/central.db"],
            env={**os.environ, **self.days.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Listen from now on."""
        self.process = self.run("serve", "--port", str(self.port))

    def stop(self) -> None:
        """The network is gone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def one(self, query: str, *values: str) -> tuple[str | int, ...]:
        """The first row of a query on the central rows."""
        with closing(sqlite3.connect(f"file:{self.folder}/central.db?mode=ro", uri=True)) as connection:
            row: tuple[str | int, ...] = connection.execute(query, values).fetchone()
        return row


@pytest.fixture
def days(tmp_path: Path) -> Days:
    """The calendar on everybody's wall."""
    return Days(tmp_path)


@pytest.fixture
def central(tmp_path: Path, days: Days) -> Iterator[Central]:
    """A server with some sixty invented applications."""
    made = Central(tmp_path, days, free_port())
    assert made.run("demo-data", "--applications", "40").wait(120) == 0
    made.start()
    yield made
    made.stop()


@pytest.fixture
def seat(tmp_path: Path, days: Days) -> Iterator[Seat]:
    """Alice's seat."""
    screen = Screen()
    made = Seat(screen, tmp_path, days)
    yield made
    made.close()
    screen.close()


def sign_in(seat: Seat, central: Central) -> None:
    """The five steps of the first launch."""
    seat.launch()
    seat.see(lambda now: now["focus"] == "Adresse du serveur", "the first step")
    seat.type(central.url)
    seat.press("Return")
    seat.see(lambda now: now["focus"] == "Adresse électronique", "the account")
    seat.type("alice@grandclos.example")
    seat.press("Tab")
    seat.type(PASSWORD)
    seat.press("Return")
    seat.see(lambda now: now["focus"] == "Phrase secrète", "the passphrase")
    seat.press("ctrl+a")
    seat.type(PASSPHRASE)
    seat.press("Return")
    seat.see(lambda now: now["page"] == "home" and now["is_idle"], "the window")


def applicant(central: Central, state: str) -> tuple[str, str]:
    """Somebody who applied to alice's structure and whom a prescriber found eligible: last name, id."""
    query = """
        SELECT s.last_name, s.id FROM job_applications a JOIN job_seekers s ON s.id = a.job_seeker_id
        JOIN employers e ON e.id = a.employer_id JOIN eligibility_diagnoses d ON d.job_seeker_id = s.id
        WHERE e.siret = '85347120500013' AND a.state = ? AND d.author_kind = 'prescriber'
        AND s.last_name NOT GLOB '*[^A-Za-z-]*' GROUP BY s.last_name HAVING count(*) = 1 ORDER BY s.last_name
    """
    name, person = central.one(query, state)
    return str(name), str(person)


def test_a_hire_ends_on_paper(seat: Seat, central: Central, days: Days) -> None:
    """First launch, a hire in two steps, five days, the attestation printed to a file by the system's dialog."""
    sign_in(seat, central)
    name, _ = applicant(central, "processing")
    seat.go(name, name.upper())
    seat.see(lambda now: name in now["record"], "the record")
    seat.press("a")
    seat.see(lambda now: now["act"] == "Vérifier" and not now["blocked"], "the hire, first step")
    seat.press("Return")
    seat.see(lambda now: "embauche" in now["act"] and not now["blocked"], "the hire, last step")
    seat.press("Return")
    seat.see(lambda now: not now["dialog"] and now["record_state"] == "accepted", "the hire")
    days.pass_by(6)
    seat.press("F5")
    seat.see(lambda now: not now["pending"] and now["is_idle"], "the hire sent")
    seat.go("PASS IAE", "PASS IAE")
    seat.see(lambda now: now["page"] == "passes" and now["focus_kind"] == "RowList", "the list of PASS")
    seat.walk_to(name.upper())
    seat.tab_to("Imprimer l’attestation")
    seat.press("Return")
    seat.see(lambda now: "Attestation" in now["dialog"] and not now["blocked"], "the attestation")
    seat.press("Return")
    seat.see(lambda now: now["window"] == "QPrintDialog", "the system's dialog")
    seat.press("Return")
    printed = seat.home / "print.pdf"
    for _ in range(600):
        if printed.exists() and printed.read_bytes().rstrip().endswith(b"%%EOF"):
            break
        time.sleep(0.1)
    assert printed.read_bytes().startswith(b"%PDF-")


def tick_two(seat: Seat) -> None:
    """Space on the first row of the list, and on the next."""
    seat.see(lambda now: now["focus_kind"] == "RowList" and now["chosen"] and not now["checked"], "the list")
    seat.press("Home", "space")
    seat.see(lambda now: now["checked"] == 1, "one ticked")
    before = seat.state()["chosen"]
    seat.press("Down")
    seat.see(lambda now: now["chosen"] not in ("", before), "the next row")
    seat.press("space")
    seat.see(lambda now: now["checked"] == 2, "two ticked")


def test_a_batch_refusal_is_taken_back(seat: Seat, central: Central) -> None:
    """Two ticked and studied, then declined at once with a reason, then Ctrl+Z: no refusal reaches the server."""
    sign_in(seat, central)
    seat.go("candidatures", "Candidatures")
    seat.see(lambda now: now["page"] == "applications", "the page")
    tick_two(seat)
    seat.press("e")
    seat.see(lambda now: "2 candidatures" in now["dialog"] and not now["blocked"], "the study's preview")
    seat.press("Return")
    seat.see(lambda now: not now["dialog"] and now["pending"] == 2, "two studies held")
    tick_two(seat)
    seat.press("d")
    seat.see(lambda now: "2 candidatures" in now["dialog"], "the refusal's preview")
    seat.tab_to("QRadioButton")
    seat.press("space")
    seat.tab_to("Message aux candidats")
    seat.type("Nous ne pouvons pas vous recevoir en ce moment.")
    seat.see(lambda now: not now["blocked"], "a reason and a message")
    seat.tab_to("Décliner")
    seat.press("Return")
    seat.see(lambda now: not now["dialog"] and now["record_state"] == "refused" and now["undo"], "two refusals held")
    seat.press("ctrl+z")
    seat.see(lambda now: not now["undo"] and now["record_state"] == "processing", "the refusals taken back")
    seat.see(lambda now: not now["pending"] and now["is_idle"], "all sent")
    query = """
        SELECT group_concat(DISTINCT name), count(*) FROM command_log
        WHERE status = 'applied' AND name LIKE 'job_application.%'
    """
    assert central.one(query) == ("job_application.study", 2)


def test_a_conflict_is_settled(seat: Seat, central: Central, tmp_path: Path) -> None:
    """A colleague changes the same phone while alice's change waits: she is asked, chooses hers, and it is kept."""
    sign_in(seat, central)
    name, person = applicant(central, "processing")
    seat.go(name, name.upper())
    seat.see(lambda now: name in now["record"], "the record")
    seat.go("coordonn", "Modifier les coordonnées")
    seat.see(lambda now: "Coordonnées" in now["dialog"], "the form")
    seat.tab_to("Téléphone")
    seat.press("ctrl+a")
    seat.type("0611111111")
    seat.see(lambda now: not now["blocked"], "a change to keep")
    change_phone(central, tmp_path / "bob", person, "0622222222")
    seat.tab_to("Enregistrer les changements")
    seat.press("Return")
    seat.see(lambda now: now["issues"] == 1, "the conflict")
    seat.go("regler", "À régler")
    seat.see(lambda now: now["page"] == "inbox" and now["issue"], "the conflict in front")
    seat.tab_to("06 11 11 11 11")
    seat.press("space")
    seat.tab_to("Garder ces choix")
    seat.press("Return")
    seat.see(lambda now: not now["issues"], "nothing left to settle")
    seat.see(lambda now: not now["pending"] and now["is_idle"], "all sent")
    assert central.one("SELECT phone FROM job_seekers WHERE id = ?", person) == ("0611111111",)


def test_a_week_offline_is_kept_and_sent(seat: Seat, central: Central, days: Days) -> None:
    """No server for seven days, a program closed and opened again; then everything leaves by itself."""
    sign_in(seat, central)
    name, person = applicant(central, "new")
    central.stop()
    seat.go(name, name.upper())
    seat.see(lambda now: name in now["record"], "the record")
    seat.press("e")
    seat.see(lambda now: now["record_state"] == "processing" and now["pending"] == 1, "the study, kept here")
    seat.see(lambda now: now["sync"].startswith("Hors ligne"), "being offline")
    days.pass_by(7)
    seat.leave()
    seat.launch()
    seat.see(lambda now: "Phrase secrète" in now["focus"], "the passphrase asked")
    seat.type(PASSPHRASE)
    seat.press("Return")
    seat.see(lambda now: now["page"] == "home" and now["pending"] == 1, "the study still there")
    central.start()
    seat.press("F5")
    seat.see(lambda now: not now["pending"] and now["is_idle"], "the study sent")
    assert central.one("SELECT state FROM job_applications WHERE job_seeker_id = ?", person) == ("processing",)


def change_phone(central: Central, folder: Path, person: str, phone: str) -> None:
    """What bob does meanwhile, from a workstation of his own."""
    answer = enrol(central.url, Enrol(email="bob@grandclos.example", password=PASSWORD, device_name="bob"))
    bob = Workstation.open(folder, new_key(), SystemClock())
    bob.save_profile(
        Profile(
            server_url=central.url,
            client_id=answer.client_id,
            token=answer.token,
            user_id=answer.user_id,
            user_name=answer.user_name,
        )
    )
    transport = HttpTransport(central.url, answer.token)
    cycle = Cycle(bob, transport)
    cycle.run()
    employer = str(central.one("SELECT id FROM employers WHERE siret = '85347120500013'")[0])
    bob.record(EditJobSeeker(job_seeker_id=person, employer_id=employer, changes={"phone": phone}))
    cycle.run()
    transport.close()
    bob.close()
