"""Whether details may be carried from here to somebody, and the fact of it: on what footing, to which mailbox."""

from collections.abc import Collection
from datetime import date

from services.triage.domain.directory.entry import OPEN
from services.triage.domain.directory.listed import Directory, Listed, ListedLandlord, Mailbox
from services.triage.domain.directory.shown import Shown, shown_for, shown_landlord, shown_service
from services.triage.domain.events import ReferralFacts
from services.triage.domain.handover.commands import Known
from services.triage.domain.handover.events import HandoverMade
from services.triage.domain.handover.refusals import (
    AbuseGoesAnotherWay,
    AlreadyWithThem,
    ImportsAreNotHandedOver,
    NoAssuredMailbox,
    NoFootingToPassOn,
    NothingToHandOver,
    NotOpenToday,
    ProtectedOnABasis,
)
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed
from shared.kernel.messages import State
from shared.kernel.personal import Contact, Narrative, Personal, private

# Of these nothing is carried from here, whoever takes it.
_ABUSE = frozenset({"domestic_abuse", "vawg_specialist"})
_PLAIN_KINDS = frozenset({"asb", "unsure"})
LANDLORD = "social_landlord"
PROTECTING = frozenset({"children_mash", "adult_safeguarding"})
"""Who is told in another way: on a lawful basis that was recorded, and of abuse too."""


class Asked(State, frozen=True, kw_only=True):
    """What is to be carried to whom, from whichever command."""

    handover_id: str
    route: str
    to: str
    consent: str
    basis: str | None
    why: Personal[Narrative] | None
    words: Personal[Narrative] | None
    with_name: bool
    code: str
    by: str


def made(asked: Asked, known: Known, before: Collection[str]) -> HandoverMade:
    """The fact of it, or a refusal. `before` are the ids of those who have it or were sent it.

    The name of whoever contacted us goes with a yes alone, whatever else stands.
    """
    if asked.route in PROTECTING:
        raise ProtectedOnABasis
    if asked.consent != "given" and not (asked.basis and asked.why):
        raise NoFootingToPassOn
    if asked.words is None:
        raise NothingToHandOver
    referral = _allowed(known)
    to, listed = _destination(known.directory, asked.route, asked.to, known)
    if to.id in before:
        raise AlreadyWithThem
    mailbox = _mailbox(listed, known)
    named = asked.with_name and asked.consent == "given"
    return HandoverMade(
        referral_id=referral.referral_id,
        reference=referral.reference,
        handover_id=asked.handover_id,
        route=asked.route,
        to=to,
        mailbox=private(referral.account_of, Contact, mailbox.address),
        mailbox_due_on=mailbox.due_on,
        consent=asked.consent,
        basis=asked.basis,
        why=asked.why,
        carries=("words", "name", "telephone") if named else ("words",),
        words=asked.words,
        code=private(referral.account_of, Contact, asked.code),
        made_by=asked.by,
        receipt_due_at=known.receipt_due_at,
    )


def goes_another_way(kind: str, strands: Collection[str], routes: Collection[str]) -> bool:
    """Whether it is of domestic abuse or violence of any strand, of which nothing is carried from here."""
    return bool(strands) or kind not in _PLAIN_KINDS or not _ABUSE.isdisjoint(routes)


def taker(directory: Directory, route: str, landlord: str | None, day: date) -> str | None:
    """Who is asked to take a caller's matter: their landlord, else whom they are shown; the id, None for nobody."""
    if route == LANDLORD:
        return landlord
    shown = shown_for(directory, route, (), day)
    return shown[0].id if shown else None


def goes_by_message(directory: Directory, route: str, landlord: str | None, day: date) -> bool:
    """Whether whoever takes it has a mailbox today that was made sure of in time."""
    if route in PROTECTING:
        return False
    to = taker(directory, route, landlord, day) or ""
    listed = directory.landlords.get(to) if route == LANDLORD else directory.services.get(to)
    return listed is not None and is_reachable(listed, day)


def is_reachable(listed: Listed | ListedLandlord, day: date) -> bool:
    """Whether its mailbox was made sure of in time, and itself too."""
    return listed.mailbox is not None and not listed.mailbox.overdue(day) and not listed.overdue(day)


def assured(known: Known, route: str, to: str) -> tuple[Shown, Mailbox]:
    """Who takes it today, as shown, and the mailbox of theirs that was made sure of. Raises what stands in the way."""
    shown, listed = _destination(known.directory, route, to, known)
    return shown, _mailbox(listed, known)


def _mailbox(listed: Listed | ListedLandlord, known: Known) -> Mailbox:
    if listed.mailbox is None or not is_reachable(listed, known.today):
        raise NoAssuredMailbox
    return listed.mailbox


def _allowed(known: Known) -> ReferralFacts:
    """The referral, if anything about it may be carried from here at all."""
    standing = known.standing
    if not isinstance(standing, Assessed):
        raise NotYetTriaged
    referral = standing.referral
    if standing.support_requested or goes_another_way(referral.kind, referral.strands, standing.routes()):
        raise AbuseGoesAnotherWay
    if referral.origin == "import":
        raise ImportsAreNotHandedOver
    return referral


def _destination(directory: Directory, route: str, to: str, known: Known) -> tuple[Shown, Listed | ListedLandlord]:
    landlord = directory.landlords.get(to) if route == LANDLORD else None
    if landlord is not None:
        return shown_landlord(landlord, known.today), landlord
    service = directory.services.get(to)
    if service is None:
        raise NoAssuredMailbox
    if service.status_on(known.today) != OPEN:
        raise NotOpenToday
    return shown_service(service, route, known.today), service
