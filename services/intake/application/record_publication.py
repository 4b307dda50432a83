"""What of the decisions about records, and of diaries, others may know: ids and codes, no words and no address."""

from collections.abc import Callable
from typing import cast

from services.intake.domain.events import diary, hidden, sameness
from shared.contracts import intake_records as contracts
from shared.contracts.model import Contract
from shared.kernel.messages import Fact, Recorded


def _people_merged(recorded: Recorded) -> Contract:
    fact = cast("sameness.PeopleMerged", recorded.fact)
    return contracts.PeopleMerged(one_id=fact.one_id, other_id=fact.other_id, referral_ids=recorded.about)


def _people_unmerged(recorded: Recorded) -> Contract:
    fact = cast("sameness.PeopleUnmerged", recorded.fact)
    return contracts.PeopleUnmerged(one_id=fact.one_id, other_id=fact.other_id, referral_ids=recorded.about)


def _person_split_off(recorded: Recorded) -> Contract:
    fact = cast("sameness.PersonSplitOff", recorded.fact)
    return contracts.PersonSplitOff(
        referral_id=fact.referral_id, reference=fact.reference, person_id=fact.person_id, split_id=fact.split_id
    )


def _addresses_hidden(recorded: Recorded) -> Contract:
    fact = cast("hidden.AddressesHidden", recorded.fact)
    return contracts.AddressesHidden(
        referral_id=fact.referral_id,
        reference=fact.reference,
        code=fact.code,
        location=fact.location,
        person_ids=fact.person_ids,
    )


def _addresses_shown(recorded: Recorded) -> Contract:
    fact = cast("hidden.AddressesShown", recorded.fact)
    return contracts.AddressesShown(referral_id=fact.referral_id, reference=fact.reference, code=fact.code)


def _diary_reminder_due(recorded: Recorded) -> Contract:
    fact = cast("diary.DiaryReminderRequested", recorded.fact)
    return contracts.DiaryReminderDue(
        referral_id=fact.referral_id, reference=fact.reference, person_id=fact.person_id, last_on=fact.last_on
    )


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {
    sameness.PeopleMerged: _people_merged,
    sameness.PeopleUnmerged: _people_unmerged,
    sameness.PersonSplitOff: _person_split_off,
    hidden.AddressesHidden: _addresses_hidden,
    hidden.AddressesShown: _addresses_shown,
    diary.DiaryReminderRequested: _diary_reminder_due,
}
