"""What the housing needs panel says of each case: a band with its days, none, or put off; and what follows from it."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid5

from services.panels.domain.banding_commands import RecordBanding
from services.panels.domain.commands import AssignAction
from services.panels.domain.values.agendas import AgendaCase
from services.panels.domain.values.bands import AWARDED, DEFERRED, NOT_AWARDED
from services.rehearsal.plan.deeds import Hold
from services.rehearsal.plan.words import rehousing as words
from services.rehearsal.play.stage import Stage

_ACTIONS = UUID("3d1c5b0e-0d2a-5b7f-8a44-6f2b9c1e7d05")
_RESULTS = {AWARDED: 66, NOT_AWARDED: 22, DEFERRED: 12}
# A band that is looked at again is mostly needed still; nobody is put off there.
_REVIEWS = {AWARDED: 60, NOT_AWARDED: 40}
_BANDS = ("band_2",) * 6 + ("band_1", "band_3")
_REASONS = ("abuse", "abuse", "abuse", "management", "homeless", "leaving_refuge")
# Days after the meeting on which a band is looked at again.
_REVIEWED_AFTER = (56, 84, 120, 168)


def give_band(stage: Stage, deed: Hold, case: AgendaCase, chance: Random) -> None:
    """Band and decision; on an award an agency or two undertake something."""
    reference, review = case.details.lead.reference, case.place == "band_reviews"
    shares = dict(_REVIEWS if review else _RESULTS)
    if case.entry == "deferred":
        # Putting it off once more would be the chair's to sign.
        shares.pop(DEFERRED, None)
    result = chance.choices(list(shares), list(shares.values()))[0]
    band = RecordBanding(
        at=deed.at,
        case_id=case.case_id,
        meeting_id=deed.meeting_id,
        result=result,
        words=chance.choice((words.REVIEWED if review else words.SAID)[result]),
        interim_note=words.INTERIM if result == DEFERRED else "",
    )
    if result == AWARDED:
        days = {
            "band": chance.choice(_BANDS),
            "reason": chance.choice(_REASONS),
            "effective_on": deed.day,
            "review_on": deed.day + timedelta(days=chance.choice(_REVIEWED_AFTER)),
        }
        band = band.model_copy(update=days)
    stage.do("panels", band, deed, f"{deed.key}/{reference}")
    if result != AWARDED or review:
        return
    for agency, owner, text in chance.sample(_tasks(case), chance.choice((1, 2))):
        action = AssignAction(
            at=deed.at,
            meeting_id=deed.meeting_id,
            action_id=str(uuid5(_ACTIONS, f"{deed.meeting_id}/{reference}/{agency}/{text}")),
            case_id=case.case_id,
            agency=agency,
            owner=owner,
            due=deed.day + timedelta(days=chance.choice((14, 21, 28))),
            text=text,
        )
        stage.do("panels", action, deed, f"{deed.key}/{action.action_id}")


def _tasks(case: AgendaCase) -> list[tuple[str, str, str]]:
    """For children only where there are any."""
    return [task for task in words.TASKS if case.details.children or task[0] != "childrens_social_care"]
