"""Homes: priority need by the law of the day somebody applied, and the band they were given."""

from collections.abc import Sequence

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import ConsiderPriorityNeed, DecideBand
from services.triage.domain.support.events import BandDecided, PriorityNeedConsidered
from services.triage.domain.support.file import SupportFile, ids, protects, supported
from services.triage.domain.support.practice import HousingLaw, SupportPractice
from services.triage.domain.support.refusals import BandNotListed, DayInFuture, NoLawThatDay
from shared.kernel.messages import Fact


def priority_need(law: HousingLaw, homeless_from_abuse: str, vulnerable: str) -> str:
    """Yes, no or unknown. What is not known of a condition that counts is never read as no."""
    asked = [homeless_from_abuse] if law.abuse_is_enough else [homeless_from_abuse, vulnerable]
    if "no" in asked:
        return "no"
    return "unknown" if "unknown" in asked else "yes"


def consider_priority_need(
    command: ConsiderPriorityNeed, file: SupportFile, law: InForce[HousingLaw]
) -> Sequence[Fact]:
    """The law is that of the day they applied; which it was stands in the fact."""
    standing = protects(file, command.person_id)
    if command.applied_on > day_of(command.at):
        raise DayInFuture
    in_force = law.on(command.applied_on)
    if in_force is None:
        raise NoLawThatDay
    considered = PriorityNeedConsidered(
        person_id=command.person_id,
        applied_on=command.applied_on,
        homeless_from_abuse=command.homeless_from_abuse,
        vulnerable=command.vulnerable,
        priority_need=priority_need(in_force, command.homeless_from_abuse, command.vulnerable),
        law_version=in_force.version,
        **ids(standing),
    )
    return (considered,)


def decide_band(command: DecideBand, file: SupportFile, practice: InForce[SupportPractice]) -> Sequence[Fact]:
    """The band as it was given, by whom and when; only one of the list of that day."""
    standing = supported(file)
    if command.decided_on > day_of(command.at):
        raise DayInFuture
    agreed = practice.on(day_of(command.at))
    if agreed is None or command.band not in agreed.bands:
        raise BandNotListed
    return (BandDecided(band=command.band, ground=command.ground, decided_on=command.decided_on, **ids(standing)),)
