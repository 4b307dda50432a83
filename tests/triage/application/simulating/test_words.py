"""A simulation told in plain English: less protection is not to be overlooked, and small numbers stay dashes."""

from services.triage.application.simulating.report import report_of
from services.triage.application.simulating.words import told
from tests.support.builders.triage import FLY_TIP
from tests.triage.application.past_days import ABUSE_14, a_past, many
from tests.triage.application.simulating.test_simulation import proposed
from tests.triage.domain.shipped import current


def test_who_would_change_and_which_way_is_said_first() -> None:
    abuse = a_past(99, kind="domestic_abuse", category=None, answers=ABUSE_14)
    lines = told(report_of([abuse, *many(9, **FLY_TIP)], proposed(marac_dash_yes=15)))
    assert lines[:3] == [
        "Rules “borough”, version 2026-04-01, on 10 referrals as they stood when they came in.",
        "1 would come out otherwise than they did (10.0%).",
        "  1 with LESS PROTECTION",
    ]
    assert "  panels lost: MARAC: 1" in lines
    assert (
        f"  {abuse.reference}, received 2026-11-23: priority urgent → high; panels MARAC → none (LESS PROTECTION)"
        in lines
    )
    assert "  domestic abuse: – of –, more protection 0, less –" in lines
    assert lines[-1].startswith("Sex, ethnicity, religion")


def test_no_referrals_is_said_and_nothing_divided_by_them() -> None:
    assert told(report_of([], current()))[1:] == ["There are none."]
