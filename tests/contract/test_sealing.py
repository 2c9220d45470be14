"""What the server signs about a PASS follows the PASS, on both databases."""

from dataclasses import replace
from datetime import date

from sync.domain.passes import Pass
from sync.domain.seals import PassSeal, RevokedPass, SealingKey
from sync.domain.world import World
from sync.protocol.attestations import PublicKey, Trust, Verdict, fingerprint, read, verify
from sync.server import sealing
from sync.server.central import Central
from tests.kit.central import Device
from tests.kit.clocks import FakeClock
from tests.kit.hired import standing_of_aci
from tests.kit.people import ACI, ALICE, DAVE, NOON

PASS = Pass(
    id="pass-1",
    job_seeker_id=DAVE.id,
    number="999992100001",
    starts_on=date(2021, 2, 8),
    initial_ends_on=date(2023, 2, 7),
    ends_on=date(2023, 2, 7),
    created_at=NOON,
)


def put(central: Central, *rows: object) -> None:
    """One transaction of the server."""
    with central.work() as unit:
        for row in rows:
            unit.world.put(row)


def trust_of(world: World) -> Trust:
    """What everybody is told about keys and numbers."""
    keys = (
        PublicKey(key=bytes.fromhex(key.key), retired_on=key.retired_on, compromised=key.is_compromised)
        for key in world.find(SealingKey)
    )
    return Trust(keys=tuple(keys), revoked=frozenset(one.id for one in world.find(RevokedPass)))


def seal(central: Central) -> tuple[PassSeal | None, Trust]:
    """The seal on the ACI's papers, if any, and what to check it with."""
    with central.work() as unit:
        seals = unit.world.find(PassSeal, employer_id=ACI.id)
        return (seals[0] if seals else None), trust_of(unit.world)


def test_a_pass_is_sealed_for_the_employer_that_hired_under_it(central: Central) -> None:
    """Its number, its holder, its days, the structure; anybody with the keys can check it."""
    put(central, PASS, standing_of_aci())
    sealed, trust = seal(central)
    assert sealed
    finding = verify(sealed.text, trust)
    assert (finding.verdict, finding.code) == (Verdict.GENUINE, sealed.code)
    said = finding.statement
    assert said
    assert (said.number, said.last_name, said.ends_on) == (PASS.number, DAVE.last_name, PASS.ends_on)
    assert (said.employer_name, said.siret) == (ACI.display_name, ACI.siret)


def test_a_pass_without_number_is_not_sealed(central: Central) -> None:
    """It is only requested: its paper says PROVISOIRE."""
    put(central, replace(PASS, number=None), standing_of_aci())
    assert seal(central)[0] is None


def test_other_days_another_name_another_structure_give_another_seal(central: Central) -> None:
    """Whatever the paper says is what the server vouches for now."""
    put(central, PASS, standing_of_aci())
    for change, field in (
        (replace(PASS, ends_on=date(2024, 2, 7)), "ends_on"),
        (replace(DAVE, last_name="DURAND-ŁUKASZ"), "last_name"),
        (replace(ACI, brand="Le nouveau nom"), "employer_name"),
    ):
        before = seal(central)[0]
        put(central, change)
        after = seal(central)[0]
        assert before
        assert after
        assert getattr(read(before.text), field) != getattr(read(after.text), field)


def test_what_changes_nothing_on_the_paper_signs_nothing(central: Central, clock: FakeClock) -> None:
    """Days later, another phone number: the same seal, no row for workstations to take."""
    put(central, PASS, standing_of_aci())
    before = seal(central)[0]
    clock.advance(days=3)
    put(central, PASS, replace(DAVE, phone="0600000001"), replace(ACI, phone="0600000002"))
    assert seal(central)[0] == before


def test_a_pass_taken_back_takes_its_seal_along(central: Central) -> None:
    """The paper handed out before is refused from then on; issued again, the number is good again."""
    put(central, PASS, standing_of_aci())
    paper = seal(central)[0]
    with central.work() as unit:
        unit.world.remove(standing_of_aci())
        unit.world.remove(PASS)
    gone, trust = seal(central)
    assert paper
    assert gone is None
    assert trust.revoked == {fingerprint(PASS.number or "")}
    assert verify(paper.text, trust).verdict is Verdict.REVOKED
    put(central, replace(PASS, id="pass-2"), replace(standing_of_aci(), pass_id="pass-2"))
    assert verify(paper.text, seal(central)[1]).verdict is Verdict.GENUINE


def test_papers_signed_with_a_retired_key_stay_good(central: Central, clock: FakeClock) -> None:
    """A key is changed from time to time without anybody printing again; new seals name the new one."""
    put(central, PASS, standing_of_aci())
    old = seal(central)[0]
    clock.advance(days=1)
    with central.work() as unit:
        sealing.rotate(unit, central.now(), is_compromised=False)
    put(central, replace(PASS, ends_on=date(2024, 2, 7)))
    new, trust = seal(central)
    assert old
    assert new
    assert [verify(paper.text, trust).verdict for paper in (old, new)] == [Verdict.GENUINE, Verdict.GENUINE]
    assert old.text[:18] != new.text[:18]


def test_a_compromised_key_vouches_for_nothing_and_everything_is_signed_again(central: Central) -> None:
    """Whoever holds it could write any day."""
    put(central, PASS, standing_of_aci())
    old = seal(central)[0]
    with central.work() as unit:
        sealing.rotate(unit, central.now(), is_compromised=True)
    new, trust = seal(central)
    assert old
    assert new
    assert verify(old.text, trust).verdict is Verdict.COMPROMISED_KEY
    assert verify(new.text, trust).verdict is Verdict.GENUINE


def test_seals_keys_and_revocations_travel_to_workstations(central: Central) -> None:
    """The seal with the employer's rows, the rest with what everybody is told."""
    put(central, PASS, standing_of_aci())
    alice = Device(central, ALICE)
    alice.pull()
    assert len(alice.held(f"employer:{ACI.id}", "pass_seals")) == 1
    assert len(alice.held("reference", "sealing_keys")) == 1
    with central.work() as unit:
        unit.world.remove(standing_of_aci())
        unit.world.remove(PASS)
    alice.pull()
    assert alice.held(f"employer:{ACI.id}", "pass_seals") == {}
    assert list(alice.held("reference", "revoked_passes")) == [fingerprint(PASS.number or "")]
