"""How somebody may be reached, as she told her adviser: of whoever is at risk alone, and never too late."""

import pytest

from services.triage.domain.events import CaseClosed, SafeContact, WaySafety
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.folding import SUPPORT
from services.triage.domain.support.heard import tell_safe_ways
from services.triage.domain.support.heard_commands import TellSafeWays
from services.triage.domain.support.heard_events import SafeWaysHeard
from services.triage.domain.support.refusals import NotDomesticAbuse, NotProtectedHere
from shared.kernel.personal import Contact, Identity, private
from tests.support.builders.support import ABUSER, ADVISER, CHILD, VICTIM, a_case, after, at, on_case
from tests.support.builders.triage import PERSISTENT

SAFE, UNSAFE = WaySafety(safe="yes", times=("Mon-Fri 10:00-14:00",)), WaySafety(safe="no")
SHOWN = SafeContact(
    phone=UNSAFE,
    confirmed_at=at(1),
    codeword=private(VICTIM, Contact, "bluebell"),
    must_not_receive=(private(VICTIM, Identity, "Mark Penrose"),),
)


def heard(person_id: str = VICTIM) -> TellSafeWays:
    contact = SafeContact(phone=SAFE, post=UNSAFE, codeword=SHOWN.codeword, must_not_receive=SHOWN.must_not_receive)
    return TellSafeWays(**on_case(at(23), ADVISER), person_id=person_id, safe_contact=contact, instead_of=SHOWN)


@pytest.mark.parametrize("person_id", [VICTIM, CHILD])
def test_what_she_says_is_confirmed_by_being_said_and_carries_ways_alone(person_id: str) -> None:
    (fact,) = tell_safe_ways(heard(person_id), a_case())
    assert isinstance(fact, SafeWaysHeard)
    assert (fact.person_id, fact.heard_by) == (person_id, ADVISER)
    assert fact.safe_contact == SafeContact(phone=SAFE, post=UNSAFE, confirmed_at=at(23))
    assert fact.instead_of == SafeContact(phone=UNSAFE, confirmed_at=at(1))
    assert "bluebell" not in repr(heard(person_id))


def test_it_is_never_too_late_also_once_the_case_is_closed() -> None:
    closed = CaseClosed(referral_id="referral-1", reference="WM-2223-X", reason="resolved")
    assert tell_safe_ways(heard(), after(a_case(), [closed]))


@pytest.mark.parametrize(
    ("file", "person_id", "refusal"),
    [
        (a_case(), ABUSER, NotProtectedHere),
        (a_case(kind="asb", **PERSISTENT), VICTIM, NotDomesticAbuse),
        (SUPPORT.initial, VICTIM, NotYetTriaged),
    ],
)
def test_nobody_opens_a_way_to_whoever_does_the_harm_nor_where_no_abuse_was_seen(
    file: SupportFile, person_id: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        tell_safe_ways(heard(person_id), file)
