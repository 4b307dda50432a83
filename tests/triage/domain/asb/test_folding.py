"""The file of a case: every fact ever stored is accepted, and abuse that was seen once counts on."""

import pytest

from services.triage.domain.asb.events import ASB_FACTS
from services.triage.domain.asb.folding import ASB
from services.triage.domain.events import DecisionOverridden
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from tests.support.builders.asb import a_case, after
from tests.support.builders.triage import ABUSE, PERSISTENT, REFERENCE, a_referral, judged
from tests.triage.domain.test_stored_facts import STORED, stored


@pytest.mark.parametrize("fact", [stored(path) for path in STORED], ids=[path.stem for path in STORED])
def test_every_fact_ever_stored_is_accepted_from_nothing_and_on_an_open_case(fact: Fact) -> None:
    assert ASB.fold([fact]) is not None
    assert ASB.fold([fact], a_case()) is not None


def test_every_fact_of_the_work_moves_the_file_or_is_only_told() -> None:
    kinds = {kind.shape for kind in ASB_FACTS}
    first = {type(fact) for fact in map(stored, STORED) if ASB.fold([fact], a_case()) != a_case()}
    told_only = {"OwnWordsWritten", "ContactsCounted", "SatisfactionHeard"}
    needs_one_before = {
        "VulnerabilityConsidered",
        "StepEnded",
        "ClocksStarted",
        "MediationAnswered",
        "MediatorBooked",
        "MediationEnded",
        "ReviewAcknowledged",
        "ReviewDecided",
        "ReviewHeld",
    }
    still = {kind.__name__ for kind in kinds - first}
    assert still - needs_one_before == told_only


@pytest.mark.parametrize("route", ["domestic_abuse", "vawg_specialist"])
def test_abuse_that_a_person_saw_where_the_rules_did_not_counts_as_seen(route: str) -> None:
    text = private("person-1", Narrative, "She told me")
    about = {"referral_id": "referral-1", "reference": REFERENCE}
    sent = DecisionOverridden(**about, round=1, recommended="asb_case", route=route, code="new_information", text=text)
    seen = after(a_case(), [sent])
    assert seen.abuse_seen
    assert after(seen, [judged(a_referral(**PERSISTENT), 2)]).abuse_seen


def test_abuse_that_was_seen_counts_on_whatever_is_answered_later() -> None:
    seen = after(a_case(), [judged(a_referral(**ABUSE))])
    later = after(seen, [judged(a_referral(**PERSISTENT), 3, domestic_abuse="no")])
    assert (seen.abuse_seen, later.abuse_seen) == (True, True)
