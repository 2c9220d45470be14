"""A seal is believed when the server signed exactly that, and for no other reason."""

from base64 import b32decode, b32encode
from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest

from sync.protocol.attestations import (
    LONGEST_TEXT,
    PREFIX,
    PublicKey,
    Seal,
    Signer,
    Statement,
    Trust,
    Verdict,
    fingerprint,
    normal,
    read,
    verify,
)

SERVER = Signer(b"server".ljust(32, b"."))
STRANGER = Signer(b"stranger".ljust(32, b"."))
TRUST = Trust(keys=(SERVER.public_key,))
ALICE = Statement(
    number="999992100001",
    last_name="Martin",
    first_name="Alice",
    starts_on=date(2021, 2, 8),
    ends_on=date(2023, 2, 7),
    employer_name="Les Jardins du Grand Clos",
    siret="85347120500013",
    sealed_on=date(2021, 2, 10),
)
SEAL = SERVER.seal(ALICE)


def payload(seal: Seal) -> bytes:
    """The bytes behind a seal's letters."""
    letters = seal.text.removeprefix(PREFIX)
    return b32decode(letters + "=" * (-len(letters) % 8))


def test_what_the_server_signed_is_genuine() -> None:
    """The statement comes back whole, with the code people read out."""
    finding = verify(SEAL.text, TRUST)
    assert finding.verdict is Verdict.GENUINE
    assert finding.statement == ALICE
    assert finding.code == SEAL.code


def test_a_seal_fits_the_densest_mode_of_a_qr_code() -> None:
    """Capitals, digits and a colon only, and few enough for a code of 57 modules."""
    assert set(SEAL.text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    assert len(SEAL.text) <= 311


@pytest.mark.parametrize("name", ["Çağr\u0131", "Nguyễn", "Łukasz", "O’Brien\nX", "a|b\x1fc", "e\u0301"])
def test_any_name_comes_back_as_signed(name: str) -> None:
    """Accents survive, and nothing typed in a name can open another field."""
    finding = verify(SERVER.seal(replace(ALICE, first_name=name)).text, TRUST)
    assert finding.statement == replace(ALICE, first_name=normal(name))


def test_copying_does_not_matter() -> None:
    """Lower case, spaces and line ends come with copying."""
    copied = "\n".join(SEAL.text[start : start + 40].lower() + " " for start in range(0, len(SEAL.text), 40))
    assert verify(copied, TRUST).verdict is Verdict.GENUINE


def test_every_changed_letter_is_refused() -> None:
    """Whatever letter is replaced, the seal is no longer believed."""
    for index in range(len(PREFIX), len(SEAL.text)):
        other = "A" if SEAL.text[index] != "A" else "B"
        forged = SEAL.text[:index] + other + SEAL.text[index + 1 :]
        assert verify(forged, TRUST).verdict in {Verdict.ALTERED, Verdict.UNKNOWN_KEY, Verdict.UNREADABLE}


@pytest.mark.parametrize(
    "other",
    [
        replace(ALICE, number="999992100002"),
        replace(ALICE, last_name="Martine"),
        replace(ALICE, ends_on=date(2024, 2, 7)),
        replace(ALICE, siret="85347120500014"),
    ],
)
def test_a_signature_does_not_serve_another_statement(other: Statement) -> None:
    """Grafting a genuine signature on other facts gives nothing."""
    grafted = payload(SEAL)[:68] + payload(SERVER.seal(other))[68:]
    finding = verify(PREFIX + b32encode(grafted).decode().rstrip("="), TRUST)
    assert (finding.verdict, finding.statement) == (Verdict.ALTERED, other)


def test_a_strangers_key_is_unknown() -> None:
    """A seal of somebody else's making says so, and what it claims."""
    finding = verify(STRANGER.seal(ALICE).text, TRUST)
    assert finding.verdict is Verdict.UNKNOWN_KEY
    assert finding.statement == ALICE


def test_a_revoked_pass_is_told() -> None:
    """The paper was genuine once; its PASS is no more."""
    trust = msgspec.structs.replace(TRUST, revoked=frozenset({fingerprint(ALICE.number)}))
    assert verify(SEAL.text, trust).verdict is Verdict.REVOKED


def test_keys_rotate() -> None:
    """What a retired key signed in its time holds; what it is said to have signed later does not."""
    retired = PublicKey(key=SERVER.public_key.key, retired_on=date(2021, 2, 10))
    trust = Trust(keys=(STRANGER.public_key, retired))
    assert verify(SEAL.text, trust).verdict is Verdict.GENUINE
    assert verify(STRANGER.seal(ALICE).text, trust).verdict is Verdict.GENUINE
    late = SERVER.seal(replace(ALICE, sealed_on=date(2021, 2, 11)))
    assert verify(late.text, trust).verdict is Verdict.RETIRED_KEY


def test_a_stolen_key_vouches_for_nothing() -> None:
    """Its thief could write any day."""
    stolen = PublicKey(key=SERVER.public_key.key, compromised=True)
    assert verify(SEAL.text, Trust(keys=(stolen,))).verdict is Verdict.COMPROMISED_KEY


@pytest.mark.parametrize("text", ["", "bonjour", PREFIX, PREFIX + "AAAA", PREFIX + "é", "x" * 10**6, SEAL.text[:-8]])
def test_what_is_no_seal_is_unreadable(text: str) -> None:
    """Noise is told apart from forgery, and costs nothing."""
    assert verify(text, TRUST).verdict in {Verdict.UNREADABLE, Verdict.ALTERED}
    assert verify(text, TRUST).statement is None or read(text) is not None


def test_names_too_long_for_a_code_are_refused() -> None:
    """The server finds out when sealing, not the reader when scanning."""
    with pytest.raises(ValueError, match="QR code"):
        SERVER.seal(replace(ALICE, employer_name="X" * LONGEST_TEXT))


def test_trust_travels_as_json() -> None:
    """Keys and revocations come back from the wire as they went."""
    trust = Trust(keys=(SERVER.public_key,), revoked=frozenset({"1"}), as_of=datetime(2021, 2, 10, tzinfo=UTC))
    assert msgspec.json.decode(msgspec.json.encode(trust), type=Trust) == trust
