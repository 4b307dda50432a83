"""What may be said aloud about a referral: nothing, unless it is certain to do no harm."""

from typing import Any

import pytest

from services.intake.web.aloud import may_be_said

ASB: dict[str, Any] = {
    "kind": "asb",
    "category": "noise",
    "strands": [],
    "facts": {"domestic_abuse": "no"},
    "status": "signposted",
    "reporter": {"is_victim": True},
    "safe_contact": {way: {"safe": "unknown"} for way in ("phone", "sms", "email", "post", "in_person")},
}
CAREFUL: dict[str, dict[str, Any]] = {
    "abuse": {"kind": "domestic_abuse"},
    "another violence": {"kind": "vawg_other"},
    "a strand": {"strands": ["stalking_and_harassment"]},
    "abuse among the answers": {"facts": {"domestic_abuse": "yes"}},
    "abuse that nobody asked about": {"facts": {}},
    "abuse that is not known": {"facts": {"domestic_abuse": "unknown"}, "category": "fly_tipping"},
    "stalking": {"facts": {"domestic_abuse": "no", "stalking": "yes"}},
    "danger": {"facts": {"domestic_abuse": "no", "immediate_danger": "yes"}},
    "violence": {"facts": {"domestic_abuse": "no", "violence_or_threats": "yes"}},
    "names that must not know": {"safe_contact": ASB["safe_contact"] | {"must_not_receive": ["Mark Penrose"]}},
    "a way that is not safe": {"safe_contact": ASB["safe_contact"] | {"post": {"safe": "no"}}},
}


def test_whoever_told_us_of_anti_social_behaviour_hears_how_it_stands_once_it_is_sure_who_it_is() -> None:
    aloud = may_be_said(ASB, "victim")
    assert not aloud.nothing
    assert "Do not say them first." in aloud.first[0]
    assert "If nothing has happened" in aloud.says


@pytest.mark.parametrize("caller", ["complained_of", "professional", "", "somebody"])
@pytest.mark.parametrize("referral", [ASB, ASB | {"kind": "domestic_abuse"}], ids=["asb", "abuse"])
def test_anybody_else_hears_nothing(referral: dict[str, Any], caller: str) -> None:
    aloud = may_be_said(referral, caller)
    assert aloud.nothing
    assert aloud.first == ()
    assert "report" not in aloud.says or caller == "complained_of"


def test_a_neighbour_hears_only_of_what_a_neighbour_told() -> None:
    assert may_be_said(ASB, "neighbour").nothing
    assert not may_be_said(ASB | {"reporter": {"is_victim": False}}, "neighbour").nothing
    assert may_be_said(ASB | {"reporter": None}, "neighbour").nothing


@pytest.mark.parametrize("what", CAREFUL)
def test_where_somebody_could_come_to_harm_nothing_is_said_without_the_codeword(what: str) -> None:
    referral = ASB | CAREFUL[what]
    assert may_be_said(referral, "victim").nothing
    agreed = referral | {"safe_contact": referral["safe_contact"] | {"codeword": "bluebell"}}
    with_word = may_be_said(agreed, "victim")
    assert not with_word.nothing
    assert "say nothing until they have said it" in with_word.first[0]
    assert "bluebell" not in " ".join((with_word.why, *with_word.first, with_word.says))
    assert may_be_said(agreed, "neighbour").nothing


def test_whoever_told_of_a_fly_tip_was_asked_nothing_and_hears_how_it_stands() -> None:
    assert not may_be_said(ASB | {"category": "fly_tipping", "facts": {}}, "victim").nothing


def test_a_codeword_that_was_agreed_counts_for_every_kind() -> None:
    agreed = ASB | {"safe_contact": ASB["safe_contact"] | {"codeword": "bluebell"}}
    assert "Ask which word was agreed" in may_be_said(agreed, "victim").first[0]
