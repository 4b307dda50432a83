"""A home in another borough, in exchange and by a code: never where it is not safe, and offered once."""

from collections.abc import Sequence

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import AskForReciprocal, EndReciprocal, RecordReciprocalOffer
from services.triage.domain.support.events import ReciprocalAsked, ReciprocalEnded, ReciprocalOffered
from services.triage.domain.support.file import Reciprocal, SupportFile, ids, protects, supported
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.refusals import (
    AreaNotListed,
    AskFirstWhereItIsNotSafe,
    BoroughNotNamed,
    BoroughNotSafe,
    LandlordNotAsked,
    NoLawThatDay,
    NoReciprocalRunning,
    OfferMade,
    OwnBoroughNamed,
    ReciprocalRunning,
    TooFewBoroughs,
)
from shared.kernel.messages import Fact

_NOT_SAFE_SINCE = (
    "Since the home was offered, its borough was named as not safe for them. Record that it was refused or withdrawn; "
    "if it is safe there again, say so first."
)


def ask_for_reciprocal(
    command: AskForReciprocal, file: SupportFile, practice: InForce[SupportPractice]
) -> Sequence[Fact]:
    """Their landlord first; enough boroughs, ours not among them, and none where it is not safe."""
    standing = protects(file, command.person_id)
    agreed = _agreed(practice, command)
    if file.seeking is not None:
        raise ReciprocalRunning
    if command.scheme not in agreed.reciprocal.schemes or not set(command.boroughs) <= set(agreed.boroughs):
        raise AreaNotListed
    if agreed.borough in command.boroughs:
        raise OwnBoroughNamed
    if len(set(command.boroughs)) < agreed.reciprocal.least_boroughs:
        raise TooFewBoroughs(_too_few(agreed.reciprocal.least_boroughs))
    if not command.landlord_agrees:
        raise LandlordNotAsked
    _refuse_unsafe(file, command.person_id, command.boroughs)
    asked = ReciprocalAsked(
        reciprocal_id=command.reciprocal_id,
        code=command.code,
        person_id=command.person_id,
        scheme=command.scheme,
        boroughs=tuple(dict.fromkeys(command.boroughs)),
        bedrooms=command.bedrooms,
        nominated_by=command.by,
        **ids(standing),
    )
    return (asked,)


def record_reciprocal_offer(
    command: RecordReciprocalOffer, file: SupportFile, practice: InForce[SupportPractice]
) -> Sequence[Fact]:
    """In a borough they named, in which it is still safe; once."""
    standing, seeking = supported(file), _running(file, command.reciprocal_id)
    if len(seeking.offered) >= _agreed(practice, command).reciprocal.most_offers:
        raise OfferMade
    if command.borough not in seeking.boroughs:
        raise BoroughNotNamed
    _refuse_unsafe(file, seeking.person_id, (command.borough,))
    offered = ReciprocalOffered(
        reciprocal_id=seeking.reciprocal_id, code=seeking.code, borough=command.borough, **ids(standing)
    )
    return (offered,)


def end_reciprocal(command: EndReciprocal, file: SupportFile) -> Sequence[Fact]:
    """Nothing is accepted that was not offered, or where it has become unsafe meanwhile."""
    standing, seeking = supported(file), _running(file, command.reciprocal_id)
    if command.result != "withdrawn" and not seeking.offered:
        raise NoReciprocalRunning("No home was offered yet, so none can be accepted or refused.")
    if command.result == "accepted" and _unsafe(file, seeking.offered):
        raise BoroughNotSafe(_NOT_SAFE_SINCE)
    ended = ReciprocalEnded(
        reciprocal_id=seeking.reciprocal_id, code=seeking.code, result=command.result, **ids(standing)
    )
    return (ended,)


def _refuse_unsafe(file: SupportFile, person_id: str, boroughs: Sequence[str]) -> None:
    """Whoever gives a reason may be placed somewhere at once; a home for years is not sought in danger."""
    if person_id not in file.asked:
        raise AskFirstWhereItIsNotSafe
    if _unsafe(file, boroughs):
        raise BoroughNotSafe


def _unsafe(file: SupportFile, boroughs: Sequence[str]) -> bool:
    return any(each.borough in boroughs and each.ward is None for each in file.areas)


def _running(file: SupportFile, reciprocal_id: str) -> Reciprocal:
    seeking = file.seeking
    if seeking is None or seeking.reciprocal_id != reciprocal_id:
        raise NoReciprocalRunning
    return seeking


def _agreed(practice: InForce[SupportPractice], command: AskForReciprocal | RecordReciprocalOffer) -> SupportPractice:
    agreed = practice.on(day_of(command.at))
    if agreed is None:
        raise NoLawThatDay
    return agreed


def _too_few(least: int) -> str:
    return f"Too few boroughs. Name at least {least} in which they would live."
