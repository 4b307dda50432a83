"""A card's code and a phrase are kept where a resident gave them, the phrase under her key alone."""

from services.intake.domain.events import CampaignNoted, ReturnPhraseKept
from services.intake.domain.residents import resident_facts
from shared.kernel.personal import Contact, private
from tests.support.builders.intake import REPORTER, a_submission


def test_where_neither_was_given_nothing_is_kept() -> None:
    assert list(resident_facts(a_submission())) == []


def test_each_is_kept_by_itself() -> None:
    command = a_submission(campaign="K7M-5").model_copy(update={"phrase": "a hash"})
    campaign, phrase = resident_facts(command)
    assert isinstance(campaign, CampaignNoted)
    assert campaign.campaign == "K7M-5"
    assert isinstance(phrase, ReturnPhraseKept)
    assert phrase.phrase == private(REPORTER, Contact, "a hash")
    assert "a hash" not in repr(phrase)
