"""What makes a referral sensitive."""

import pytest

from services.notifications.domain.sensitivity import (
    AGES,
    TELLING_ANSWERS,
    TELLING_CATEGORIES,
    reason_in_outcome,
    reasons_in_referral,
)
from shared.contracts.vocabulary import VOCABULARY


def test_plain_anti_social_behaviour_is_not_sensitive() -> None:
    assert reasons_in_referral("asb", (), {"domestic_abuse": "no", "violence_or_threats": "unknown"}) == ()


@pytest.mark.parametrize("kind", [*sorted(VOCABULARY.kinds.keys() - {"asb"}), "something_new"])
def test_every_other_kind_is_also_one_nobody_has_heard_of(kind: str) -> None:
    assert reasons_in_referral(kind, (), {}) == (f"kind_{kind}",)


@pytest.mark.parametrize("name", TELLING_ANSWERS)
def test_a_telling_yes_makes_anti_social_behaviour_sensitive(name: str) -> None:
    assert reasons_in_referral("asb", (), {name: "yes"}) == (f"answer_{name}",)
    assert name in VOCABULARY.answers


@pytest.mark.parametrize("name", AGES)
def test_somebody_under_eighteen_makes_it_sensitive(name: str) -> None:
    assert reasons_in_referral("asb", (), {name: 17}) == (f"answer_{name}",)
    assert reasons_in_referral("asb", (), {name: 18}) == reasons_in_referral("asb", (), {name: None}) == ()


@pytest.mark.parametrize("category", sorted(TELLING_CATEGORIES))
def test_a_category_behind_which_somebody_may_be_exploited_is_enough(category: str) -> None:
    assert reasons_in_referral("asb", (), {}, category) == (f"category_{category}",)
    assert reasons_in_referral("asb", (), {}, "noise") == ()


def test_a_strand_or_a_hesitation_about_domestic_abuse_is_enough() -> None:
    assert reasons_in_referral("asb", ("stalking_and_harassment",), {}) == ("strands",)
    assert reasons_in_referral("asb", (), {"domestic_abuse": "unknown"}) == ("answer_domestic_abuse_unknown",)


def test_a_protecting_route_or_the_marac_makes_it_sensitive_whatever_stands_beside() -> None:
    assert reason_in_outcome(("asb_case", "children_mash"), ()) == "route_children_mash"
    assert reason_in_outcome(("asb_case",), ("marac",)) == "panel_marac"
    assert reason_in_outcome(("asb_case", "mediation"), ("cmarac",)) is None
