"""What an adviser heard is taken in; where something else stands by now than she was shown, it opens no way."""

from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.complete_commands import HearSafeContact
from services.intake.domain.details import change_contact_details
from services.intake.domain.events import SafeContact, SafeContactChanged
from services.intake.domain.given import GivenDetails, GivenSafeContact
from services.intake.domain.heard import hear_safe_contact
from services.intake.domain.referral import DECIDER
from services.intake.domain.refusals import PersonNotInvolved
from shared.kernel.personal import Contact, Identity, private
from tests.support.builders.intake import NOW, REFERENCE, REPORTER, a_submitted_referral
from tests.support.scenario import given

WAYS = ("phone", "sms", "email", "post", "in_person")
RANK = {"no": 0, "unknown": 1, "yes": 2}

channels = st.fixed_dictionaries({"safe": st.sampled_from(sorted(RANK)), "voicemail": st.sampled_from(sorted(RANK))})
said = st.fixed_dictionaries(dict.fromkeys(WAYS, channels))


def told(ways: dict[str, Any]) -> GivenSafeContact:
    return GivenSafeContact.model_validate({**ways, "confirmed_at": NOW.isoformat()})


def stands(ways: dict[str, Any]) -> SafeContactChanged:
    """These ways stand, with the codeword and the names of the referral."""
    hers = {"referral_id": "referral-1", "reference": REFERENCE, "person_id": REPORTER}
    contact = SafeContact(
        **{way: type(SafeContact().phone)(**channel) for way, channel in ways.items()},
        confirmed_at=NOW,
        codeword=private(REPORTER, Contact, "bluebell"),
        must_not_receive=(private(REPORTER, Identity, "Mark Penrose"),),
    )
    return SafeContactChanged(**hers, safe_contact=contact)


def heard(now: dict[str, Any], shown: dict[str, Any], person_id: str = REPORTER) -> HearSafeContact:
    return HearSafeContact(at=NOW, reference=REFERENCE, person_id=person_id, heard=told(now), instead_of=told(shown))


@settings(max_examples=200, deadline=None)
@for_all(said, said, said)
def test_a_way_opens_only_where_the_adviser_was_shown_what_stands(
    standing: dict[str, Any], shown: dict[str, Any], now: dict[str, Any]
) -> None:
    past = given(DECIDER, a_submitted_referral(), stands(standing))
    facts = past.when(hear_safe_contact, heard(now, shown)).then_facts()
    (after,) = (fact.safe_contact for fact in facts or (stands(standing),) if isinstance(fact, SafeContactChanged))
    for way in WAYS:
        result, before = getattr(after, way), standing[way]
        if shown == standing:
            assert (result.safe, result.voicemail) == (now[way]["safe"], now[way]["voicemail"])
        else:
            assert RANK[result.safe] <= RANK[before["safe"]]
            assert RANK[result.voicemail] <= RANK[before["voicemail"]]
    assert after.codeword == private(REPORTER, Contact, "bluebell")
    assert after.must_not_receive == (private(REPORTER, Identity, "Mark Penrose"),)


def test_a_number_that_was_given_up_meanwhile_is_not_made_safe_and_a_no_is_heard_all_the_same() -> None:
    shown = {way: {"safe": "unknown"} for way in WAYS}
    before = {**shown, "phone": {"safe": "yes"}, "post": {"safe": "yes"}}
    other = ChangeContactDetails(
        at=NOW, reference=REFERENCE, person_id=REPORTER, given=GivenDetails(phone="020 7946 0999")
    )
    past = [a_submitted_referral(), stands(before)]
    past += given(DECIDER, *past).when(change_contact_details, other).then_facts()
    late = heard({**before, "post": {"safe": "no"}}, before)
    (fact,) = given(DECIDER, *past).when(hear_safe_contact, late).then_facts()
    assert isinstance(fact, SafeContactChanged)
    assert (fact.safe_contact.phone.safe, fact.safe_contact.post.safe) == ("unknown", "no")


def test_nobody_elses_safe_contact_is_set_by_it() -> None:
    ways = {way: {"safe": "yes"} for way in WAYS}
    past = given(DECIDER, a_submitted_referral())
    past.when(hear_safe_contact, heard(ways, ways, "stranger")).then_refused(PersonNotInvolved)
