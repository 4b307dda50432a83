"""Judged from outside: whatever happens in whatever order, only what is recorded as safe reaches the sender.

The judge reads the facts in the log and knows how each person was made; it shares no line with the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.notifications.application import sending
from services.notifications.application.ports import HandedOver, Letter, NotHandedOver, Outcome, Unclear
from services.notifications.domain.events import ContactsChanged, ContactsNoted, PersonForgotten, SensitivityRaised
from services.notifications.domain.gate import CHECKS, Checks, may_send
from services.notifications.domain.values.contact import Safety
from shared.contracts import envelope
from shared.contracts.intake import PersonForgotten as TellForgotten
from shared.contracts.triage import CaseOpened, ReferralTriaged, Route
from shared.kernel.personal import ERASED, Identity
from tests.support.builders.notifications import (
    ADDRESS,
    DETAILS,
    EMAIL,
    OTHER_NAME,
    REFERENCE,
    TEN,
    KeptSender,
    Town,
)

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
HERS = {"email": EMAIL, "sms": "+447700900123", "post": ADDRESS}
# What is noted of the one who does it, and by which of her ways it is shared with her; `gone` is read by nobody.
THEIRS: dict[str, tuple[dict[str, str], str | None]] = {
    "nothing": ({}, None),
    "another number": ({"phone": "07700 900456", "email": "dan@post.example"}, None),
    "her number, otherwise written": ({"phone": "+44 (0)7700-900123"}, "sms"),
    "her number among others": ({"phone": "020 7946 0999 / 07700900123"}, "sms"),
    "her mailbox": ({"email": "Na.dia+dan@post.example"}, "email"),
    "her home": ({"address": "4, example st. SW191AA"}, "post"),
    "her number, noted as e-mail": ({"email": "0044 7700 900123"}, "sms"),
    "her number, gone": ({"phone": "07700 900123"}, "sms"),
    "her own name": ({"full_name": "OKONKWO, Nádia"}, "all"),
}
# Names that must not receive anything, and whether they may be hers.
FORBIDDEN = {"": False, OTHER_NAME: False, "Nadia": True, "Mrs Nádia Okonkwo": True}
HOURS: dict[str, range | None] = {"Mon-Sun 12:00-14:00": range(12, 14), "22:00-23:00": range(22, 23), "soon": range(0)}
# What would tell anybody who reads along.
TELLING = ("abus", "domestic", "marac", "police", "council", "communit", "report", "support", "safe", "case",
           "referral", "http", "www", "/", "neighbour", "landlord", "danger", "waymark", "help")  # fmt: skip


def way() -> st.SearchStrategy[dict[str, Any]]:
    times = st.lists(st.sampled_from(list(HOURS)), max_size=1)
    return st.fixed_dictionaries({"safe": st.sampled_from(["yes", "yes", "no", "unknown"]), "times": times})


said = st.fixed_dictionaries(
    {"email": way(), "sms": way(), "post": way(), "age": st.sampled_from([0, 0, 20, 40, None])}
)  # fmt: skip
STEPS = ("changed", "forgotten", "key destroyed", "signposted", "triaged", "case", "broken news", "work")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("changed"), said),
        st.tuples(st.sampled_from(STEPS[1:]), st.none()),
        st.tuples(st.just("later"), st.sampled_from([5, 90, 300, 720, 24 * 60 * 35])),
    ),
    max_size=7,
)
outcomes = st.sampled_from(
    [HandedOver(), NotHandedOver("busy", lasting=False), NotHandedOver("refused", lasting=True), Unclear("lost")]
)


@dataclass(frozen=True)
class Story:
    """A referral, and what happens afterwards."""

    kind: str
    said: dict[str, Any]
    theirs: str
    forbidden: str
    roles: tuple[str, ...]
    steps: Sequence[tuple[str, Any]]
    outcomes: Sequence[Outcome]


stories = st.builds(
    Story,
    kind=st.sampled_from(["domestic_abuse", "asb", "unsure"]),
    said=said,
    theirs=st.sampled_from(["nothing", *THEIRS]),
    forbidden=st.sampled_from(["", "", *FORBIDDEN]),
    roles=st.sampled_from([("reporter", "victim"), ("reporter", "victim"), ("reporter", "perpetrator")]),
    steps=steps,
    outcomes=st.lists(outcomes, max_size=3),
)


class Unsafe(AssertionError):
    """Something reached the sender that nobody had recorded as safe."""


@dataclass
class Judge(KeptSender):
    """A sender that looks at each letter before it goes."""

    story: Story
    town: Town | None = None
    broken_news: bool = False
    settled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(*self.story.outcomes)

    def send(self, letter: Letter) -> Outcome:
        assert self.town is not None
        for wrong, what in self.faults(self.town, letter):
            if wrong:
                raise Unsafe(what)
        outcome = super().send(letter)
        if not isinstance(outcome, NotHandedOver) or outcome.lasting:
            self.settled.add(letter.notice_id)
        return outcome

    def faults(self, town: Town, letter: Letter) -> list[tuple[bool, str]]:
        facts, now, story = town.facts(), town.clock(), self.story
        [noted] = [fact for fact in facts if isinstance(fact, ContactsNoted)]
        [nadia] = [person for person in noted.people if person.person_id == noted.reporter_id]
        changed = [fact.safety for fact in facts if isinstance(fact, ContactsChanged)]
        safety = changed[-1] if changed else nadia.safety or Safety()
        stated = getattr(safety, letter.channel)
        sensitive = bool(noted.sensitive_because) or any(isinstance(fact, SensitivityRaised) for fact in facts)
        dated = sensitive or letter.channel != "email"
        fresh = safety.confirmed_at is not None and now - safety.confirmed_at <= timedelta(days=30)
        hour = now.astimezone(LONDON).hour
        hours = [HOURS[each] or range(0) for each in stated.times] or [range(8, 21)]
        written = f"{letter.sender}\n{letter.subject}\n{letter.body}"
        return [
            (letter.address != HERS[letter.channel], "the address is not hers"),
            (stated.safe != "yes", "nobody said that this way is safe"),
            (dated and not fresh, "what was said is too old"),
            (not any(hour in each for each in hours), "it is not her hour"),
            (letter.channel == "post" and bool(stated.times), "a letter keeps no hours"),
            (any(isinstance(fact, PersonForgotten) for fact in facts), "she was forgotten"),
            (town.ground.keyring.open(nadia.full_name, Identity) == ERASED, "her key is gone"),
            (THEIRS[story.theirs][1] in (letter.channel, "all"), "it reaches the one who does it"),
            ("victim" not in nadia.roles, "it goes to the one who does it"),
            (FORBIDDEN[story.forbidden] and not changed, "hers may be the name that must not receive anything"),
            (self.broken_news, "something newer about her could not be read"),
            (sensitive and [word for word in TELLING if word in written.lower()] != [], "it tells what it is about"),
            (any(detail in f"{letter.subject}\n{letter.body}" for detail in DETAILS), "it holds a detail"),
            (letter.notice_id in self.settled, "it went before, or may have"),
        ]


def safe_contact(stated: dict[str, Any], now: datetime) -> dict[str, Any]:
    age = stated["age"]
    confirmed = {} if age is None else {"confirmed_at": now - timedelta(days=age)}
    return {name: stated[name] for name in ("email", "sms", "post")} | confirmed


def played(story: Story, folder: Path) -> Judge:
    """The story told to notifications, with all work done after each step."""
    judge = Judge(story)
    town = judge.town = Town(folder, judge)
    nadia = town.nadia(*story.roles)
    them = town.person("perpetrator", **THEIRS[story.theirs][0])
    forbidden = [town.sealed(nadia.person_id, Identity, story.forbidden).model_dump()] if story.forbidden else []
    contact = safe_contact(story.said, TEN) | {"must_not_receive": forbidden}
    if story.theirs.endswith("gone"):
        town.ground.keyring.destroy(them.person_id)
    town.hear(town.referral([nadia, them], safe_contact=contact, kind=story.kind, category="noise"))
    try:
        for name, given_ in (*story.steps, ("work", None), ("later", 24 * 60), ("work", None)):
            happens(name, given_, town, judge, nadia.person_id)
    finally:
        town.close()
    return judge


def happens(name: str, given_: Any, town: Town, judge: Judge, nadia_id: str) -> None:
    """One step of a story."""
    match name:
        case "changed":
            town.hear(town.changed(nadia_id, **safe_contact(given_, town.clock())))
        case "forgotten":
            town.hear(TellForgotten(person_id=nadia_id, authority="IG-1"))
        case "key destroyed":
            town.ground.keyring.destroy(nadia_id)
        case "signposted":
            town.hear(town.signposted())
        case "triaged":
            town.hear(triaged(town))
        case "case":
            town.hear(a_case(town))
        case "broken news":
            news = town.message(town.changed(nadia_id, email={"safe": "no"}))
            news.data["safe_contact"]["email"]["safe"] = "a word we do not know yet"
            town.service.inbox.handle(envelope.to_json(news))
            judge.broken_news = True
        case "later":
            town.clock.set(town.clock() + timedelta(minutes=given_))
        case "work":
            town.work()


def triaged(town: Town) -> ReferralTriaged:
    return ReferralTriaged(
        referral_id=town.referral_id, reference=REFERENCE, outcome="open_case", primary=Route(route="domestic_abuse"),
        also=(), panels=(), priority="urgent", give=(), rules_id="borough", rules_version="2026-04-01", confirmed=False,
    )  # fmt: skip


def a_case(town: Town) -> CaseOpened:
    return CaseOpened(
        referral_id=town.referral_id, reference=REFERENCE, case_reference=REFERENCE, route="asb_case",
        priority="standard", opened_at=TEN, due_at=None,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(stories)
def test_only_what_is_recorded_as_safe_reaches_the_sender(story: Story) -> None:
    with TemporaryDirectory() as folder:
        played(story, Path(folder))


def contact(way: str, safe: str = "yes", age: int = 0, times: Sequence[str] = ()) -> dict[str, Any]:
    """One way with what was said of it, and nothing of the others."""
    unknown: dict[str, Any] = {"email": UNKNOWN, "sms": UNKNOWN, "post": UNKNOWN, "age": age}
    return unknown | {way: {"safe": safe, "times": times}}


UNKNOWN: dict[str, Any] = {"safe": "unknown", "times": []}
CALM = Story("domestic_abuse", contact("email"), "another number", OTHER_NAME, ("reporter", "victim"), (), ())


def test_the_judge_was_given_something_to_judge() -> None:
    """A gate that lets nothing through would pass it."""
    with TemporaryDirectory() as folder:
        assert [letter.address for letter in played(CALM, Path(folder)).letters] == [EMAIL]


# For each check on which somebody's safety hangs, a story in which no other stands in for it.
HANGS_ON = {
    "_forgotten": replace(CALM, steps=[("forgotten", None)]),
    "_perpetrator": replace(CALM, roles=("reporter", "perpetrator")),
    "_must_not_receive": replace(CALM, forbidden="Mrs Nádia Okonkwo"),
    "_name_not_known": replace(CALM, forbidden="Nadia"),
    "_perpetrators_name": replace(CALM, theirs="her own name"),
    "_not_neutral": replace(CALM, steps=[("signposted", None)]),
    "_untaken": replace(CALM, steps=[("broken news", None)]),
    "not_known_to_be_safe": replace(CALM, said=contact("email", safe="no")),
    "_not_fresh": replace(CALM, said=contact("email", age=40)),
    "_shared": replace(CALM, theirs="her mailbox"),
    "_not_comparable": replace(CALM, said=contact("sms"), theirs="her number, gone"),
    "_unreadable_times": replace(
        CALM, said=contact("post", times=["Mon-Sun 12:00-14:00"]), steps=[("work", None), ("later", 150)]
    ),
}


@pytest.mark.parametrize("name", HANGS_ON)
def test_the_judge_finds_a_gate_that_skips_a_check(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not goes_wrong(HANGS_ON[name])
    monkeypatch.setattr(sending, "may_send", partial(may_send, checks=without(name)))
    assert goes_wrong(HANGS_ON[name])


def without(name: str) -> Checks:
    def kept(table: Sequence[Any]) -> Any:
        return tuple(check for check in table if check.__name__ != name)

    faulty = Checks(kept(CHECKS.message), kept(CHECKS.person), kept(CHECKS.channel))
    assert faulty != CHECKS
    return faulty


def goes_wrong(story: Story) -> bool:
    with TemporaryDirectory() as folder:
        try:
            played(story, Path(folder))
        except Unsafe:
            return True
    return False
