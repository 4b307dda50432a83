"""A referral is completed: whoever reads it answers what it says, at any time, however it stands."""

from collections.abc import Sequence
from typing import Any

from services.intake.domain.commands import ChangeContactDetails, ChangeSafeContact
from services.intake.domain.complete_commands import CompleteReferral
from services.intake.domain.details import change_contact_details
from services.intake.domain.events import AnswersGiven
from services.intake.domain.given import GivenReferral
from services.intake.domain.people import involved
from services.intake.domain.placing import derived
from services.intake.domain.referral import Referral, change_safe_contact, evolve, id_of
from services.intake.domain.under_keys import kept, location, occurrence, sharing
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative


def complete_referral(command: CompleteReferral, state: Referral) -> Sequence[Fact]:
    """All of it at once, or nothing. What says nothing changes nothing.

    What reaches the reporter comes first, which makes it unsafe; how she may be reached is said last.
    """
    facts: list[Fact] = []
    who: dict[str, Any] = {"at": command.at, "reference": command.reference, "person_id": command.reporter_id}
    if command.details is not None:
        facts += change_contact_details(ChangeContactDetails(**who, given=command.details), state)
    if (given := _answers(command, id_of(state))) is not None:
        facts.append(given)
    for fact in facts:
        state = evolve(state, fact)
    if command.safe_contact is not None:
        facts += change_safe_contact(ChangeSafeContact(**who, safe_contact=command.safe_contact), state)
    return facts


def _answers(command: CompleteReferral, referral_id: str) -> AnswersGiven | None:
    said = {} if command.given is None else _said(command, command.given)
    about = (command.kind, command.category, command.strands)
    if not command.answers and not said and about == (None, None, None):
        return None
    return AnswersGiven(
        referral_id=referral_id,
        reference=command.reference,
        kind=command.kind,
        category=command.category,
        strands=command.strands,
        answers=command.answers,
        **said,
    )


def _said(command: CompleteReferral, given: GivenReferral) -> dict[str, Any]:
    """What the document says of people, place, times and languages, under the keys they belong to."""
    owner = command.reporter_id
    said: dict[str, Any] = {"people": involved(given, owner, command.person_ids)}
    if given.occurred is not None:
        said["occurred"] = occurrence(given.occurred, owner)
    if given.location is not None:
        said |= {"location": location(given.location, owner), "derived": derived(command.placed)}
    said |= {
        "language": given.language,
        "interpreter": kept(owner, Narrative, given.interpreter),
        "interviewer_preference": kept(owner, Narrative, given.interviewer_preference),
        "sharing": sharing(given.sharing, owner),
    }
    return {name: value for name, value in said.items() if value}
