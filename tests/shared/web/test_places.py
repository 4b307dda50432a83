"""The staff bar: four or five places for each role, and where a page belongs."""

import pytest

from shared.access.roles import Role
from shared.web.places import PLACES, first_place, place_of, record_page

NOT_IN_THE_BAR = (Role.ADMINISTRATOR, Role.PARTNER)


@pytest.mark.parametrize("role", [role for role in Role if role not in NOT_IN_THE_BAR])
def test_every_role_with_pages_has_somewhere_to_go_and_no_more_than_five_places(role: Role) -> None:
    assert 1 <= len(PLACES[role]) <= 5
    assert first_place(role) == PLACES[role][0].path


@pytest.mark.parametrize("role", NOT_IN_THE_BAR)
def test_programs_and_administrators_have_none(role: Role) -> None:
    assert PLACES[role] == ()
    assert first_place(role) == "/"


def test_a_page_belongs_to_the_nearest_place_above_it() -> None:
    def at(path: str) -> str | None:
        found = place_of(Role.PANEL_COORDINATOR, path)
        return found.text if found else None

    assert at("/panels") == "Panels"
    assert at("/panels/meetings/m-1") == "Panels"
    assert at("/panels/actions") == "Actions"
    assert at("/panelsomething") is None


def test_only_auditors_and_governance_read_a_record_in_the_audit() -> None:
    readers = {role for role in Role if (record_page(role, "WM-7K3F-Q") or "").startswith("/audit")}
    assert readers == {Role.AUDITOR, Role.INFORMATION_GOVERNANCE}
