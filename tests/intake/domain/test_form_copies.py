"""Two copies of one form: in what they differ, by name and never by what stands there."""

from typing import Any

import pytest

from services.intake.domain.form_copies import differing, values_of
from services.intake.domain.forms import as_received
from shared.kernel.personal import ERASED, Personal
from tests.support.builders.intake import a_submission

NAME = "Amina Okafor"


class NothingSealed:
    """Nothing here has been written yet."""

    def open(self, value: Personal[Any] | None, data_class: Any) -> str | None:
        raise AssertionError("nothing is sealed")


def copy(**changes: Any) -> Any:
    return as_received(a_submission(**changes))


def test_a_copy_differs_from_itself_in_nothing_even_with_new_ids() -> None:
    assert differing(copy(), copy(), NothingSealed()) == ()


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"description": "Shouting."}, ("description",)),
        ({"category": "fireworks"}, ("category",)),
        ({"description": None}, ("description",)),
        (
            {"occurred": {"from": "2026-11-19", "pattern": "most nights after 23:00", "ongoing": True}},
            ("occurred.from",),
        ),
        ({"received_at": "2026-11-22T09:12:00+00:00"}, ("received_at",)),
    ],
)
def test_what_differs_is_named(changes: dict[str, Any], names: tuple[str, ...]) -> None:
    assert differing(copy(), copy(**changes), NothingSealed()) == names


def test_each_person_is_compared_in_her_role_and_each_way_of_reaching_her() -> None:
    found = differing(
        copy(),
        copy(reporter={"full_name": "Amina Okafo", "is_victim": True}, safe_contact={"phone": {"safe": "no"}}),
        NothingSealed(),
    )
    assert "people.reporter_victim.full_name" in found
    assert "safe_contact.phone.safe" in found


def test_what_was_forgotten_differs_from_nothing() -> None:
    class Forgotten:
        def open(self, value: Personal[Any] | None, data_class: Any) -> str | None:
            return ERASED

    import msgspec

    sealed = msgspec.structs.replace(copy(), description=Personal("person-1", "c2VhbGVk"))
    assert differing(sealed, copy(description="Shouting."), Forgotten()) == ()


def test_the_values_are_for_whoever_may_see_them() -> None:
    assert NAME in values_of(copy(), NothingSealed()).values()
