"""How groups fare: shares with intervals, those apart from all marked, small ones kept back; rules people doubt."""

from services.triage.application.fairness import NOT_GROUPED, fairness, overrides_by_rule
from services.triage.application.simulating.past import Past
from services.triage.domain.events import DecisionConfirmed, DecisionOverridden, ResponseMissed
from shared.kernel.identifiers import reference_from
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from tests.support.builders.triage import FLY_TIP, MONDAY, PERSISTENT
from tests.triage.application.past_days import a_past, many


def settled(number: int, *, otherwise: bool = False, late: bool = False, channel: str = "phone") -> Past:
    known = {"referral_id": f"referral-{number}", "reference": reference_from(number)}
    text = private("person-1", Narrative, "words")
    recommended = {"recommended": "asb_case", "route": "children_mash", "code": "other", "text": text}
    how: Fact = (
        DecisionOverridden(**known, round=1, **recommended) if otherwise else DecisionConfirmed(**known, round=1)
    )
    more: list[Fact] = [ResponseMissed(**known, due_at=MONDAY), how] if late else [how]
    return a_past(number, more=more, channel=channel, **PERSISTENT)


def test_each_group_has_its_shares_and_one_far_from_all_is_marked() -> None:
    past = [*many(60, channel="online", **FLY_TIP), *(settled(100 + number) for number in range(40))]
    report = fairness(past)
    assert report["all"]["became_ours"] == {"count": 40, "of": 100, "share": 0.4, "low": 0.3094, "high": 0.498}
    lines = {line["value"]: line for line in report["by"]["channel"]}
    assert (lines["online"]["became_ours"]["share"], lines["online"]["became_ours"]["apart"]) == (0.0, True)
    assert (lines["phone"]["referrals"], lines["phone"]["became_ours"]["apart"]) == (40, True)
    assert report["not_grouped"] == NOT_GROUPED


def test_delay_and_overrides_are_told_of_those_a_person_settled() -> None:
    past = [settled(number, otherwise=number <= 10, late=number <= 20) for number in range(1, 31)]
    (line,) = fairness(past)["by"]["channel"]
    assert (line["decided_otherwise"]["share"], line["answered_late"]["share"]) == (0.3333, 0.6667)
    assert line["hours_to_a_person"] == 4.0


def test_a_group_of_few_is_kept_back_and_so_is_one_more_that_would_give_it_away() -> None:
    past = [settled(number) for number in range(1, 21)]
    past += [settled(number, channel="email") for number in range(21, 24)]
    past += [settled(number, channel="partner") for number in range(30, 40)]
    lines = {line["value"]: line for line in fairness(past)["by"]["channel"]}
    assert [lines[name]["referrals"] for name in ("phone", "email", "partner")] == [20, None, None]
    assert [bool(lines[name]["became_ours"]) for name in ("phone", "email", "partner")] == [True, False, False]
    assert lines["email"]["hours_to_a_person"] is None


def test_what_is_kept_back_does_not_follow_from_all_less_what_is_shown() -> None:
    # Ten by a partner and three by e-mail, all of them ours: thirteen of thirteen would tell of each of the three.
    past = [settled(number) for number in range(1, 21)]
    past += [a_past(100 + number, channel="phone", **FLY_TIP) for number in range(20)]
    past += [settled(number, channel="email") for number in range(21, 24)]
    past += [settled(number, channel="partner") for number in range(30, 40)]
    lines = {line["value"]: line for line in fairness(past)["by"]["channel"]}
    assert [lines[name]["became_ours"] for name in ("phone", "email", "partner")] == [None, None, None]


def test_the_rules_that_people_decide_against_come_first() -> None:
    past = [settled(1, otherwise=True), settled(2), a_past(3, **FLY_TIP)]
    assert overrides_by_rule(past) == [
        {"rule": "persistent-asb", "overridden": 1, "of": 2, "share": 0.5, "low": 0.0945, "high": 0.9055}
    ]
