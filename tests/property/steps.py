"""What can happen, and how a seed draws a plan of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from sync.domain.calendar import paris_date
from sync.domain.employers import Membership
from sync.domain.errors import EnvironmentFault
from sync.domain.visibility import end_visibilities
from sync.domain.world import World
from sync.replica.recording import UNDO_WINDOW
from sync.resources import read_text
from sync.server.auth import devices
from sync.server.rules import publish
from tests.kit.people import ACI, ALICE, BOB, EI, ERIN, membership
from tests.property.acts import poison
from tests.property.fuse import take_image
from tests.property.harm import HOSTILE, attempt, lose_a_row, touch_everything
from tests.property.luggage import some_resume
from tests.property.network import FAULTS, Weather
from tests.property.oracle import require
from tests.property.scenery import Device
from tests.property.station import Station
from tests.property.story import Copy, Step, Story

Run = Callable[[Story, Random], str]
_KINDS: dict[str, tuple[int, Run]] = {}
_REACH = {"act": 42, "undo": 42, "restart": 12}
"""How many statements some works have, about: an act is written to the journal near its end."""


def happens(weight: int) -> Callable[[Run], Run]:
    """Register a kind of step under its function's name."""

    def register(run: Run) -> Run:
        _KINDS[run.__name__] = (weight, run)
        return run

    return register


def plan(seed: int) -> list[Step]:
    """The steps of a seed: acts and cycles always, and each kind of misfortune in some stories only."""
    random = Random(f"plan {seed}")
    always = {"act", "sync", "time_passes"}
    kinds = [kind for kind in _KINDS if kind in always or random.random() < 0.45]
    weights = [_KINDS[kind][0] for kind in kinds]
    drawn = random.choices(kinds, weights, k=random.randrange(12, 30))
    return [Step(kind, random.randrange(1 << 30)) for kind in drawn]


def carry_out(story: Story, step: Step) -> None:
    """One step, its line of the trace, and the checks after it."""
    random = Random(step.dice)
    try:
        told = _KINDS[step.kind][1](story, random)
    except EnvironmentFault as fault:
        if fault.code != "lease_locked":
            raise
        told = "locked: nobody was in touch for 30 days"  # its rows are shown to nobody until it has been
    story.note(f"{step.kind}: {told}")
    story.time.pass_by(timedelta(seconds=random.choice((1, 4, 11, 35))))


def _one(story: Story, random: Random) -> Station:
    return random.choice(story.stations)


def _weather(random: Random) -> Weather:
    chance = random.choice((0.0, 0.0, 0.3, 0.6))
    return Weather(random, chance, tuple(random.sample(FAULTS, k=4)))


# --- people --------------------------------------------------------------------------------------------------------


@happens(14)
def act(story: Story, random: Random) -> str:
    """One to three acts of somebody."""
    station = _one(story, random)
    done = [story.act(station, random) for _ in range(random.choice((1, 1, 2, 3)))]
    story.check(station)
    return f"{station.name} {'; '.join(done)}"


@happens(10)
def sync(story: Story, random: Random) -> str:
    """A cycle of somebody, in good or bad weather."""
    station = _one(story, random)
    if random.random() < 0.7:
        story.time.pass_by(UNDO_WINDOW)
    done = story.sync(station, _weather(random))
    story.check(station)
    return f"{station.name} {done}"


@happens(4)
def act_and_undo(story: Story, random: Random) -> str:
    """Somebody changes their mind at once, or a cycle later."""
    station = _one(story, random)
    done = [story.act(station, random)]
    if random.random() < 0.5:
        done.append(story.sync(station, _weather(random)))
    done.append(story.undo(station))
    story.check(station)
    return f"{station.name} {'; '.join(done)}"


@happens(2)
def poisonous_act(story: Story, random: Random) -> str:
    """An act at which the server stumbles, with others behind it."""
    station = _one(story, random)
    args = poison(station.workstation, random, station.user_id)
    done = story.record(station, args) if args else "nothing to do"
    return f"{station.name} {done}; {story.act(station, random)}"


# --- machines ------------------------------------------------------------------------------------------------------


@happens(4)
def crash(story: Story, random: Random) -> str:
    """The program dies at some statement."""
    station = _one(story, random)
    work = random.choice(("act", "act", "sync", "sync", "sync", "undo", "restart"))
    prelude = story.act(station, random) if work in ("undo", "sync") else ""
    if work == "sync":
        story.time.pass_by(timedelta(seconds=31))
    at = random.randrange(1, _REACH.get(work, 120))
    done = story.during(station, at, work, random)
    story.check(station)
    return f"{station.name} {prelude}; {done} at {at}"


@happens(3)
def disk_error(story: Story, random: Random) -> str:
    """The disk fails once at some statement."""
    station = _one(story, random)
    work = random.choice(("act", "act", "act", "sync", "sync", "undo"))
    prelude = story.act(station, random) if work in ("undo", "sync") else ""
    at = random.randrange(1, _REACH.get(work, 120))
    done = story.failing(station, at, work, random)
    story.check(station)
    return f"{station.name} {prelude}; {done} at {at}"


