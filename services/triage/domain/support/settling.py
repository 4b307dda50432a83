"""When nobody need wait for an adviser any longer; the clock of silences and the file of support say the same."""

from services.triage.domain.events import SupportOffered
from services.triage.domain.support.events import AdviserTried
from shared.kernel.messages import Fact


def settles_contact(fact: Fact) -> bool:
    """Whether nobody need wait for an adviser any longer: she reached them, or they want none or have one.

    A try that failed settles nothing, and support accepted from somebody else is what she must ring about.
    """
    match fact:
        case AdviserTried():
            return fact.outcome == "reached"
        case SupportOffered():
            return fact.outcome in ("declined", "already_supported") or (fact.by_adviser and fact.outcome == "accepted")
    return False
