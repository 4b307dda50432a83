"""Whatever is put before the gate, it lets a message through only if every condition holds, and then it does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from services.notifications.domain.gate import CHECKS, Allowed, Asked, Checks, NotYet, Outbox, Withheld, may_send
from services.notifications.domain.recipient import ReachableBy, Recipient
from tests.support.builders.notifications import TEN, a_recipient, asked

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
CHANNELS = ("email", "sms", "post")
TABLES = ("message", "person", "channel")
# Each address with whether something can be sent to it, so that nothing of the gate's own is needed to judge it.
ADDRESSES: dict[str, dict[str | None, bool]] = {
    "email": {"nadia@post.example": True, "a@b.example, c@d.example": False, "nobody": False, None: False},
    "sms": {"07700 900123": True, "020 7946 0999": False, None: False},
    "post": {"4 Example Street, SW19 1AA": True, "4": False, None: False},
}
# What may be noted of somebody who must not learn of it, with the address it leads to as well.
OTHERS = {
    "NADIA+him@Post.example": "nadia@post.example", "+44 (0)7700 900123": "07700 900123",
    "dan@post.example": None, "4 example st, sw19 1aa": "4 Example Street, SW19 1AA",
}  # fmt: skip
# Windows with the hours of a weekday they open, in London; None cannot be read.
WINDOWS: dict[str, range | None] = {"Mon-Sun 10:00-12:00": range(10, 12), "22:00-23:00": range(22, 23), "soon": None}
NAMES = {"Nadia Okonkwo": "nadia", "Dr OKONKWO, Nadia": "nadia", "Dan Miles": "dan"}

ways = st.sampled_from(CHANNELS).flatmap(
    lambda way: st.builds(
        ReachableBy,
        way=st.just(way),
        safe=st.sampled_from(["yes", "yes", "no", "unknown", ""]),
        times=st.lists(st.sampled_from(list(WINDOWS)), max_size=2).map(tuple),
        address=st.sampled_from([next(iter(ADDRESSES[way])), *ADDRESSES[way]]),
        hidden=st.sampled_from([False, False, True]),
    )
)
carried = st.frozensets(st.sampled_from(CHANNELS), min_size=1)
# What may differ from a message for which everything holds. A few at a time: with many, each hides the others.
OF_THE_PERSON: dict[str, st.SearchStrategy[Any]] = {
    "is_reporter": st.just(False),
    "roles": st.frozensets(st.sampled_from(["reporter", "victim", "perpetrator", "witness"]), max_size=3),
    "ways": st.lists(ways, min_size=1, max_size=3, unique_by=lambda way: way.way).map(tuple),
    "stated": st.just(False),
    "forgotten": st.just(True),
    "unreadable": st.just(True),
    "confirmed_at": st.sampled_from([TEN - timedelta(days=40), None]),
    "name": st.none(),
    "must_not_receive": st.lists(st.sampled_from(list(NAMES)), min_size=1, max_size=1).map(tuple),
    "others_addresses": st.sampled_from([*OTHERS]).map(lambda each: frozenset({each})),
    "perpetrators_names": st.sampled_from(list(NAMES)).map(lambda name: (name,)),
    "not_comparable": st.frozensets(st.sampled_from(CHANNELS), min_size=1),
}
OF_THE_MESSAGE: dict[str, st.SearchStrategy[Any]] = {
    "origin": st.sampled_from(["rehearsal", "import"]),
    "outbox": st.builds(Outbox, real=st.booleans(), carries=carried),
    "written_for": carried,
    "neutral": st.just(False),
    "sensitive": st.just(False),
    "recipient": st.none(),
    "news_untaken": st.just(True),
    "plain_only": st.fixed_dictionaries(
        {"plain_only": st.just(True), "sensitive": st.booleans(), "said_anew": st.booleans()}
    ),
}


@st.composite
def cases(draw: st.DrawFn) -> Asked:
    # The ways more often than the rest: most of the gate's checks are about them.
    names = st.sampled_from([*OF_THE_PERSON, *OF_THE_MESSAGE, *["ways"] * 5, *["plain_only"] * 2])
    chosen = draw(st.lists(names, max_size=4, unique=True))
    person = {name: draw(OF_THE_PERSON[name]) for name in OF_THE_PERSON if name in chosen}
    message = {name: draw(OF_THE_MESSAGE[name]) for name in OF_THE_MESSAGE if name in chosen}
    message |= message.pop("plain_only", {})
    first = ReachableBy("email", "yes", address="nadia@post.example")
    return asked(**{"recipient": a_recipient(**{"ways": (first,)} | person)} | message)


moments = st.integers(0, 7 * 24 * 4 - 1).map(lambda quarter: TEN + timedelta(minutes=15 * quarter))


@dataclass(frozen=True)
class Judged:
    """What a second reading of the rules says: the ways open now, and whether anything may ever be sent."""

    open_now: frozenset[str]
    never: bool


def judged(case: Asked, now: datetime) -> Judged:
    """The rules once more, in other words than the gate's."""
    who = case.recipient
    if who is None or not _person_may_be_told(case, who):
        return Judged(frozenset(), never=True)
    possible = [way for way in who.ways if _way_is_safe(case, who, way, now)]
    return Judged(frozenset(way.way for way in possible if _is_open(way, now)), never=not possible)