@happens(4)
def replica_lost(story: Story, random: Random) -> str:
    """The file that can be made again is gone; it is, in whatever weather, and its user works on meanwhile."""
    station = _one(story, random)
    prelude = story.act(station, random)
    station.lose_replica()
    story.check(station)
    done = _bootstrapped(story, station, random)
    story.check(station)
    return f"{station.name} {prelude}; {done}"


def _bootstrapped(story: Story, station: Station, random: Random) -> str:
    """A cycle or two in bad weather, or one that a crash or a disk error ends."""
    way = random.choice(("weather", "weather", "crash", "disk"))
    at = random.randrange(1, 500)
    if way == "crash":
        return f"{story.during(station, at, 'sync', random)} at {at}"
    if way == "disk":
        return f"{story.failing(station, at, 'sync', random)} at {at}"
    return "; ".join(story.sync(station, _weather(random)) for _ in range(2))


@happens(3)
def resume_attached(story: Story, random: Random) -> str:
    """Somebody joins a CV, and it begins to travel."""
    station = _one(story, random)
    args = some_resume(station.workstation, random)
    done = [story.record(station, args) if args else "nothing to do", story.carry(station, _weather(random))]
    story.check(station)
    return f"{station.name} {'; '.join(done)}"


@happens(3)
def luggage(story: Story, random: Random) -> str:
    """The queue of attachments of somebody, in whatever weather, perhaps cut by a crash or the disk."""
    station = _one(story, random)
    way = random.choice(("weather", "weather", "crash", "disk"))
    at = random.randrange(1, 60)
    if way == "weather":
        done = story.carry(station, _weather(random))
    else:
        done = (
            story.during(station, at, "carry", random)
            if way == "crash"
            else story.failing(station, at, "carry", random)
        )
    story.check(station)
    return f"{station.name} {done} at {at}"


@happens(3)
def resume_passed_on(story: Story, random: Random) -> str:
    """A CV goes all the way to the server, and to somebody else in weather that cuts it."""
    station, other = random.sample(story.stations, k=2)
    args = some_resume(station.workstation, random)
    done = [story.record(station, args) if args else "nothing to do"]
    story.time.pass_by(UNDO_WINDOW)
    done += [story.sync(station, Weather()), story.carry(station, Weather()), story.sync(other, Weather())]
    done.append(story.carry(other, Weather(random, 0.7, ("cut_answer", "lost_answer"))))
    for each in (station, other):
        story.check(each)
    return f"{station.name} to {other.name} {'; '.join(done)}"


@happens(3)
def upgraded(story: Story, random: Random) -> str:
    """An earlier version wrote the replica, acts are pending, and the present one starts on it, at the second go."""
    station = _one(story, random)
    prelude = story.act(station, random)
    station.restart()
    before = station.shown()
    station.make_older(random)
    at = random.randrange(1, 90)
    done = story.during(station, at, "restart", random)
    after = station.shown()
    require(before == after, "14 migration", f"{station.name} showed {before}, now {after}")
    story.check(station)
    return f"{station.name} {prelude}; {done} at {at}"


@happens(1)
def kill(story: Story, random: Random) -> str:
    """The program dies between two acts."""
    station = _one(story, random)
    station.kill()
    story.check(station)
    return station.name


@happens(1)
def reboot(story: Story, random: Random) -> str:
    """A machine starts again: what it proved of time is lost."""
    station = _one(story, random)
    station.reboot()
    story.check(station)
    return station.name


@happens(3)
def time_passes(story: Story, random: Random) -> str:
    """Seconds to days."""
    duration = random.choice((timedelta(seconds=31), timedelta(minutes=7), timedelta(hours=9), timedelta(days=1.2)))
    story.time.pass_by(duration)
    return str(duration)


@happens(1)
def a_week_passes(story: Story, _: Random) -> str:
    """Longer than the offline window."""
    story.time.pass_by(timedelta(days=8))
    return "8 days"


@happens(3)
def clock_is_set(story: Story, random: Random) -> str:
    """Somebody sets a wall clock, wrong or right."""
    station = _one(story, random)
    days = random.choice((0.0, 0.0, 0.01, -0.1, 1.0, -2.0, -9.0))
    station.clock.skew = timedelta(days=days)
    return f"{station.name} {station.clock.skew}"


# --- the centre ----------------------------------------------------------------------------------------------------


@happens(3)
def late_letter(story: Story, random: Random) -> str:
    """A request believed lost arrives."""
    story.office.network.deliver_late(random)
    return f"{len(story.office.network.late)} left"


@happens(3)
def place_changes(story: Story, random: Random) -> str:
    """Somebody joins, leaves or returns to a structure, or becomes its administrator."""
    user, employer = random.choice(((ALICE, EI), (ALICE, ACI), (ERIN, ACI), (BOB, EI), (BOB, ACI), (ERIN, EI)))
    field = random.choice(("is_active", "is_active", "is_admin"))

    def write(world: World) -> None:
        place = world.get(Membership, f"{user.id}@{employer.id}")
        changed: dict[str, Any] = {field: place is None or not getattr(place, field)}
        new = replace(place, **changed) if place else membership(user, employer)
        world.put(new)

    story.office.commit(write)
    return f"{user.first_name} at {employer.name}: {field}"


