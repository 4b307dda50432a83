"""A planned call ends at the door that the rules recommend, and a planned message bears the ids that were planned."""

from typing import Any

from services.intake.domain.commands import SubmitReferral
from services.rehearsal.plan.deeds import Submit
from services.rehearsal.play.intake_acts import AsPlanned, call_of
from tests.support.builders.intake import a_submission
from tests.support.builders.rehearsal import a_plan, deeds_of

CALLS = [deed for deed in deeds_of(a_plan(), Submit) if deed.call is not None]


def ended(deed: Submit, **sharing: Any) -> Any:
    return call_of(deed, a_submission(**sharing))


def test_a_signposted_call_names_the_door_and_the_words_that_were_read_out() -> None:
    routes = set()
    for deed in [each for each in CALLS if each.call and each.call.ended == "signposted"]:
        call = ended(deed, sharing={"consent": "given"})
        assert call.said
        assert call.destination
        assert call.saying.startswith(call.route)
        routes.add(call.route)
    assert routes >= {"street_services", "social_landlord", "council_housing"}


def test_nothing_is_sent_on_that_nobody_was_asked_about() -> None:
    (landlord,) = [each for each in CALLS if each.call and each.call.ended == "signposted"
                   and each.referral.document["facts"].get("tenure_of_source") == "council"][:1]  # fmt: skip
    assert ended(landlord, sharing={"consent": "given"}).sent_on
    assert not ended(landlord).sent_on


def test_other_calls_end_without_a_door_and_what_is_no_call_has_no_end() -> None:
    for deed in CALLS:
        if deed.call and deed.call.ended != "signposted":
            call = ended(deed)
            assert (call.ended, call.route, call.said) == (deed.call.ended, None, None)
    written = next(deed for deed in deeds_of(a_plan(), Submit) if deed.call is None)
    assert ended(written) is None


def test_a_planned_message_becomes_the_planned_referral_by_the_real_door() -> None:
    class Door:
        """Gives every document the same command."""

        def command(self, body: bytes, agency: str | None = None, **more: Any) -> SubmitReferral:
            return a_submission()

    planned = AsPlanned(Door(), CALLS[0].referral)  # type: ignore[arg-type]  # a door of our own
    made = planned.command(b"{}", believes_agency=False)
    assert (made.referral_id, made.reference) == (CALLS[0].referral.referral_id, CALLS[0].referral.reference)
    assert made.given == a_submission().given
