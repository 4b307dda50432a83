"""Whom a record is kept from: declared or found by what is the same, lifted by somebody else, never found twice."""

import pytest

from services.intake.domain import insiders
from services.intake.domain.events.insiders import ConflictDeclared, StaffMatched, TieWithdrawn, WallLifted
from services.intake.domain.insider_commands import (
    DeclareConflict,
    DeclareTie,
    LiftWall,
    NoteStaffMatch,
    WithdrawTie,
)
from services.intake.domain.likeness import Details, signs
from services.intake.domain.refusals import OwnWall
from shared.kernel.personal import Contact, Identity, Place, private
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import NOW
from tests.support.scenario import given

RECORD = {"referral_id": "referral-1", "reference": "WM-2223-X", "account_id": "account-1"}
DECLARED = ConflictDeclared(**RECORD, relation="friend")
MATCHED = StaffMatched(**RECORD, tie_id="tie-1", by=("phone",))
LIFTED = WallLifted(**RECORD, because="somebody_else")
MATCH = NoteStaffMatch(at=NOW, **RECORD, tie_id="tie-1", by=("phone",))
DECLARE = DeclareConflict(at=NOW, **RECORD, relation="friend")
AMINA = Details("Amina Okafor", None, "020 7946 0321", "amina@example.org", "14 Alder Road, SW19 1AA")


def lift(by: str = "account-9") -> LiftWall:
    return LiftWall(at=NOW, **RECORD, because="somebody_else", lifted_by=by)


def test_a_tie_stands_under_a_key_of_its_own_and_is_declared_once() -> None:
    command = DeclareTie(
        at=NOW, tie_id="tie-1", account_id="account-1", relation="neighbour", full_name="Amina Okafor",
        phone="020 7946 0321", address="14 Alder Road, SW19 1AA",
    )  # fmt: skip
    (tie,) = given(insiders.TIE).when(insiders.declare_tie, command).then_facts()
    assert tie.full_name == private("tie-1", Identity, "Amina Okafor")
    assert tie.phone == private("tie-1", Contact, "020 7946 0321")
    assert tie.address == private("tie-1", Place, "14 Alder Road, SW19 1AA")
    assert "Amina" not in repr(command)
    given(insiders.TIE, tie).when(insiders.declare_tie, command).then_nothing()
    withdraw, withdrawn = WithdrawTie(at=NOW, tie_id="tie-1"), TieWithdrawn(tie_id="tie-1", account_id="account-1")
    given(insiders.TIE, tie).when(insiders.withdraw_tie, withdraw).then(withdrawn)
    given(insiders.TIE, tie, withdrawn).when(insiders.withdraw_tie, withdraw).then_nothing()
    given(insiders.TIE).when(insiders.withdraw_tie, withdraw).then_refused(NotFound)


def test_what_is_kept_already_stays_kept_whoever_says_so_again() -> None:
    given(insiders.DECIDER).when(insiders.declare_conflict, DECLARE).then(DECLARED)
    given(insiders.DECIDER).when(insiders.note_staff_match, MATCH).then(MATCHED)
    for past in (DECLARED, MATCHED):
        given(insiders.DECIDER, past).when(insiders.declare_conflict, DECLARE).then_nothing()
        given(insiders.DECIDER, past).when(insiders.note_staff_match, MATCH).then_nothing()


def test_nobody_lifts_a_wall_before_themselves() -> None:
    given(insiders.DECIDER, MATCHED).when(insiders.lift_wall, lift("account-1")).then_refused(OwnWall)
    given(insiders.DECIDER, MATCHED).when(insiders.lift_wall, lift()).then(LIFTED)
    given(insiders.DECIDER).when(insiders.lift_wall, lift()).then_nothing()


def test_who_was_found_to_be_somebody_else_is_not_found_again_but_by_another_tie() -> None:
    past = given(insiders.DECIDER, MATCHED, LIFTED)
    past.when(insiders.note_staff_match, MATCH).then_nothing()
    another = MATCH.model_copy(update={"tie_id": "tie-2"})
    past.when(insiders.note_staff_match, another).then(StaffMatched(**RECORD, tie_id="tie-2", by=("phone",)))
    past.when(insiders.declare_conflict, DECLARE).then(DECLARED)


@pytest.mark.parametrize(
    ("person", "by"),
    [
        (Details(full_name="Okafor, Amina"), ("name",)),
        (Details(full_name="Dr. Amina Okafor"), ("name",)),
        (Details(phone="+44 20 7946 0321"), ("phone",)),
        (Details(email="AMINA@example.org"), ("mail",)),
        (Details(address="14 Alder Rd SW19 1AA"), ("place",)),
        (Details(full_name="Somebody Else", phone="02079460321", address="14 Alder Road SW19 1AA"), ("phone", "place")),
    ],
)
def test_one_thing_that_is_the_same_is_enough(person: Details, by: tuple[str, ...]) -> None:
    assert insiders.is_match(AMINA, signs(person)) == by


@pytest.mark.parametrize(
    "person",
    [
        Details(full_name="Amina Owusu"),
        Details(full_name="Ama Okafor"),
        Details(full_name="Okafor"),
        Details(phone="020 7946 0322"),
        Details(email="amina@example.net"),
        Details(address="16 Alder Road, SW19 1AA"),
        Details(address="Flat 2, 14 Alder Road, SW19 1AA"),
        Details(),
    ],
)
def test_what_is_only_alike_is_not_the_same(person: Details) -> None:
    assert insiders.is_match(AMINA, signs(person)) == ()


def test_a_single_word_is_no_name_to_look_for() -> None:
    assert insiders.signs_of_tie(Details(full_name="Amina")) == set()
    assert insiders.is_match(Details(full_name="Local"), signs(Details(full_name="Local Hero"))) == ()


@pytest.mark.parametrize(
    ("address", "postcode", "by"),
    [
        ("14 Alder Road, SW19 1AA", None, ("building",)),
        ("Outside 14 Alder Rd", "SW19 1AA", ("building",)),
        ("Stairs of Flat 3, 14 Alder Road", None, ("building",)),
        ("The corner shop", "sw19 1aa", ("near",)),
        (None, "SW19 1AA", ("near",)),
        ("16 Alder Road", "SW19 1AA", ()),
        ("14 Alder Road, SW4 7AA", None, ("building",)),  # the street says it, the postcode may be a slip
        (None, "SW19", ()),
        ("Alder Road", None, ()),
        (None, None, ()),
    ],
)
def test_where_it_happened_is_near_by_its_building_else_by_its_postcode(
    address: str | None, postcode: str | None, by: tuple[str, ...]
) -> None:
    assert insiders.is_match(AMINA, insiders.signs_of_place(address, postcode)) == by


def test_newer_details_make_somebody_known_and_their_name_does_not() -> None:
    details = Details(full_name="Amina Okafor", phone="020 7946 0321", date_of_birth="1990-01-01")
    assert insiders.signs_of_details(details) == {"phone|+442079460321"}
