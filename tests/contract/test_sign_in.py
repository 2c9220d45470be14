"""Signing a device in (TRUST.md, « Sign-in »), on both databases."""

from typing import Any

import pytest
from sqlalchemy import select

from sync.protocol.messages import Enrol
from sync.protocol.problems import NOT_SIGNED_IN, TOO_MANY_TRIES, WRONG_PASSWORD, Problem, Refused
from sync.server.auth.devices import enrol, signed_in
from sync.server.auth.joining import NewUser, employer_by_siret, join
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.tables import ACCOUNTS, CLIENTS
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, ERIN

PASSWORD = "correct horse"


@pytest.fixture
def open_account(central: Central) -> Central:
    """The server, where alice has an account."""
    with central.work() as unit:
        create_account(unit.connection, Account(ALICE.id, ALICE.email), PASSWORD, central.now())
    return central


def _enrol(email: str = ALICE.email, password: str = PASSWORD) -> Enrol:
    return Enrol(email=email, password=password, device_name="Portable")


def _refused(problem: Problem) -> Any:  # noqa: ANN401 - pytest's context
    return pytest.raises(Refused, check=lambda refused: refused.problem == problem)


def test_the_right_password_enrols_a_device(open_account: Central) -> None:
    """The address is compared without case; the token opens the door."""
    enrolled = enrol(open_account, _enrol(email=ALICE.email.upper()), "192.0.2.1")
    with open_account.reading() as connection:
        client = signed_in(connection, f"Bearer {enrolled.token}")
    assert (client.id, client.user_id) == (enrolled.client_id, ALICE.id)


def test_neither_password_nor_token_is_kept(open_account: Central) -> None:
    """Only an argon2id hash and a digest are."""
    enrolled = enrol(open_account, _enrol(), "192.0.2.1")
    with open_account.reading() as connection:
        hashed = connection.scalar(select(ACCOUNTS.c.password_hash))
        kept = connection.scalar(select(CLIENTS.c.token_hash))
    assert str(hashed).startswith("$argon2id$")
    assert enrolled.token not in str(kept)


def test_a_wrong_password_and_a_stranger_get_the_same_answer(open_account: Central) -> None:
    """Nobody learns which addresses have an account."""
    for message in (_enrol(password="wrong"), _enrol(email="nobody@example.org")):
        with _refused(WRONG_PASSWORD):
            enrol(open_account, message, "192.0.2.1")


def test_guessing_is_slowed_down_by_account_and_forgotten_after_a_while(
    open_account: Central, clock: FakeClock
) -> None:
    """After five failures even the right password waits."""
    for _ in range(5):
        with _refused(WRONG_PASSWORD):
            enrol(open_account, _enrol(password="wrong"), "192.0.2.1")
    with _refused(TOO_MANY_TRIES):
        enrol(open_account, _enrol(), "192.0.2.2")
    clock.advance(minutes=16)
    assert enrol(open_account, _enrol(), "192.0.2.2").user_id == ALICE.id


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic x"])
def test_anything_but_a_known_token_is_refused(central: Central, header: str) -> None:
    """Whatever stands in the Authorization header."""
    with central.reading() as connection, _refused(NOT_SIGNED_IN):
        signed_in(connection, header)


def test_an_account_is_made_once_for_an_address(central: Central) -> None:
    """A second one with the same address is refused in plain words."""
    newcomer = NewUser(
        email="New@ACI.example",
        first_name="Nadia",
        last_name="NOUVELLE",
        password=PASSWORD,
        employer_id=ACI.id,
        is_admin=True,
    )
    with central.work() as unit:
        assert employer_by_siret(unit, ACI.siret) == ACI
        join(unit, newcomer, central.now())
        with pytest.raises(ValueError, match="déjà un compte"):
            join(unit, newcomer, central.now())
    assert enrol(central, _enrol("new@aci.example"), "192.0.2.1").user_name == "Nadia NOUVELLE"


def test_a_user_without_account_cannot_sign_in(open_account: Central) -> None:
    """Being a colleague is not enough."""
    with _refused(WRONG_PASSWORD):
        enrol(open_account, _enrol(email=ERIN.email), "192.0.2.1")