@happens(1)
def edition_changes(story: Story, random: Random) -> str:
    """New rules are published, in force soon or since long."""
    now = story.time.now()
    in_force = now + timedelta(days=random.choice((-3, 0, 1, 4)))
    days = random.choice((1, 2, 8))
    source = read_text("rulebook", "2021-02-08.toml")
    source = source.replace('edition = "2021-02-08"', f'edition = "2021-03-0{days}"')
    source = source.replace("days_after_start = 4", f"days_after_start = {days}")

    def write(world: World) -> None:
        publish(world, source, in_force, now)

    story.office.commit(write)
    return f"{in_force} {days}"


@happens(1)
def night(story: Story, _: Random) -> str:
    """The nightly commit."""
    today = paris_date(story.time.now())

    def write(world: World) -> None:
        end_visibilities(today, world)

    story.office.commit(write)
    return str(today)


@happens(2)
def backup(story: Story, _: Random) -> str:
    """The operator copies the database."""
    story.backup = story.office.back_up()
    return "kept"


@happens(2)
def restore(story: Story, random: Random) -> str:
    """The operator puts the copy back."""
    if story.backup is None:
        return backup(story, random)
    story.office.restore(story.backup)
    for client_id in list(story.revoked):
        story.revoke(client_id)
    return story.office.epoch


@happens(1)
def new_device(story: Story, random: Random) -> str:
    """Somebody signs in on another machine."""
    user = random.choice((ALICE, BOB))
    name = f"{user.first_name.lower()}-{len(story.stations)}"
    with story.office.service.central.work() as unit:
        client_id, token = devices.add_client(unit.connection, user.id, name, story.time.now())
    story.office.observe()
    station = story.add_station(Device(name, user, client_id, token))
    done = story.sync(station, _weather(random))
    story.check(station)
    return f"{name} {done}"


# --- copies and strangers ------------------------------------------------------------------------------------------


@happens(2)
def copied(story: Story, random: Random) -> str:
    """Somebody keeps a copy of a profile folder."""
    station = _one(story, random)
    folder = story.folder / f"copy-{len(story.copies)}"
    take_image(station.folder, folder)
    promises = tuple(replace(promise) for promise in station.promises)
    story.copies.append(Copy(station, folder, promises, station.version, station.unknown))
    return station.name


@happens(2)
def cloned(story: Story, random: Random) -> str:
    """A copy of a profile starts a life of its own on another machine."""
    if not story.copies:
        copied(story, random)
    kept = random.choice(story.copies)
    if kept.station.is_revoked or len(story.stations) > 7:
        return "nobody"
    twin = story.add_station(
        replace(kept.station.device, name=f"{kept.station.name}+{len(story.stations)}"), kept.folder
    )
    twin.promises = [replace(promise) for promise in kept.promises]
    twin.version, twin.unknown = max(kept.version, twin.version), kept.unknown
    story.check(twin)
    return f"{twin.name} {story.act(twin, random)}"


@happens(1)
def profile_restored(story: Story, random: Random) -> str:
    """A profile is put back from its copy."""
    if not story.copies:
        return "no copy"
    kept = random.choice(story.copies)
    kept.station.go_back_to(kept.folder)
    kept.station.promises = [replace(promise) for promise in kept.promises]
    kept.station.version, kept.station.heads = kept.version, {}
    kept.station.unknown = kept.unknown
    story.check(kept.station)
    return f"{kept.station.name} {story.act(kept.station, random)}"


@happens(1)
def revoked(story: Story, random: Random) -> str:
    """An administrator revokes a device."""
    station = _one(story, random)
    if station.is_revoked or sum(not one.is_revoked for one in story.stations) < 3:
        return "nobody"
    story.revoke(station.workstation.profile.client_id)
    return station.name


@happens(2)
def stranger(story: Story, random: Random) -> str:
    """Somebody with a valid token sends what no workstation would."""
    station = _one(story, random)
    profile = station.workstation.profile
    return f"{station.name} " + "; ".join(f"{kind}: {attempt(story.office, profile, kind)}" for kind in HOSTILE)


@happens(2)
def row_missed(story: Story, random: Random) -> str:
    """A replica misses a row, as after a bug: the next change in the scope shows it, and it is repaired."""
    station = _one(story, random)
    is_served = not station.is_revoked and story.office.knows(station.workstation.profile.client_id)
    if not is_served or not lose_a_row(station.workstation, random):
        return "nothing lost"
    story.office.commit(touch_everything(random.randrange(10**6)))
    story.is_harmed = True
    done = [story.sync(station, Weather()) for _ in range(3)]
    story.is_harmed = False
    story.check(station)
    return f"{station.name} {done}"
