"""How each deed at intake's other doors is done: the mail room takes messages in, and people answer what they say."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from services.intake.adapters.mail.room import MailRoom
from services.intake.application.handlers import message_stream
from services.intake.document.changes import DiaryEntryDocument
from services.intake.document.reading import read_referral, submission
from services.intake.document.reception import Reception
from services.intake.domain import message
from services.intake.domain.commands import OpenDiary, ReleaseMessage, SubmitReferral, TakenCall, WriteDiaryEntry
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.diary_codes import new_diary_code
from services.intake.domain.given_mail import GivenThread
from services.intake.domain.message import Message, Taken
from services.intake.domain.recognition import choose_people
from services.intake.domain.record_commands import RestrictPlace
from services.intake.web.sayings import shown_the_door
from services.intake.wiring import mail_room
from services.rehearsal.plan.deeds import Deed, Referral, Submit
from services.rehearsal.plan.intake_deeds import (
    AtIntake,
    Complete,
    GiveDiary,
    HidePlace,
    ReceiveMail,
    ReleaseMail,
    SubmitByMail,
    WriteDiary,
)
from services.rehearsal.play.stage import Stage
from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.advice import Advice
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.clock import system_clock

_PLACES = UUID("9d2f0c56-1f7b-5a5e-8c1d-3a8a4c0f5e22")
_PEOPLE = UUID("1c0d6b7e-52a4-5f1b-93c8-7a9d2e4f6b10")
_LEARNT = (
    "kind",
    "channel",
    "category",
    "occurred",
    "location",
    "people",
    "facts",
    "language",
    "interpreter",
    "safe_contact",
)


class AsPlanned(Reception):
    """The real door, where the next referral is given the id and the reference that were planned for it."""

    def __init__(self, real: Reception, referral: Referral) -> None:
        self._real, self._referral = real, referral

    def command(
        self, body: bytes, agency: str | None = None, *, believes_agency: bool = True, referrer: str | None = None
    ) -> SubmitReferral:
        made = self._real.command(body, agency, believes_agency=believes_agency, referrer=referrer)
        planned = {"referral_id": self._referral.referral_id, "reference": self._referral.reference}
        return made.model_copy(update=planned)


def call_of(deed: Submit, command: SubmitReferral) -> TakenCall | None:
    """How the call ended that it came by; where another door was shown, the one that the rules in force recommend."""
    if deed.call is None:
        return None
    call = TakenCall(ended=deed.call.ended, caller=deed.call.caller, minutes=deed.call.minutes)
    if call.ended != "signposted":
        return call
    asked = {name: deed.referral.document[name] for name in ("kind", "category", "facts")}
    decision = _rules().evaluate(asked | {"received_on": command.at.date().isoformat()})
    primary = decision["primary"]
    sent_on = primary["done_by"] == "us" and command.given.sharing is not None
    # Nobody in the rehearsed borough has a mailbox that was made sure of, so an officer tells them.
    saying = shown_the_door(primary["route"], primary["destination"], sent_on, by_message=False)
    words = {"saying": saying.code, "wording": saying.version, "said": saying.text, "sent_on": sent_on}
    return call.model_copy(update={"route": primary["route"], "destination": primary["destination"], **words})


@lru_cache(maxsize=1)
def _rules() -> Advice:
    return Advice(load_rule_sets(VOCABULARY), VOCABULARY, system_clock)


def submit_by_mail(stage: Stage, deed: SubmitByMail) -> None:
    """Taken in as any message; the room makes a referral of it by itself."""
    room = _room(stage)
    replace(room, reception=AsPlanned(room.reception, deed.referral)).take(deed.raw, deed.at)


def receive_mail(stage: Stage, deed: ReceiveMail) -> None:
    """Whatever becomes of it is the room's to say."""
    _room(stage).take(deed.raw, deed.at)


