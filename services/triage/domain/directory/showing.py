"""What was shown, written into the fact that closes a referral; a door that nobody opens closes nothing."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.refusals import NobodyTakesIt
from services.triage.domain.directory.shown import is_listed, shown_for
from services.triage.domain.events import ReferralFacts, ReferralSignposted
from shared.kernel.messages import Fact


def with_what_was_shown(
    facts: Sequence[Fact], referral: ReferralFacts, directory: Directory, day: date
) -> Sequence[Fact]:
    """The same facts, a signpost with the entries of the directory as they stood on that day.

    Raises NobodyTakesIt where the directory names services for it, and none of them is open.
    """
    return [_shown(each, referral, directory, day) if isinstance(each, ReferralSignposted) else each for each in facts]


def _shown(fact: ReferralSignposted, referral: ReferralFacts, directory: Directory, day: date) -> ReferralSignposted:
    found = shown_for(directory, fact.route, referral.strands, day)
    if not found and is_listed(directory, fact.route, referral.strands, day):
        raise NobodyTakesIt
    return msgspec.structs.replace(fact, shown=found)
