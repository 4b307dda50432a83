"""What intake tells the others about records: who is one person, whose address nobody may find, diaries kept.

Ids and codes alone: no name, no address and no index of one travels.
"""

from datetime import date
from typing import ClassVar

from shared.contracts.model import Contract


class PeopleMerged(Contract):
    """Two records were decided to be one person. Nothing is rewritten; how each may be reached stays where it is."""

    event: ClassVar[str] = "intake.people_merged"
    version: ClassVar[int] = 1

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...]


class PeopleUnmerged(Contract):
    """Two records that were one person are two people again."""

    event: ClassVar[str] = "intake.people_unmerged"
    version: ClassVar[int] = 1

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...]


class PersonSplitOff(Contract):
    """In this referral `person_id` is not the person she was recognised as; she goes by `split_id` there."""

    event: ClassVar[str] = "intake.person_split_off"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    person_id: str
    split_id: str


class AddressesHidden(Contract):
    """Addresses of this referral are a place's that nobody may find; wherever one would be shown, show the code.

    `person_ids` are the people who gave such an address as theirs. `location` says that the place the referral is about
    is one, so that neither its postcode nor its ward may be shown.
    """

    event: ClassVar[str] = "intake.addresses_hidden"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    code: str
    location: bool
    person_ids: tuple[str, ...]


class AddressesShown(Contract):
    """The place of this code is restricted no more; what was hidden in this referral for its sake may be shown."""

    event: ClassVar[str] = "intake.addresses_shown"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    code: str


class DiaryReminderDue(Contract):
    """Whoever keeps a diary wished to be reminded of it, and has written nothing lately.

    Only where the referral shows no sign of abuse and nothing was said anew of how she may be reached since the diary
    was given; a reminder goes to the reporter alone, through the gate, and never where the referral is sensitive.
    """

    event: ClassVar[str] = "intake.diary_reminder_due"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    person_id: str
    last_on: date


EVENTS: tuple[type[Contract], ...] = (
    PeopleMerged,
    PeopleUnmerged,
    PersonSplitOff,
    AddressesHidden,
    AddressesShown,
    DiaryReminderDue,
)
