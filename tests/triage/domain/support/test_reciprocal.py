"""A home elsewhere is sought by a code, in five boroughs or more, never where it is not safe, and offered once."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.support import commands as asked
from services.triage.domain.support.events import ReciprocalAsked
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.reciprocal import ask_for_reciprocal, end_reciprocal, record_reciprocal_offer
from services.triage.domain.support.refusals import (
    AreaNotListed,
    AskFirstWhereItIsNotSafe,
    BoroughNotNamed,
    BoroughNotSafe,
    LandlordNotAsked,
    NoReciprocalRunning,
    OfferMade,
    OwnBoroughNamed,
    ReciprocalRunning,
    TooFewBoroughs,
)
from shared.kernel.refusals import Refusal
from tests.support.builders.support import VICTIM, a_case, after, asked_and_none, on_case, the_practice, unsafe

FIVE = ("Barnet", "Brent", "Camden", "Ealing", "Enfield")


def sought(file: SupportFile, **changes: Any) -> SupportFile:
    members: dict[str, Any] = {
        "reciprocal_id": "move-1",
        "code": "RM-7K3F-Q",
        "person_id": VICTIM,
        "scheme": "pan_london",
        "boroughs": FIVE,
        "bedrooms": 2,
        "landlord_agrees": True,
    }
    command = asked.AskForReciprocal.model_validate(on_case() | members | changes)
    return after(file, ask_for_reciprocal(command, file, the_practice()))


def offered(file: SupportFile, borough: str, search: str = "move-1") -> SupportFile:
    command = asked.RecordReciprocalOffer(**on_case(), reciprocal_id=search, borough=borough)
    return after(file, record_reciprocal_offer(command, file, the_practice()))


def ended(file: SupportFile, result: str, search: str = "move-1") -> SupportFile:
    command = asked.EndReciprocal.model_validate({**on_case(), "reciprocal_id": search, "result": result})
    return after(file, end_reciprocal(command, file))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        pytest.param({"boroughs": FIVE[:4]}, TooFewBoroughs, id="four boroughs"),
        pytest.param({"boroughs": (*FIVE[:4], FIVE[0])}, TooFewBoroughs, id="one of them twice"),
        pytest.param({"boroughs": (*FIVE, "Merton")}, OwnBoroughNamed, id="our own among them"),
        pytest.param({"boroughs": (*FIVE, "Atlantis")}, AreaNotListed, id="one that is none"),
        pytest.param({"scheme": "lottery"}, AreaNotListed, id="no such scheme"),
        pytest.param({"landlord_agrees": False}, LandlordNotAsked, id="the landlord was not asked"),
    ],
)
def test_what_the_scheme_asks_for_comes_first(changes: Any, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        sought(asked_and_none(a_case()), **changes)


def test_no_home_is_sought_where_it_is_not_safe_or_nobody_asked() -> None:
    with pytest.raises(AskFirstWhereItIsNotSafe):
        sought(a_case())
    with pytest.raises(BoroughNotSafe):
        sought(unsafe(a_case(), borough="Camden"))
    assert sought(unsafe(a_case(), borough="Lambeth")).seeking is not None


def test_one_offer_in_a_borough_they_named_and_still_safe() -> None:
    file = sought(asked_and_none(a_case()))
    with pytest.raises(ReciprocalRunning):
        sought(file)
    with pytest.raises(BoroughNotNamed):
        offered(file, "Lambeth")
    with pytest.raises(BoroughNotSafe):
        offered(unsafe(file, borough="Camden"), "Camden")
    file = offered(file, "Camden")
    with pytest.raises(OfferMade):
        offered(file, "Brent")
    file = ended(file, "accepted")
    assert file.seeking is None
    with pytest.raises(NoReciprocalRunning):
        ended(file, "refused")


def test_a_home_is_not_accepted_where_it_has_become_unsafe_since_the_offer() -> None:
    file = unsafe(offered(sought(asked_and_none(a_case())), "Camden"), borough="Camden")
    with pytest.raises(BoroughNotSafe, match="Since the home was offered"):
        ended(file, "accepted")
    assert ended(file, "refused").seeking is None
    elsewhere = unsafe(offered(sought(asked_and_none(a_case())), "Camden"), borough="Brent")
    assert ended(elsewhere, "accepted").reciprocals[0].result == "accepted"


TRIES = st.one_of(
    st.tuples(st.just("unsafe"), st.sampled_from([*FIVE, "Lambeth"])),
    st.tuples(st.just("offer"), st.sampled_from([*FIVE, "Lambeth"])),
    st.tuples(st.just("end"), st.sampled_from(["accepted", "refused", "withdrawn"])),
    st.tuples(st.just("seek"), st.just("")),
)


@settings(max_examples=300, deadline=None)
@for_all(st.lists(TRIES, max_size=12))
def test_whatever_is_tried_there_is_one_search_one_offer_and_never_one_where_it_is_not_safe(
    tries: list[tuple[str, str]],
) -> None:
    file, named = asked_and_none(a_case()), set[str]()
    steps = {"offer": offered, "end": ended, "seek": lambda file, _, search: sought(file, reciprocal_id=search)}
    for what, where in tries:
        if what == "unsafe":
            named.add(where)
            file = unsafe(file, borough=where)
            continue
        before = file
        try:
            number = len(file.reciprocals) + (what == "seek")
            file = steps[what](file, where, f"move-{number}")
        except Refusal:
            continue
        if what == "seek":
            assert (before.seeking, named & set(FIVE)) == (None, set())
        if what == "offer":
            assert where in FIVE
            assert where not in named
        if (what, where) == ("end", "accepted"):
            assert not named & set(file.reciprocals[-1].offered)
        assert all(len(each.offered) <= 1 for each in file.reciprocals)
        assert [each.result for each in file.reciprocals].count(None) <= 1


def test_nothing_is_accepted_that_was_not_offered_and_all_can_be_withdrawn() -> None:
    file = sought(asked_and_none(a_case()))
    with pytest.raises(NoReciprocalRunning):
        ended(file, "accepted")
    assert ended(file, "withdrawn").reciprocals[0].result == "withdrawn"


def test_the_request_says_of_her_nothing_but_a_code() -> None:
    names = set(ReciprocalAsked.__struct_fields__)
    about = {"referral_id", "reference", "reciprocal_id", "code", "person_id", "nominated_by"}
    assert names - about == {"scheme", "boroughs", "bedrooms"}
