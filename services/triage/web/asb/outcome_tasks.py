"""The forms of mediation and of the case review."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.mediation import SIDES, running
from services.triage.web.asb import wording
from services.triage.web.asb.tasks import Seat, Task, lead, titled
from services.triage.web.fields import CHOICE, DAY, MONEY, NUMBER, TEXT, TICK, Field
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id, new_reference

_PENCE = 100
_OTHERS = "Such as WM-7K3F-Q, with a space between them. What they complained of there counts too."


def new_code() -> str:
    """A code for one mediation: it says nothing, and is not the reference that one side knows."""
    return new_reference().replace("WM-", "MED-")


def _answer_fields(seat: Seat) -> Sequence[Field]:
    mediation = running(seat.file)
    given = mediation.answers if mediation else {}
    sides = {side: wording.SIDES[side] for side in SIDES if side not in given}
    return (
        Field("side", "Which side?", CHOICE, choices=sides),
        Field("answer", "What did they say?", CHOICE, choices=wording.ANSWERS),
    )


def _book_fields(seat: Seat) -> Sequence[Field]:
    practice = seat.room.practice(day_of(seat.now))
    average = practice.mediation_average_pence // _PENCE if practice else 0
    return (Field("cost", "What does it cost, in pounds?", MONEY, f"The average is £{average}.", stands=str(average)),)


def _end_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("result", "How did it end?", CHOICE, choices=wording.MEDIATION_RESULTS),
        Field("cost", "What did it cost, in pounds?", MONEY, "0 where no mediator was booked.", stands="0"),
    )


def _ask_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("asked_on", "When did they ask for it?", DAY),
        Field("asked_for", "Who asks?", CHOICE, choices=wording.ASKED_FOR),
        Field("consent", "The person affected has agreed to it", TICK),
        Field("others", "Other reports they made, by reference", TEXT, _OTHERS, optional=True),
    )


def _ask(seat: Seat, typed: Mapping[str, Any]) -> Command:
    others = (typed["others"] or "").replace(",", " ").upper().split()
    return asked.AskForReview(**seat.base(), review_id=new_id(), **{**typed, "others": tuple(others)})


def _decide(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return asked.DecideReview(**seat.base(), met=typed["met"] == "yes", ground=typed["ground"])


OUTCOME_TASKS: dict[str, Task] = {
    "mediation-offer": Task(
        titled("Offer mediation to both sides"),
        "Offer it",
        lambda seat: (),
        lambda seat, typed: asked.OfferMediation(**seat.base(), mediation_id=new_id(), code=new_code()),
        lead(
            "Each side is told a code, and neither the other’s name nor how to reach them.",
            "It is never offered while domestic abuse, violence, a hate motive or a child at risk is not ruled out.",
        ),
    ),
    "mediation-answer": Task(
        titled("What one side answered"),
        "Record it",
        _answer_fields,
        lambda seat, typed: asked.AnswerMediation(**seat.base(), side=typed["side"], answer=typed["answer"]),
        lead("If one side declines it ends, and the other learns no more than that."),
    ),
    "mediation-book": Task(
        titled("Book the mediator"),
        "Book",
        _book_fields,
        lambda seat, typed: asked.BookMediator(**seat.base(), committed_pence=typed["cost"]),
        lead("This commits money from this year’s budget. The mediator is given the code."),
    ),
    "mediation-end": Task(
        titled("How the mediation ended"),
        "Record it",
        _end_fields,
        lambda seat, typed: asked.EndMediation(**seat.base(), result=typed["result"], spent_pence=typed["cost"]),
    ),
    "review-ask": Task(
        titled("Record an application for a case review"),
        "Record it",
        _ask_fields,
        _ask,
        lead("It is about what was reported, and not about whether we did anything. Every application is recorded."),
    ),
    "review-acknowledge": Task(
        titled("Acknowledge the application"),
        "Acknowledge it, as their contact",
        lambda seat: (),
        lambda seat, typed: asked.AcknowledgeReview(**seat.base()),
        lead("The contact has had no part in the case."),
    ),
    "review-decide": Task(
        titled("Decide whether a review is held"),
        "Record the decision",
        lambda seat: (
            Field("met", "Is the threshold met?", CHOICE, choices={"yes": "Yes, a review is held", "no": "No"}),
            Field("ground", "Why?", CHOICE, choices=wording.GROUNDS),
        ),
        _decide,
    ),
    "review-hold": Task(
        titled("Record the review"),
        "Record it",
        lambda seat: (
            Field("held_on", "When did the agencies meet?", DAY),
            Field("recommendations", "How many recommendations?", NUMBER, stands="0", most=100),
        ),
        lambda seat, typed: asked.HoldReview(**seat.base(), **typed),
    ),
}
