"""The file of support says what the log says, and abuse that was seen once stays seen."""

import pytest

from services.triage.domain.assessment import DECIDER
from services.triage.domain.events import CaseClosed
from services.triage.domain.refusals import NotYetTriaged, ReferralAlreadyClosed
from services.triage.domain.support.events import SUPPORT_FACTS
from services.triage.domain.support.file import protected, supported
from services.triage.domain.support.folding import SUPPORT
from services.triage.domain.support.refusals import NotDomesticAbuse
from tests.support.builders.support import CHILD, VICTIM, a_case
from tests.support.builders.triage import PERSISTENT, REFERENCE, a_referral, judged


def test_the_assessment_moves_on_beside_the_file() -> None:
    file = a_case()
    assert file.abuse_seen
    assert supported(file).referral.victim_id == VICTIM
    calmer = SUPPORT.fold([judged(a_referral(**PERSISTENT), round=2)], file)
    assert calmer.abuse_seen
    assert supported(calmer).round == 2


def test_what_is_not_domestic_abuse_not_triaged_or_closed_is_worked_on_by_nobody() -> None:
    with pytest.raises(NotDomesticAbuse):
        supported(a_case(kind="asb", **PERSISTENT))
    with pytest.raises(NotYetTriaged):
        supported(SUPPORT.initial)
    closed = CaseClosed(referral_id="referral-1", reference=REFERENCE, reason="resolved")
    with pytest.raises(ReferralAlreadyClosed):
        supported(a_case(closed))


def test_those_at_risk_are_its_victims_and_children_and_where_none_is_named_its_teller() -> None:
    assert protected(supported(a_case())) == [VICTIM, CHILD]
    assert protected(supported(a_case(people=(), victim_id=None))) == [VICTIM]


def test_no_fact_of_support_changes_the_assessment() -> None:
    standing = a_case().standing
    for kind in SUPPORT_FACTS:
        members = dict.fromkeys(kind.shape.__struct_fields__, "")
        assert DECIDER.evolve(standing, kind.shape(**members)) in (standing, standing_after(standing))


def standing_after(standing: object) -> object:
    """The same with one act more: somebody has done something."""
    return standing.with_(acts=standing.acts + 1)  # type: ignore[attr-defined]
