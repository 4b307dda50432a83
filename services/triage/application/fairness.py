"""Whether people fare alike: outcome, delay and override by group, each share with how sure it is; and by rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Any

from services.triage.application.simulating.past import Past
from services.triage.application.simulating.simulation import GROUPS
from shared.kernel.small_numbers import SHOWN_FROM, Share, kept_back, shares_kept_back

NOT_GROUPED = (
    "Sex, ethnicity, religion, disability, sexual orientation and gender identity cannot be compared here: those "
    "answers are kept apart from referrals and linked to nobody. Kind, channel, ward, age and home are what a referral "
    "itself says."
)
_OURS = ("emergency", "open_case")


def fairness(past: Sequence[Past]) -> dict[str, Any]:
    """For each group: how many became ours, were answered late, were decided otherwise, and how long it took."""
    whole = _measures(past)
    return {
        "all": {name: _told(share) for name, share in whole.items()} | _hours(past),
        "by": {name: _groups(past, value, whole) for name, value in GROUPS.items()},
        "not_grouped": NOT_GROUPED,
    }


def overrides_by_rule(past: Iterable[Past]) -> list[dict[str, Any]]:
    """How often people decided otherwise than each rule, the most doubted first: a first sign that a rule is wrong."""
    settled: dict[str, list[bool]] = defaultdict(list)
    for each in past:
        for once in each.settled:
            settled[once.rule].append(once.overridden)
    shares = {rule: Share(sum(once), len(once)) for rule, once in settled.items()}
    order = sorted(shares.items(), key=lambda each: (-(each[1].share or 0), each[0]))
    return [{"rule": rule, "overridden": share.count, **_numbers(share)} for rule, share in order]


def _groups(past: Sequence[Past], value: Callable[[Past], str], whole: dict[str, Share]) -> list[dict[str, Any]]:
    grouped: dict[str, list[Past]] = defaultdict(list)
    for each in past:
        grouped[value(each)].append(each)
    few = kept_back({name: len(members) for name, members in grouped.items()})
    shares = {name: _measures(members) for name, members in grouped.items()}
    # A share says of how many it is one, which a referral count that is kept back must not be told by.
    hidden = {
        measure: shares_kept_back({name: each[measure] for name, each in shares.items()}, few) for measure in whole
    }
    return [
        {"value": name, "referrals": None if name in few else len(members)}
        | {
            measure: None if name in hidden[measure] else _told(share, whole[measure])
            for measure, share in shares[name].items()
        }
        | _hours(members)
        for name, members in sorted(grouped.items(), key=lambda each: (-len(each[1]), each[0]))
    ]


def _measures(past: Sequence[Past]) -> dict[str, Share]:
    settled = [each for each in past if each.settled]
    decided = [each for each in past if each.decision is not None]
    return {
        "became_ours": Share(sum(each.decision.outcome in _OURS for each in decided if each.decision), len(decided)),
        "answered_late": Share(sum(each.late for each in past), len(past)),
        "decided_otherwise": Share(
            sum(any(once.overridden for once in each.settled) for each in settled), len(settled)
        ),
    }


def _told(share: Share, whole: Share | None = None) -> dict[str, Any] | None:
    """A share with its interval, None where it would point at somebody. `apart`: the whole lies outside of it."""
    if not share.shown or not share.of:
        return None
    told: dict[str, Any] = {"count": share.count, **_numbers(share)}
    if whole is not None and share.interval is not None and whole.share is not None:
        low, high = share.interval
        told["apart"] = not low <= whole.share <= high
    return told


def _numbers(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {"of": share.of, "share": _short(share.share), "low": _short(low), "high": _short(high)}


def _hours(past: Sequence[Past]) -> dict[str, Any]:
    """How long it took until a person first settled it, the middle one of all."""
    taken = [(each.settled[0].at - each.received_at).total_seconds() / 3600 for each in past if each.settled]
    return {"hours_to_a_person": round(median(taken), 1) if len(taken) >= SHOWN_FROM else None}


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