def release_mail(stage: Stage, deed: ReleaseMail) -> None:
    """A referral under the key that the message has stood under, then the message is that referral's."""
    room, intake, referral = _room(stage), stage.service("intake"), deed.referral
    message_id = room.id_of(deed.raw)
    standing: Message = intake.store.fold(message_stream(message_id), message.DECIDER)[0]
    assert isinstance(standing, Taken)
    document = read_referral(json.dumps(referral.document).encode(), deed.at)
    people = choose_people(document, stage.borough.ground.keyring.recognise_each)
    command = submission(document, deed.at, referral.referral_id, referral.reference, people, referral.agency)
    owner = standing.taken.kept_under
    changes = {
        "reporter_id": owner,
        "person_ids": tuple(owner if each == people.reporter_id else each for each in people.person_ids),
        "mail": GivenThread(message_id=message_id),
    }
    stage.do("intake", command.model_copy(update=changes), deed)
    released = ReleaseMessage(
        at=deed.at, message_id=message_id, reference=referral.reference, referral_id=referral.referral_id
    )
    stage.do("intake", released, deed, f"{deed.key}/released")
    room.originals.hand_over(message_id, owner)  # type: ignore[attr-defined]  # the real ones


def complete(stage: Stage, deed: Complete) -> None:
    """What the message says, and what its sender said of how to be reached."""
    referral = deed.referral
    members = {name: referral.document[name] for name in _LEARNT if name in referral.document}
    document = read_referral(json.dumps(members).encode(), deed.at)
    people = choose_people(document, stage.borough.ground.keyring.recognise_each)
    said = submission(document, deed.at, "", "", people)
    command = CompleteReferral(
        at=deed.at,
        reference=referral.reference,
        answers=said.answers,
        reporter_id=stage.submitted(referral).account_of,
        person_ids=people.person_ids,
        given=document,
        safe_contact=document.safe_contact,
    )
    stage.do("intake", command, deed)


def give_diary(stage: Stage, deed: GiveDiary) -> None:
    """To whoever reported, on the telephone."""
    submitted = stage.submitted(deed.referral)
    command = OpenDiary(
        at=deed.at,
        referral_id=submitted.referral_id,
        reference=submitted.reference,
        person_id=submitted.account_of,
        code=new_diary_code(),
        first_on=deed.first_on,
        days=deed.days,
        way="now",
        safe="unknown",
        abuse=False,
    )
    stage.do("intake", command, deed)


def write_diary(stage: Stage, deed: WriteDiary) -> None:
    """One day: what happened, or that nothing did."""
    said = {"on": deed.on.isoformat(), "quiet": deed.what is None, "began": deed.began, "what": deed.what}
    given = DiaryEntryDocument.model_validate_json(json.dumps(said), context={"now": deed.at})
    command = WriteDiaryEntry(
        at=deed.at,
        referral_id=deed.referral.referral_id,
        reference=deed.referral.reference,
        entry_id=deed.key,
        road="resident",
        received_at=deed.at,
        given=given,
    )
    stage.do("intake", command, deed)


def hide_place(stage: Stage, deed: HidePlace) -> None:
    """Under a key of its own."""
    place_id = str(uuid5(_PLACES, deed.code))
    stage.borough.ground.keyring.mint(place_id)
    stage.borough.ground.keyring.flush()
    stage.do("intake", RestrictPlace(at=deed.at, code=deed.code, place_id=place_id, addresses=deed.addresses), deed)


def at_intake(stage: Stage, deed: AtIntake) -> None:
    """About no referral; whoever it is about is looked for nowhere."""
    said = dict(deed.said) | {member: stage.actors[name].account_id for member, name in deed.accounts.items()}
    if deed.minted is not None:
        person_id = str(uuid5(_PEOPLE, deed.key))
        stage.borough.ground.keyring.mint(person_id)
        stage.borough.ground.keyring.flush()
        said[deed.minted] = person_id
    stage.do("intake", deed.command(at=deed.at, **said), deed)


def _room(stage: Stage) -> MailRoom:
    """The mail room, which looks things up in the views: they are the player's to keep up."""
    intake = stage.service("intake")
    intake.views.catch_up()
    return stage.kept("mail room", lambda: mail_room(stage.borough.ground, intake))


ACTS: Mapping[type[Deed], tuple[str, Callable[[Stage, Any], None]]] = {
    SubmitByMail: ("intake", submit_by_mail),
    ReceiveMail: ("intake", receive_mail),
    ReleaseMail: ("intake", release_mail),
    Complete: ("intake", complete),
    GiveDiary: ("intake", give_diary),
    WriteDiary: ("intake", write_diary),
    HidePlace: ("intake", hide_place),
    AtIntake: ("intake", at_intake),
}
"""Each deed with the service whose receipt says that it is done."""
