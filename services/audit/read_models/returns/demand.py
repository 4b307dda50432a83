"""How many referrals came in, and how many of them were closed by showing the right door, by month and channel."""

from collections import Counter
from collections.abc import Sequence

from services.audit.domain.timeline import StoryFact
from services.audit.read_models.returns.shape import (
    UNKNOWN,
    Computed,
    Return,
    Row,
    Span,
    financial_year,
    london_day,
    suppressed,
)

_SUBMITTED = "intake.referral_submitted"
_SIGNPOSTED = "triage.referral_signposted"
_COLUMNS = ("financial_year", "month", "channel", "referrals", "signposted")


def compute(facts: Sequence[StoryFact], span: Span) -> Computed:
    """One row a month and channel; a referral counts, signposted too, where it was received (London's days)."""
    signposted = {str(fact.fields.get("referral_id")) for fact in facts if fact.name == _SIGNPOSTED}
    received: Counter[tuple[str, str, str]] = Counter()
    shown_on: Counter[tuple[str, str, str]] = Counter()
    for fact in facts:
        day = london_day(fact.fields.get("received_at")) if fact.name == _SUBMITTED else None
        if day is None or not span.holds(day):
            continue
        place = (financial_year(day), f"{day:%Y-%m}", str(fact.fields.get("channel") or UNKNOWN))
        received[place] += 1
        shown_on[place] += str(fact.fields.get("referral_id")) in signposted
    rows: list[Row] = [
        dict(zip(_COLUMNS, (*place, count, shown_on[place]), strict=True)) for place, count in sorted(received.items())
    ]
    return Computed(rows=rows)


RETURN = Return(
    name="demand",
    title="Demand and signposting",
    about="Referrals received and signposted, by financial year, month and channel.",
    reads=(f"{_SUBMITTED}@1", f"{_SIGNPOSTED}@1"),
    columns=_COLUMNS,
    drawn=("month", "referrals"),
    compute=compute,
    suppress=lambda computed: suppressed(computed, ("referrals", "signposted")),
)
