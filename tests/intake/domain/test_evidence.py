"""The evidence of a referral: added once, bounded, its consent as it was last said, and gone when it is taken back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from services.intake.domain import evidence as domain
from services.intake.domain.commands import AddEvidence, ChangeEvidenceConsent, WithdrawEvidence
from services.intake.domain.events import Consent, EvidenceAdded, EvidenceConsentChanged, EvidenceWithdrawn, StoredFile
from services.intake.domain.evidence import (
    DECIDER,
    MOST_BYTES,
    MOST_FILES,
    add_evidence,
    change_evidence_consent,
    withdraw_evidence,
)
from services.intake.domain.given import GivenConsent, GivenEvidence
from services.intake.domain.refusals import EvidenceFull, NoSuchEvidence
from shared.kernel.personal import Narrative, private
from tests.support.builders.intake import NOW, REFERENCE, REPORTER
from tests.support.scenario import given

ABOUT: dict[str, Any] = {"referral_id": "referral-1", "reference": REFERENCE, "evidence_id": "evidence-1"}
FILE = StoredFile(media_type="image/jpeg", size=700, digest="ab", cleaned="removed")
SHARED = GivenConsent(said="given", by="victim", purposes=("share",))


def an_addition(**changes: Any) -> AddEvidence:
    members = ABOUT | {"at": NOW, "person_id": REPORTER, "kind": "photo", "file": FILE, "road": "staff"} | changes
    return AddEvidence.model_validate(members)


def added(**changes: Any) -> EvidenceAdded:
    (fact,) = add_evidence(an_addition(**changes), DECIDER.initial)
    assert isinstance(fact, EvidenceAdded)
    return fact


def test_a_file_is_added_with_what_was_said_of_it_under_its_persons_key() -> None:
    said = GivenEvidence.model_validate_json('{"says": "The yard", "made_on": "2026-11-20"}').model_copy(
        update={"consent": SHARED}
    )
    fact = added(given=said)
    assert fact.says == private(REPORTER, Narrative, "The yard")
    assert (fact.made_on, fact.received_at, fact.purposes) == (date(2026, 11, 20), NOW, ("assess",))
    assert fact.consent == Consent(said="given", by="victim", purposes=("share",), said_at=NOW)


def test_where_nobody_was_asked_there_is_no_answer_and_no_time_of_one() -> None:
    assert added().consent == Consent(said="not_asked", by=None, purposes=(), said_at=None)


@pytest.mark.parametrize("wrong", [{"said": "given"}, {"said": "refused"}, {"said": "given", "by": "victim"}])
def test_an_answer_says_whose_it_is_and_for_what(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        GivenConsent.model_validate(wrong)


def test_the_same_file_again_is_already_there() -> None:
    given(DECIDER, added()).when(add_evidence, an_addition()).then_nothing()


def test_a_referral_holds_so_many_files_and_bytes_and_no_more() -> None:
    many = [added(evidence_id=f"e-{number}") for number in range(MOST_FILES)]
    given(DECIDER, *many).when(add_evidence, an_addition()).then_refused(EvidenceFull)
    gone = EvidenceWithdrawn(**ABOUT | {"evidence_id": "e-0", "because": "added_by_mistake"})
    assert given(DECIDER, *many, gone).when(add_evidence, an_addition()).then_facts()
    large = added(file=StoredFile(media_type="video/mp4", size=MOST_BYTES, digest="cd", cleaned="removed"))
    given(DECIDER, large).when(add_evidence, an_addition(evidence_id="e-2")).then_refused(EvidenceFull)


def test_what_was_agreed_is_said_anew_and_the_newest_counts() -> None:
    change = ChangeEvidenceConsent(at=NOW, consent=SHARED, **ABOUT)
    answer = Consent(said="given", by="victim", purposes=("share",), said_at=NOW)
    given(DECIDER, added()).when(change_evidence_consent, change).then(EvidenceConsentChanged(consent=answer, **ABOUT))
    given(DECIDER, added(given=GivenEvidence(consent=SHARED))).when(change_evidence_consent, change).then_nothing()


def test_consent_taken_back_takes_the_file_back() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    said = GivenConsent.model_validate_json(
        '{"said": "withdrawn", "by": "victim", "said_at": "2026-11-22T00:00:00+00:00"}'
    )
    change = ChangeEvidenceConsent(at=NOW, consent=said, **ABOUT)
    facts = given(DECIDER, added()).when(change_evidence_consent, change).then_facts()
    assert facts == (
        EvidenceConsentChanged(consent=Consent(said="withdrawn", by="victim", said_at=at), **ABOUT),
        EvidenceWithdrawn(because="consent_withdrawn", **ABOUT),
    )
    given(DECIDER, added(), *facts).when(change_evidence_consent, change).then_refused(NoSuchEvidence)


def test_a_file_is_taken_back_once_and_only_if_there_is_one() -> None:
    back = WithdrawEvidence(at=NOW, because="by_resident", **ABOUT)
    gone = EvidenceWithdrawn(because="by_resident", **ABOUT)
    given(DECIDER, added()).when(withdraw_evidence, back).then(gone)
    given(DECIDER, added(), gone).when(withdraw_evidence, back).then_nothing()
    given(DECIDER).when(withdraw_evidence, back).then_refused(NoSuchEvidence)
    assert domain.DECIDER.fold([added(), gone]).pieces["evidence-1"].withdrawn
