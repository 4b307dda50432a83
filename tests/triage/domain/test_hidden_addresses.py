"""An address nobody may find is noted whatever has become of the referral, and not before it is here."""

from services.triage.domain.assessment import DECIDER
from services.triage.domain.events import AssessmentOpened
from services.triage.domain.hidden_addresses import hide_address, show_address
from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from services.triage.domain.hidden_events import AddressHidden, AddressShown
from services.triage.domain.refusals import NotYetTriaged
from tests.support.builders.triage import NOW, a_referral
from tests.support.scenario import given

OPENED = AssessmentOpened(referral=a_referral())
ABOUT = {"referral_id": OPENED.referral.referral_id, "code": "R-7"}
HIDE = HideAddress(at=NOW, location=True, person_ids=("person-1",), **ABOUT)
SHOW = ShowAddress(at=NOW, **ABOUT)
NAMED = {**ABOUT, "reference": OPENED.referral.reference}


def test_it_is_noted_and_taken_back() -> None:
    given(DECIDER, OPENED).when(hide_address, HIDE).then(
        AddressHidden(location=True, person_ids=("person-1",), **NAMED)
    )
    given(DECIDER, OPENED).when(show_address, SHOW).then(AddressShown(**NAMED))


def test_it_waits_for_the_referral() -> None:
    given(DECIDER).when(hide_address, HIDE).then_refused(NotYetTriaged)
    given(DECIDER).when(show_address, SHOW).then_refused(NotYetTriaged)
