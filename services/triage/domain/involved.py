"""The people of a referral, and who was named in it since."""

from collections.abc import Sequence

import msgspec

from shared.kernel.personal import Contact, Identity, Personal, Place


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a referral as intake told it, details still sealed."""

    person_id: str
    roles: tuple[str, ...]
    full_name: Personal[Identity] | None = None
    date_of_birth: Personal[Identity] | None = None
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None

    def not_to_be_found(self) -> "Person":
        """The same without her address."""
        return msgspec.structs.replace(self, address=None)


def together(before: Sequence[Person], since: Sequence[Person]) -> tuple[Person, ...]:
    """The people of a referral with those who were named since; of each person the newest that was said."""
    found = {each.person_id: each for each in before}
    for each in since:
        known = found.get(each.person_id)
        found[each.person_id] = each if known is None else _joined(known, each)
    return tuple(found.values())


def _joined(before: Person, since: Person) -> Person:
    fields = msgspec.structs.fields(since)
    said = {each.name: value for each in fields if (value := getattr(since, each.name)) is not None}
    roles = tuple(dict.fromkeys((*before.roles, *since.roles)))
    return msgspec.structs.replace(before, **{**said, "roles": roles})