def _person_may_be_told(case: Asked, who: Recipient) -> bool:
    told_to_nobody = case.origin == "import" or (case.origin == "rehearsal" and case.outbox.real)
    says_too_much = case.sensitive and not case.neutral
    forbidden = {NAMES[name] for name in who.must_not_receive}
    wrong_name = bool(forbidden) and (who.name is None or NAMES[who.name] in forbidden)
    alleged = "perpetrator" in who.roles and "victim" not in who.roles
    alleged = alleged or (who.name is not None and NAMES[who.name] in {NAMES[each] for each in who.perpetrators_names})
    gone = who.forgotten or who.unreadable or case.news_untaken
    gone = gone or (case.plain_only and (case.sensitive or case.said_anew))
    return not (told_to_nobody or says_too_much or wrong_name or alleged or gone) and who.is_reporter and who.stated


def _way_is_safe(case: Asked, who: Recipient, way: ReachableBy, now: datetime) -> bool:
    strict = case.sensitive or "perpetrator" in who.roles or way.way != "email"
    fresh = who.confirmed_at is not None and now - who.confirmed_at <= timedelta(days=30)
    hours_kept = not way.times or (way.way != "post" and any(WINDOWS[each] for each in way.times))
    own = way.address not in {OTHERS[each] for each in who.others_addresses} and way.way not in who.not_comparable
    reaches = ADDRESSES[way.way][way.address] and way.way in case.outbox.carries & case.written_for
    return way.safe == "yes" and (fresh or not strict) and hours_kept and own and reaches and not way.hidden


def _is_open(way: ReachableBy, now: datetime) -> bool:
    hour = now.astimezone(LONDON).hour
    if not way.times:
        return 8 <= hour < 21
    return any(hour in hours for each in way.times if (hours := WINDOWS[each]) is not None)


def disagrees(case: Asked, now: datetime, checks: Checks = CHECKS) -> bool:
    """Whether the gate lets through what the second reading does not, or the other way round."""
    verdict, judgement = may_send(case, now, checks), judged(case, now)
    if isinstance(verdict, Allowed):
        return verdict.channel not in judgement.open_now
    return bool(judgement.open_now)


@settings(max_examples=600)
@given(cases(), moments)
def test_the_gate_sends_exactly_what_a_second_reading_of_the_rules_lets_through(case: Asked, now: datetime) -> None:
    assert not disagrees(case, now)


@settings(max_examples=250)
@given(cases(), moments)
def test_what_waits_waits_for_a_moment_at_which_it_may_go_and_what_is_withheld_never_may(
    case: Asked, now: datetime
) -> None:
    assume(case.recipient is not None)
    verdict = may_send(case, now)
    if isinstance(verdict, NotYet):
        assert now < verdict.until <= now + timedelta(days=8)
        assert not judged(case, now).never
        later = may_send(case, verdict.until)
        # By then a confirmation may have run out; nothing else changes with time.
        assert isinstance(later, Allowed) or any("expired" in code for code in later.reasons)
    elif isinstance(verdict, Withheld):
        assert judged(case, now).never


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_the_second_reading_finds_a_gate_that_skips_any_check() -> None:
    """All but the one about a message without any text: there is always some text in these examples."""
    examples: list[Asked] = []

    @settings(max_examples=2500, phases=[Phase.generate])
    @given(cases())
    def gather(case: Asked) -> None:
        examples.append(case)

    gather()
    noon = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    missed = [
        check.__name__
        for table in TABLES
        for check in getattr(CHECKS, table)
        if not any(disagrees(case, noon, _without(check)) for case in examples)
    ]
    assert missed == ["_no_wording"]


def _without(check: object) -> Checks:
    kept: dict[str, Any] = {name: tuple(each for each in getattr(CHECKS, name) if each is not check) for name in TABLES}
    return Checks(**kept)


def test_the_second_reading_finds_a_gate_that_forgets_the_hour() -> None:
    night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    case = asked()
    by_day = may_send(case, TEN)
    assert isinstance(by_day, Allowed)
    assert by_day.channel not in judged(case, night).open_now
