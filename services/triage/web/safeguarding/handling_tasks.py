"""The forms about hate crime and about premises where people may be exploited."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.safeguarding import commands as asked
from services.triage.web.fields import AREA, CHOICE, DAY, SEVERAL, Field
from services.triage.web.safeguarding import words
from services.triage.web.safeguarding.seat import Seat, Task
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id


def _hate_fields(seat: Seat) -> Sequence[Field]:
    motives = seat.practice.hate.motives
    return (
        Field("perceived_by", "Who sees it as done out of hate?", CHOICE, choices=words.PERCEIVED),
        Field("motives", "For what were they chosen?", SEVERAL, "Tick all that fits.", choices=motives),
        Field("police", "The police", CHOICE, choices=words.POLICE),
        Field("crime_number", "Crime number, if there is one", optional=True),
        Field("support", "Support", CHOICE, choices=words.SUPPORT),
        Field("words", "What else matters", AREA, optional=True),
    )


def _hate(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.HandleHateCrime(
        **seat.base(),
        crime_number=typed["crime_number"] or "",
        words=typed["words"] or "",
        **{name: typed[name] for name in ("perceived_by", "motives", "police", "support")},
    )


def _claim_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("source", "Who says so?", CHOICE, choices=seat.practice.premises.sources),
        Field("claim", "Does it hold?", CHOICE, choices=words.CLAIMS),
        Field("people", "The people in there", CHOICE, choices=words.PEOPLE),
        Field("words", "Why", AREA),
    )


def _party(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.NotePremisesParty(**seat.base(), party_id=new_id(), **{**typed, "name": typed["name"] or ""})


HANDLING_TASKS: Mapping[str, Task] = {
    "hate": Task(
        title=lambda seat: "Hate crime",
        button="Record it",
        fields=_hate_fields,
        command=_hate,
        lead=("What somebody sees as done out of hate is handled so. Nobody has to prove it.",),
    ),
    "premises-claim": Task(
        title=lambda seat: "Does the claim about the premises hold?",
        button="Record it",
        fields=_claim_fields,
        command=lambda seat, typed: asked.AssessPremisesClaim(**seat.base(), **typed),
        lead=("The people in there come first. Selling sex is no offence of theirs.",),
    ),
    "premises-party": Task(
        title=lambda seat: "Who has to do with the premises?",
        button="Record it",
        fields=lambda seat: (
            Field("party", "Who?", CHOICE, choices=words.PARTIES),
            Field("involved", "Are they part of it?", CHOICE, choices=words.INVOLVED),
            Field("name", "Name, if known", optional=True),
        ),
        command=_party,
    ),
    "premises-step": Task(
        title=lambda seat: "What was done about the premises?",
        button="Record it",
        fields=lambda seat: (
            Field("step", "What?", CHOICE, choices=words.STEPS),
            Field("taken_on", "On which day?", DAY),
        ),
        command=lambda seat, typed: asked.TakePremisesStep(**seat.base(), **typed),
        lead=("Whatever warns somebody waits until the people in there were thought of.",),
    ),
}
