"""Roles keep the names the outside holds on to, and a principal never prints a name."""

from shared.access.roles import ROLE_WORDS, Principal, Role

NAMES = """contact_centre triage_officer case_officer service_manager rule_approver panel_coordinator panel_chair
agency_member community_member observer idva perpetrator_worker information_governance auditor administrator partner"""


def test_the_roles_are_exactly_those_the_outside_surface_names() -> None:
    assert [role.value for role in Role] == NAMES.split()


def test_every_role_has_words_for_a_page() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert ROLE_WORDS[Role.TRIAGE_OFFICER] == "Triage officer"


def test_a_principal_that_gets_printed_does_not_show_the_name() -> None:
    assert "Okafor" not in repr(Principal("a-1", Role.IDVA, None, "Jo Okafor"))
