"""How a form is filled in: whoever it is about is looked up by their part in the referral, as on a page."""

from collections.abc import Callable, Mapping
from typing import Any

from services.rehearsal.plan.case_deeds import Enter, FillIn, FillInAside, NoteOnSheet
from services.rehearsal.plan.deeds import Deed, Referral
from services.rehearsal.plan.year import LONDON
from services.rehearsal.play.stage import Stage
from services.triage.adapters.dated_files import load_practices, load_wordings
from services.triage.application.safeguarding.room import SafeguardingRoom
from services.triage.domain.safeguarding.processes import NoteOtherProcess
from shared.access.roles import Role
from shared.runtime.bank_holidays import england_and_wales

_SEVERAL = "_ids"


def enter(stage: Stage, deed: Enter) -> None:
    """Into a register of the borough."""
    about: dict[str, Any] = {"at": deed.at, "by": stage.actors[deed.by].account_id}
    about["on"] = deed.at.astimezone(LONDON).date()
    about |= deed.said
    stage.do("triage", deed.command(**about | _accounts(stage, deed)), deed)


def fill_in(stage: Stage, deed: FillIn) -> None:
    """On a case."""
    members: dict[str, Any] = {
        "at": deed.at,
        "by": stage.actors[deed.by].account_id,
        "referral_id": deed.referral.referral_id,
        **deed.said,
        **_accounts(stage, deed),
    }
    for member, part in deed.people.items():
        found = _people(stage, deed.referral, part)
        members[member] = tuple(found) if member.endswith(_SEVERAL) else found[0]
    if deed.command is NoteOtherProcess:
        members |= _walled(stage, deed.referral)
    stage.do("triage", deed.command(**members), deed)


def note_on_sheet(stage: Stage, deed: NoteOnSheet) -> None:
    """Behind its panel's wall."""
    about: dict[str, Any] = {"at": deed.at, "panel": deed.panel, "entry_id": deed.entry_id}
    stage.do("panels", deed.command(**about | dict(deed.said)), deed)


def _accounts(stage: Stage, deed: Enter | FillIn) -> dict[str, str]:
    return {member: stage.actors[name].account_id for member, name in deed.accounts.items()}


def _people(stage: Stage, referral: Referral, part: str) -> list[str]:
    """Those who have this part in it, all of them unless a number says which."""
    submitted = stage.submitted(referral)
    role, _, number = part.partition("/")
    if role == "victim":
        return [submitted.victim_id or submitted.account_of]
    found = [each.person_id for each in submitted.people if role in each.roles]
    return [found[int(number)]] if number else found


def _walled(stage: Stage, referral: Referral) -> dict[str, Any]:
    room: SafeguardingRoom = stage.kept("safeguarding", lambda: _room(stage))
    people = tuple(each.person_id for each in stage.submitted(referral).people)
    return {"stream": room.stream_of_processes(referral.referral_id), "people": people}


def _room(stage: Stage) -> SafeguardingRoom:
    """As triage puts it together, for the name of the stream alone."""
    recipients = {code for edition in load_wordings().all for code in edition.recipients}
    return SafeguardingRoom(
        practices=load_practices(recipients, {role.value for role in Role}),
        days=england_and_wales(),
        clock=stage.borough.ground.clock,
        indexer=stage.borough.ground.keyring,
        facts=lambda stream: [],
    )


ACTS: Mapping[type[Deed], tuple[str, Callable[[Stage, Any], None]]] = {
    Enter: ("triage", enter),
    FillIn: ("triage", fill_in),
    FillInAside: ("triage", fill_in),
    NoteOnSheet: ("panels", note_on_sheet),
}
"""Each deed with the service whose receipt says that it is done."""
