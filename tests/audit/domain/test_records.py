"""What a story tells about records: who was decided to be one person, and which details nobody may find."""

import msgspec

from services.audit.domain.records import hidden_as, one_person_in
from services.audit.domain.timeline import StoryFact
from services.audit.domain.wording import SEALED, Detail
from shared.kernel.personal import Personal
from tests.support.builders.audit import a_story_fact

PAIR = {"one_id": "a", "other_id": "b"}
HIDDEN = {"referral_id": "r-1", "reference": "WM-2223-X", "code": "R-7", "location": True, "person_ids": ["p-1"]}


def fact(number: int, name: str, fields: dict[str, object], about: tuple[str, ...] = ("r-1", "r-2")) -> StoryFact:
    return msgspec.structs.replace(a_story_fact(number, name, fields), about=about)


def detail(label: str, person: str, data_class: str = "place") -> Detail:
    return Detail(label, SEALED, data_class, Personal(person, "Y2lwaGVydGV4dA=="))


def test_both_referrals_of_a_merged_person_are_named_until_it_is_undone() -> None:
    merged = fact(1, "intake.people_merged", PAIR)
    undone = fact(2, "intake.people_unmerged", PAIR)
    assert one_person_in([merged]) == ("r-1", "r-2")
    assert one_person_in([merged, undone]) == ()


def test_an_address_nobody_may_find_goes_by_its_code_until_the_place_is_released() -> None:
    hidden = fact(1, "intake.addresses_hidden", HIDDEN)
    shown = fact(2, "intake.addresses_shown", {"referral_id": "r-1", "code": "R-7"})
    for hers in (detail("people, 1, address", "p-1"), detail("location, address", "p-9"), detail("address", "p-1")):
        assert hidden_as([hidden], hers) == "R-7"
        assert hidden_as([hidden, shown], hers) is None


def test_other_details_and_other_peoples_addresses_are_not_hidden_by_it() -> None:
    hidden = fact(1, "intake.addresses_hidden", HIDDEN | {"location": False})
    for other in (
        detail("people, 1, phone", "p-1", "contact"),
        detail("people, 2, address", "p-2"),
        detail("location, address", "p-9"),
    ):
        assert hidden_as([hidden], other) is None
