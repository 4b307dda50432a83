"""How meetings go: agendas sent round, attendance, a decision on each case, actions undertaken and followed up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from services.panels.domain.commands import AssignAction, CirculateAgenda, CloseAction, DecideCase, RecordAttendance
from services.panels.domain.values.agendas import ActionOutcome, AgendaCase
from services.panels.domain.values.sittings import Attendee
from services.panels.read_models.actions import Action, listed
from services.panels.read_models.agenda import queries
from services.rehearsal.plan import cast
from services.rehearsal.plan.cohort import BOARD
from services.rehearsal.plan.deeds import ChaseActions, Circulate, Deed, Hold
from services.rehearsal.plan.rehousing import HOUSING
from services.rehearsal.plan.words import meetings as words
from services.rehearsal.plan.year import LONDON
from services.rehearsal.play.band_acts import give_band
from services.rehearsal.play.stage import Stage

_ACTIONS = UUID("8b8b1c0e-3b57-5a52-8d39-4f0c2f5e7a11")
_PAGE = 100

_CHAIRED_BY = {"marac": "police", "cmarac": "community_safety", HOUSING: "housing", BOARD: "iom"}
_CHAIRS = {"marac": cast.CHAIR, BOARD: cast.IOM_CHAIR}
_NEEDED = {
    "marac": ("police", "idva"),
    "cmarac": ("community_safety",),
    HOUSING: ("housing",),
    BOARD: ("iom", "iom_probation"),
}
_MEMBERS: Mapping[str, Sequence[str]] = {
    "marac": (
        "police", "idva", "childrens_social_care", "adult_social_care", "housing", "health", "hospital",
        "mental_health", "drugs_and_alcohol", "probation", "education", "youth_justice", "refuge", "victim_support",
        "community_safety", "general_practice", "early_help",
    ),
    "cmarac": (
        "community_safety", "police", "housing", "social_landlords", "adult_social_care", "mental_health",
        "drugs_and_alcohol", "general_practice", "health", "probation", "fire_brigade", "environmental_health",
        "victim_support", "outreach", "voluntary_sector",
    ),
    HOUSING: (
        "housing", "community_safety", "idva", "social_landlords", "childrens_social_care", "adult_social_care",
    ),
    BOARD: (
        "iom", "iom_police", "iom_probation", "iom_prison", "iom_youth_justice", "iom_substances", "iom_housing",
    ),
}  # fmt: skip
# The source says of the MARAC: fifteen agencies or more at all times.
_PRESENT = {"marac": (15, 17), "cmarac": (9, 14), HOUSING: (4, 6), BOARD: (5, 7)}

_DECISIONS: Mapping[str, Mapping[str, int]] = {
    "marac": {"actions_agreed": 86, "plan_continues": 4, "referred_on": 4, "transferred": 2, "no_further_action": 4},
    "cmarac": {
        "actions_agreed": 50, "support": 20, "enforcement": 10, "treatment": 10, "referred_on": 6,
        "no_further_action": 4,
    },
}  # fmt: skip
# How many actions follow from a decision on a new case: a plan has some, "nothing to add" has none.
_FOLLOWING: Mapping[str, Sequence[int]] = {
    "actions_agreed": (1, 2, 2, 3), "support": (1, 2), "enforcement": (1, 2), "treatment": (1, 2),
    "referred_on": (1,), "transferred": (1,), "plan_continues": (0,), "no_further_action": (0,),
}  # fmt: skip
# How actions end, of a hundred; the rest stay open, and become overdue.
_ENDS: Mapping[ActionOutcome | None, int] = {"done": 84, "not_possible": 6, "not_undertaken": 8, None: 2}


def circulate(stage: Stage, deed: Circulate) -> None:
    """Frozen and sent round; nothing where it was sent round just so before."""
    stage.do("panels", CirculateAgenda(at=deed.at, meeting_id=deed.meeting_id), deed)


def hold(stage: Stage, deed: Hold) -> None:
    """Everything that is written up after a meeting; cases nobody has chosen for are left to the coordinator."""
    random = Random(f"{deed.meeting_id}/attendance")
    stage.do("panels", _attendance(stage, deed, random), deed, f"{deed.key}/attendance")
    for place, case in enumerate(_cases(stage, deed)):
        reference = case.details.lead.reference
        chance = Random(f"{deed.meeting_id}/{reference}")
        if deed.panel == HOUSING:
            give_band(stage, deed, case, chance)
            continue
        decision = _decision(deed, case, chance)
        stage.do("panels", decision, deed, f"{deed.key}/{reference}")
        for action in [*_undertaken(deed, case, decision.decision, chance), *_forums(deed, case, place)]:
            stage.do("panels", action, deed, f"{deed.key}/{action.action_id}")


def chase_actions(stage: Stage, deed: ChaseActions) -> None:
    """Those whose end has come by today are closed as what they became."""
    today = deed.at.astimezone(LONDON).date()
    for action in _open(stage, today):
        ends_on, outcome = _end(action)
        if outcome is None or ends_on > today:
            continue
        reason = {"not_possible": words.NOT_POSSIBLE, "not_undertaken": words.NOT_UNDERTAKEN}.get(outcome, "")
        closing = CloseAction(
            at=deed.at, meeting_id=action.meeting_id, action_id=action.action_id, outcome=outcome, reason=reason
        )
        stage.do("panels", closing, deed, f"close/{action.action_id}")


def _attendance(stage: Stage, deed: Hold, random: Random) -> RecordAttendance:
    members, needed = _MEMBERS[deed.panel], _NEEDED[deed.panel]
    least, most = (4, 5) if deed.emergency else _PRESENT[deed.panel]
    others = [code for code in members if code not in needed]
    present = [*needed, *random.sample(others, min(random.randint(least, most) - len(needed), len(others)))]
    chairs = _CHAIRS.get(deed.panel)
    chair = stage.actors[chairs.sign_in_name].account_id if chairs else None
    attendees = [
        Attendee(agency=_CHAIRED_BY[deed.panel], capacity="chair", signed=True, account_id=chair),
        *(Attendee(agency=code, signed=True) for code in members if code in present),
    ]
    away = tuple(code for code in members if code not in present)
    apologies = () if deed.emergency else away
    return RecordAttendance(at=deed.at, meeting_id=deed.meeting_id, attendees=tuple(attendees), apologies=apologies)


def _cases(stage: Stage, deed: Hold) -> list[AgendaCase]:
    """By reference, so that a meeting broken off is gone on with in the same order."""
    with stage.service("panels").views.reading() as connection:
        found = queries.inputs(connection, deed.meeting_id)
    cases = [each for each in found.cases if each.place != "twelve_months"] if found else []
    ready = [each for each in cases if each.place == "core_group" or each.entry != "awaiting_choice"]
    return sorted(ready, key=lambda each: each.details.lead.reference)


def _decision(deed: Hold, case: AgendaCase, random: Random) -> DecideCase:
    standing = case.place == "core_group"
    usual = {code: share for code, share in _DECISIONS[deed.panel].items() if case.repeat or code != "plan_continues"}
    decision = "plan_continues" if standing else random.choices(list(usual), list(usual.values()))[0]
    return DecideCase(
        at=deed.at,
        case_id=case.case_id,
        meeting_id=deed.meeting_id,
        decision=decision,
        text=random.choice(words.STANDING_TEXTS if standing else words.DECISION_TEXTS[deed.panel][decision]),
        core_group=case.details.lead.reference in deed.core,
    )


def _undertaken(deed: Hold, case: AgendaCase, decision: str, random: Random) -> list[AssignAction]:
    """What the decision asks for; now and then one for a standing case."""
    count = random.choice((0, 1) if case.place == "core_group" else _FOLLOWING[decision])
    return [
        AssignAction(
            at=deed.at,
            meeting_id=deed.meeting_id,
            action_id=str(uuid5(_ACTIONS, f"{deed.meeting_id}/{case.details.lead.reference}/{agency}/{text}")),
            case_id=case.case_id,
            agency=agency,
            owner=owner,
            due=deed.day + timedelta(days=random.choice((7, 14, 14, 21, 28))),
            text=text,
        )
        for agency, owner, text in random.sample(_tasks(deed.panel, case), count)
    ]


def _forums(deed: Hold, case: AgendaCase, place: int) -> list[AssignAction]:
    """One of each Community MARAC for the forum, due after the next, so that whoever sits there for it has work."""
    if deed.panel != "cmarac" or place:
        return []
    agency, owner, text = words.FORUMS_ACTION
    return [
        AssignAction(
            at=deed.at,
            meeting_id=deed.meeting_id,
            action_id=str(uuid5(_ACTIONS, f"{deed.meeting_id}/forum")),
            case_id=case.case_id,
            agency=agency,
            owner=owner,
            due=deed.day + timedelta(days=42),
            text=text,
        )
    ]


def _tasks(panel: str, case: AgendaCase) -> Sequence[words.Task]:
    """What agencies undertake, also for children where there are any."""
    if panel == "cmarac":
        return words.CMARAC_ACTIONS
    return (*words.MARAC_ACTIONS, *(words.WITH_CHILDREN_ACTIONS if case.details.children else ()))


def _open(stage: Stage, today: date) -> list[Action]:
    found: list[Action] = []
    with stage.service("panels").views.reading() as connection:
        while page := listed(connection, offset=len(found), limit=_PAGE):
            found += page
    return sorted(found, key=lambda action: action.action_id)


def _end(action: Action) -> tuple[date, ActionOutcome | None]:
    """When and how an action ends: decided by its id, so it is the same whenever somebody asks."""
    random = Random(action.action_id)
    outcome = random.choices(list(_ENDS), list(_ENDS.values()))[0]
    return action.due + timedelta(days=random.randint(-5, 9)), outcome


ACTS: Mapping[type[Deed], Callable[[Stage, Any], None]] = {
    Circulate: circulate,
    Hold: hold,
    ChaseActions: chase_actions,
}
"""Deeds that look things up first: all that was done before must be visible. Each of their commands has a receipt."""
