"""What panels do when another service has published something."""

from collections.abc import Sequence

from msgspec import UNSET

from services.panels.application.people import PEOPLE
from services.panels.domain.commands import ListCase
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.referrals import Basis, Involved, Known, Priority, Referral
from shared.contracts.intake import InvolvedPerson
from shared.contracts.model import SealedText
from shared.contracts.triage import MarkedForPanel
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Identity, Personal

_PRIORITIES: dict[str, Priority] = {"urgent": "urgent", "high": "high", "standard": "standard"}


def policies(timetable: Timetable) -> tuple[Policy, ...]:
    """What panels listen to. A message that names an unknown panel fails, and waits where somebody will see it."""

    def list_case_when_marked_for_panel(message: Message) -> Sequence[Command]:
        marked = MarkedForPanel.model_validate(message.data)
        subject_id = _SUBJECT[timetable.panel(marked.panel).subject](marked)
        referral = _referral(marked)
        return [ListCase(at=marked.marked_at, panel=marked.panel, subject_id=subject_id, referral=referral)]

    listing = Policy("list_case_when_marked_for_panel", "triage.marked_for_panel.v1", list_case_when_marked_for_panel)
    return (listing, *PEOPLE)


def _referral(marked: MarkedForPanel) -> Referral:
    return Referral(
        referral_id=marked.referral_id,
        reference=marked.reference,
        case_reference=marked.case_reference,
        received_at=marked.received_at,
        criteria=marked.criteria,
        flags=marked.flags,
        priority=_PRIORITIES.get(marked.priority, "urgent"),
        children=_children(marked),
        children_in_household=_known(marked),
        is_repeat=marked.is_repeat,
        last_referral_on=marked.last_referral_on,
        referring_agency=marked.referring_agency,
        transferred_from=marked.transferred_from,
        people=tuple(_involved(person) for person in marked.people),
        basis=Basis(**dict(marked.disclosure)) if marked.disclosure is not None else UNSET,
    )


def _victim(marked: MarkedForPanel) -> str | None:
    """Whoever triage says, else the only victim named."""
    return marked.victim_id or _only(marked, "victim")


def _adult_of_concern(marked: MarkedForPanel) -> str | None:
    """Whoever is called the subject, else the victim; but who complains about somebody is not the adult of concern."""
    subject, victim, blamed = _only(marked, "subject"), _victim(marked), _only(marked, "perpetrator")
    complains = any(person.person_id == victim and "reporter" in person.roles for person in marked.people)
    if subject is None and blamed is not None and (victim is None or complains):
        return blamed
    return subject or victim


def _only(marked: MarkedForPanel, role: str) -> str | None:
    found = [person.person_id for person in marked.people if role in person.roles]
    return found[0] if len(found) == 1 else None


def _children(marked: MarkedForPanel) -> int | None:
    """How many, by triage or by those named; None where nobody said."""
    if marked.children is not None:
        return marked.children
    named = sum("child" in person.roles for person in marked.people)
    return named or None


def _known(marked: MarkedForPanel) -> Known:
    """Whether there are children in the household: an answer that was never given is not a no."""
    if _children(marked):
        return "yes"
    answered = marked.answers.get("children_in_household")
    if answered == "yes" or answered == "no":
        return "yes" if answered == "yes" else "no"
    return "no" if marked.children == 0 else "unknown"


def _involved(person: InvolvedPerson) -> Involved:
    """Names and dates of birth go to the panel for its research; addresses and telephones do not."""
    return Involved(
        person_id=person.person_id,
        roles=person.roles,
        full_name=_sealed(person.full_name),
        date_of_birth=_sealed(person.date_of_birth),
    )


def _sealed(text: SealedText | None) -> Personal[Identity] | None:
    return Personal(text.p, text.c) if text else None


_SUBJECT = {"victim": _victim, "adult_of_concern": _adult_of_concern}
