"""Over every case that the rules can meet: who adds protection waits for nobody, whoever ends something urgent does."""

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.desk.second_reader import needs_second_reader
from services.triage.domain.routes import PROTECTING, ROUTES, opens_case
from tests.support.builders.triage import SCREENED, a_referral, the_judge

ANSWERS = st.dictionaries(st.sampled_from(sorted({*SCREENED, "persistent"})), st.sampled_from(("yes", "no", "unknown")))
KINDS = st.sampled_from(("asb", "domestic_abuse", "vawg_other", "unsure"))


@for_all(KINDS, ANSWERS, st.sampled_from(ROUTES))
@settings(max_examples=120)
def test_no_high_decision_is_ended_by_one_person_and_no_protection_waits(
    kind: str, answers: dict[str, str], route: str
) -> None:
    referral = a_referral(kind=kind, category=None, answers=answers)
    decision = the_judge().decide(referral, referral.answers)
    two, primary = needs_second_reader(decision, route), decision.primary.route
    if route in PROTECTING and primary not in PROTECTING:
        assert not two
    elif not opens_case(route) and (decision.priority != "standard" or decision.outcome in ("open_case", "emergency")):
        assert two
