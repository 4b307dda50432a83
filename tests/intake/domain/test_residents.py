"""What comes besides is kept where it was given: a card's code, a phrase under her key alone, the kind of partner."""

from services.intake.domain.events import CampaignNoted, ReferrerNoted, ReturnPhraseKept
from services.intake.domain.residents import facts_besides
from shared.kernel.personal import Contact, private
from tests.support.builders.intake import REPORTER, a_submission


def test_where_neither_was_given_nothing_is_kept() -> None:
    assert list(facts_besides(a_submission())) == []


def test_each_is_kept_by_itself() -> None:
    command = a_submission(campaign="K7M-5").model_copy(update={"phrase": "a hash"})
    campaign, phrase = facts_besides(command)
    assert isinstance(campaign, CampaignNoted)
    assert campaign.campaign == "K7M-5"
    assert isinstance(phrase, ReturnPhraseKept)
    assert phrase.phrase == private(REPORTER, Contact, "a hash")
    assert "a hash" not in repr(phrase)


def test_the_kind_of_partner_is_kept_where_a_key_says_it() -> None:
    (noted,) = facts_besides(a_submission().model_copy(update={"referrer": "emergency_department"}))
    assert isinstance(noted, ReferrerNoted)
    assert noted.referrer == "emergency_department"
