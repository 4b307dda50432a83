"""The forms on a case that reach over to a programme: the referral, and what was done on what came back."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.programme.commands import ReferToProgramme
from services.triage.domain.vawg import commands as asked
from services.triage.web.fields import CHOICE, Field
from services.triage.web.programme.wording import ANSWERS, HOMES, LEVERS
from services.triage.web.vawg.tasks import AbuseSeat, AbuseTask, always, saying
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound


def _who_harms(seat: AbuseSeat) -> dict[str, str]:
    people = seat.standing.referral.people
    return {each.person_id: seat.people[each.person_id] for each in people if "perpetrator" in each.roles}


def _fields(seat: AbuseSeat) -> Sequence[Field]:
    book = seat.room.ground.programmes.on(seat.now.date())
    titles = {code: each.title for code, each in book.programmes.items()}
    return (
        Field("person", "Who is referred?", CHOICE, choices=_who_harms(seat)),
        Field("programme", "To which programme?", CHOICE, choices=titles),
        Field("lever", "What moves them to go?", CHOICE, choices=LEVERS),
        Field("home", "Who is to have the home?", CHOICE, choices=HOMES),
    )


def _refer(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    return ReferToProgramme(
        **seat.base(),
        enrolment_id=new_id(),
        programme=typed["programme"],
        person_id=typed["person"],
        called=seat.people[typed["person"]],
        lever=typed["lever"],
        home=typed["home"],
    )


def _answer(seat: AbuseSeat, typed: Mapping[str, Any]) -> Command:
    signal_id = seat.chosen.get("signal")
    if signal_id is None:
        raise NotFound
    return asked.AnswerSafetySignal(**seat.base(), signal_id=signal_id, came_of=typed["came_of_it"])


def _answer_fields(seat: AbuseSeat) -> Sequence[Field]:
    return (Field("came_of_it", "What was done?", CHOICE, choices=ANSWERS),)


PROGRAMME_LINKS: dict[str, AbuseTask] = {
    "programme": AbuseTask(
        always("Refer whoever does the harm to a programme"),
        "Refer them",
        _fields,
        _refer,
        saying(
            "The programme learns their name, their age and what moves them to go. It learns nothing of this case.",
            "Under 18 they are a child first: children’s services come before any programme.",
        ),
    ),
    "signal": AbuseTask(
        always("What was done on it"),
        "Record it",
        _answer_fields,
        _answer,
        saying("Tell them only by a way that is safe."),
    ),
}
