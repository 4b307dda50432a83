"""A case is closed under every guard, decided on the same facts as the closing itself."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from services.triage.application.guarding import Guard, guarded
from services.triage.application.handlers import stream_of
from services.triage.domain.assessment import DECIDER, close_case
from services.triage.domain.commands import CloseCase
from services.triage.domain.events import CaseClosed, CaseOpened, SupportOffered
from services.triage.domain.refusals import NoCaseOpen, SupportNotOffered
from shared.kernel.decider import Decider
from shared.kernel.handling import Handler
from shared.kernel.messages import Fact
from shared.kernel.refusals import Refusal
from tests.support.builders.triage import ABUSE, FLY_TIP, REFERENCE, a_referral, opened

CLOSE = CloseCase(at=datetime(2026, 12, 1, tzinfo=UTC), referral_id="referral-1", reason="resolved")
OPENED = CaseOpened(
    referral_id="referral-1", reference=REFERENCE, case_reference=REFERENCE, route="asb_case", priority="standard",
    opened_at=CLOSE.at, due_at=None,
)  # fmt: skip


PLAIN = Handler(
    decider=DECIDER,
    stream=lambda command: stream_of(command.referral_id),
    decide=close_case,
    about=lambda command, state: (command.referral_id,),
)


class TooManyFacts(Refusal):
    says = "There are too many facts."


def at_most(number: int) -> Guard:
    def check(command: CloseCase, seen: int) -> None:
        if seen > number:
            raise TooManyFacts

    return Guard(Decider(0, lambda seen, fact: seen + 1), check)


def closed(facts: Sequence[Fact], *guards: Guard) -> Sequence[Fact]:
    handler = guarded(PLAIN, guards)
    return handler.decide(CLOSE, handler.decider.fold(facts))


def test_each_guard_sees_all_facts_and_any_may_refuse() -> None:
    facts = (*opened(a_referral(**FLY_TIP)), OPENED)
    assert [type(fact) for fact in closed(facts, at_most(3), at_most(4))] == [CaseClosed]
    for guards in ((at_most(2), at_most(4)), (at_most(4), at_most(2))):
        with pytest.raises(TooManyFacts):
            closed(facts, *guards)


def test_what_the_case_itself_refuses_is_said_before_what_a_guard_does() -> None:
    with pytest.raises(NoCaseOpen):
        closed(opened(a_referral(**FLY_TIP)), at_most(0))
    abuse = (*opened(a_referral(**ABUSE)), OPENED)
    with pytest.raises(SupportNotOffered):
        closed(abuse, at_most(0))
    offered = SupportOffered(referral_id="referral-1", reference=REFERENCE, outcome="declined")
    with pytest.raises(TooManyFacts):
        closed((*abuse, offered), at_most(0))
