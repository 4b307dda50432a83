"""The forms about the adviser, the safety plan, the One Stop Shop and orders."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.triage.domain.support import commands as asked
from services.triage.web.fields import AREA, CHOICE, DAY, MOMENT, SEVERAL, TEXT, Field
from services.triage.web.support import wording
from services.triage.web.support.tasks import Seat, Task, lead
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id


def person(seat: Seat, label: str) -> Field:
    """Who it is for; where there is one, she is chosen."""
    only = next(iter(seat.people)) if len(seat.people) == 1 else ""
    return Field("person_id", label, CHOICE, choices=seat.people, stands=only)


def _adviser_fields(seat: Seat) -> Sequence[Field]:
    return (Field("adviser_id", "Which adviser?", CHOICE, choices=seat.advisers),)


def _tried_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Whom did you try to reach?"),
        Field("way", "How?", CHOICE, choices=wording.WAYS),
        Field("outcome", "What came of it?", CHOICE, choices=wording.OUTCOMES),
    )


def _action_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Whom does it protect?"),
        Field("text", "What is to be done?", AREA, "One thing that can be seen to be done. Sealed under their key."),
        Field("agency", "Which agency?", CHOICE, choices=wording.AGENCIES),
        Field("owner", "Who there?", TEXT, "A name or an office that answers for it."),
        Field("due_on", "By which day?", DAY),
    )


def _action(seat: Seat, typed: Mapping[str, Any]) -> Command:
    return seat.make(asked.AgreeSafetyAction, action_id=new_id(), **typed)


def _open_actions(seat: Seat) -> list[str]:
    return [each.action_id for each in seat.file.actions if each.result is None]


def _drop_in_fields(seat: Seat) -> Sequence[Field]:
    return (
        person(seat, "Who came?"),
        Field("held_on", "On which day?", DAY),
        Field("came", "How did they come?", CHOICE, choices=wording.CAME),
        Field("campaign", "Code on the card", TEXT, "Four signs, if they had one.", optional=True),
        Field("topics", "What did they come for?", SEVERAL, choices=wording.TOPICS),
    )


def _drop_in(seat: Seat, typed: Mapping[str, Any]) -> Command:
    campaign = typed["campaign"].strip().upper() if typed["campaign"] else None
    return seat.make(asked.RecordDropIn, drop_in_id=new_id(), **{**typed, "campaign": campaign})


def _order_fields(seat: Seat) -> Sequence[Field]:
    return (
        Field("order", "Which order?", CHOICE, choices=wording.ORDERS),
        Field("until_on", "Until which day does it last?", DAY, optional=True),
        Field("told_at", "When were the police told?", MOMENT),
    )


def _waiting_orders(seat: Seat) -> list[str]:
    return [each.order_id for each in seat.file.orders if not each.acknowledged]


PLAN_TASKS: dict[str, Task] = {
    "adviser": Task(
        "Give the case to an adviser",
        "Give it",
        _adviser_fields,
        lambda seat, typed: seat.make(asked.GiveToAdviser, **typed),
        lead("Nobody is left without an adviser because all have too many cases: that is for the manager to solve."),
    ),
    "tried": Task(
        "You tried to reach them",
        "Record it",
        _tried_fields,
        lambda seat, typed: seat.make(asked.RecordAdviserTried, **typed),
        lead("Each try is kept. The clock ends when you have reached them, not when you have tried."),
        adviser=True,
    ),
    "action": Task("Agree an action of the safety plan", "Agree it", _action_fields, _action),
    "action-end": Task(
        "What became of the action?",
        "Record it",
        lambda seat: (Field("result", "What became of it?", CHOICE, choices=wording.ACTION_RESULTS),),
        lambda seat, typed: seat.make(
            asked.EndSafetyAction, action_id=seat.pick("action", _open_actions(seat)), **typed
        ),
    ),
    "plan-review": Task(
        "Look at the safety plan again",
        "We have looked at it together",
        lambda seat: (),
        lambda seat, typed: seat.make(asked.ReviewSafetyPlan),
        lead(
            "Go through each action with them, and through where they live, who knows of it and how they are reached.",
            "Risk changes after a move, a court day, a contact with children, a new partner.",
        ),
    ),
    "drop-in": Task(
        "Record a visit to the One Stop Shop",
        "Record it",
        _drop_in_fields,
        _drop_in,
    ),
    "order": Task(
        "Tell the police of an order",
        "The police were told",
        _order_fields,
        lambda seat, typed: seat.make(asked.TellPoliceOfOrder, order_id=new_id(), **typed),
        lead("An order that the police do not know of is not enforced. They are to say that they have it."),
    ),
    "order-known": Task(
        "The police have the order",
        "Record it",
        lambda seat: (Field("acknowledged_at", "When did they say so?", MOMENT),),
        lambda seat, typed: seat.make(
            asked.AcknowledgeOrder, order_id=seat.pick("order", _waiting_orders(seat)), **typed
        ),
    ),
}
