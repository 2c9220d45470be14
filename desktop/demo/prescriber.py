"""An authorised prescriber who sends candidates: speaks the protocol as any enrolled device does, without a replica."""

from dataclasses import dataclass
from typing import Any

import msgspec

from sync.domain.commands import command_type_of
from sync.domain.diagnosing import Diagnose
from sync.domain.employers import Employer
from sync.domain.ids import uuid7
from sync.domain.job_descriptions import JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.registering import CreateJobSeeker
from sync.domain.sending import Submit
from sync.engine.http import HttpTransport, enrol
from sync.protocol.codec import encode, sha256
from sync.protocol.entries import plain
from sync.protocol.messages import Clock as ClockReading
from sync.protocol.messages import Enrol, Entry, OutcomeMessage, Push, PushedEntry
from sync.replica.clock import Clock
from sync.replica.entries import Entropy
from sync.store.types import instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody to send: who, the prescriber's word, and the criteria of the diagnosis."""

    person: JobSeeker
    message: str
    criteria: tuple[str, ...]


class Prescriber:
    """Sends people, diagnosis included, as a member of an organisation."""

    def __init__(self, server_url: str, email: str, password: str, clock: Clock, entropy: Entropy) -> None:
        enrolled = enrol(server_url, Enrol(email=email, password=password, device_name="Mission locale"))
        self._transport = HttpTransport(server_url, enrolled.token)
        self._epoch = enrolled.epoch
        self._clock = clock
        self._entropy = entropy
        self._mid = 0
        self._chain = ""

    def close(self) -> None:
        """Sign off."""
        self._transport.close()

    def register(self, organization: PrescriberOrganization, candidate: Candidate) -> list[OutcomeMessage]:
        """Enter the person and diagnose them."""
        person = candidate.person
        fields = {name: getattr(person, name) for name in _PERSON_FIELDS}
        diagnosis = Diagnose(
            diagnosis_id=self._new_id(),
            job_seeker_id=person.id,
            criteria=candidate.criteria,
            organization_id=organization.id,
        )
        created = CreateJobSeeker(job_seeker_id=person.id, organization_id=organization.id, **fields)
        return self._push(created, diagnosis)

    def send(
        self, organization: PrescriberOrganization, candidate: Candidate, employer: Employer, job: JobDescription | None
    ) -> tuple[str, OutcomeMessage]:
        """Send the person to an employer; the application's id and the outcome."""
        application_id = self._new_id()
        args = Submit(
            job_application_id=application_id,
            job_seeker_id=candidate.person.id,
            employer_id=employer.id,
            sender_kind="prescriber",
            sender_organization_id=organization.id,
            job_description_ids=(job.id,) if job else (),
            message=candidate.message,
        )
        return application_id, self._push(args)[-1]

    def new_person(self, **fields: Any) -> JobSeeker:  # noqa: ANN401 - any field of a job seeker
        """A person to be entered."""
        return JobSeeker(id=self._new_id(), created_at=self._clock.now(), **fields)

    def _push(self, *acts: object) -> list[OutcomeMessage]:
        entries = [self._entry(args) for args in acts]
        return self._transport.push(Push(epoch=self._epoch, entries=entries)).outcomes

    def _entry(self, args: object) -> PushedEntry:
        kind = command_type_of(args)
        self._mid += 1
        boot, now_ms = self._clock.boot()
        wall = instant_text(self._clock.now())
        body = encode(
            Entry(
                mid=self._mid,
                id=self._new_id(),
                name=kind.name,
                version=kind.version,
                args=plain(args),
                expect={},
                clock=ClockReading(anchor="", anchor_boot="", anchor_ms=0, boot=boot, ms=now_ms, wall=wall),
                edition="",
                prev=self._chain,
            )
        )
        self._chain = sha256(body)
        return PushedEntry(body=msgspec.Raw(body))

    def _new_id(self) -> str:
        return uuid7(self._clock.now(), self._entropy(10))


_PERSON_FIELDS = (
    *("title", "last_name", "first_name", "born_on", "email", "phone"),
    *("address_line_1", "post_code", "city", "pole_emploi_id"),
)
