"""What somebody sees as done out of hate is handled so; the rules hear of it, and no motive stands in clear."""

from typing import Any

import pytest

from services.triage.domain.events import AnswersAdded, ReferralTriaged
from services.triage.domain.safeguarding.commands import HandleHateCrime
from services.triage.domain.safeguarding.events import HateCrimeHandled
from services.triage.domain.safeguarding.file import SafeguardingFile
from services.triage.domain.safeguarding.hate import handle_hate_crime
from services.triage.domain.safeguarding.refusals import NoBasisRecorded
from shared.kernel.messages import Fact
from shared.kernel.refusals import InvalidInput
from tests.support.builders.protection import TODAY
from tests.support.builders.safeguarding import PRACTICE, a_file, basis_of
from tests.support.builders.triage import ABUSE, NOW, PERSISTENT, SCREENED, the_judge


def asked(**changes: Any) -> HandleHateCrime:
    members: dict[str, Any] = {
        "at": NOW, "referral_id": "referral-1", "by": "account-1", "today": TODAY, "perceived_by": "victim",
        "motives": ("religion", "sex"), "police": "told_by_them", "support": "accepted",
    }  # fmt: skip
    return HandleHateCrime(**members | changes)


def handle(file: SafeguardingFile, **changes: Any) -> list[Fact]:
    return list(handle_hate_crime(asked(**changes), file, PRACTICE.hate, the_judge()))


@pytest.mark.parametrize("kind", [PERSISTENT, ABUSE], ids=["anti-social behaviour", "domestic abuse"])
def test_the_rules_hear_of_it_whatever_kind_of_case_it_is(kind: dict[str, Any]) -> None:
    handled, added, triaged, *_ = handle(a_file(**kind))
    assert isinstance(handled, HateCrimeHandled)
    assert "religion" not in repr(handled)
    assert isinstance(added, AnswersAdded)
    assert added.answers == {"hate_motive": "yes"}
    assert isinstance(triaged, ReferralTriaged)
    routes = {triaged.decision.primary.route, *(also.route for also in triaged.decision.also)}
    assert "hate_crime_police" in routes


def test_where_they_know_already_nothing_is_judged_again() -> None:
    known = a_file(category="rowdy_behaviour", answers={**SCREENED, "hate_motive": "yes"})
    assert [type(fact) for fact in handle(known)] == [HateCrimeHandled]


def test_the_police_are_told_by_us_on_a_recorded_basis_alone() -> None:
    with pytest.raises(NoBasisRecorded):
        handle(a_file(**PERSISTENT), police="told_by_us")
    assert handle(a_file(basis_of("police"), **PERSISTENT), police="told_by_us")


@pytest.mark.parametrize("motives", [(), ("mood",)])
def test_for_what_they_were_chosen_is_one_of_the_list(motives: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        handle(a_file(**PERSISTENT), motives=motives)
