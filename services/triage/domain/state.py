"""Where a referral can stand in triage."""

from typing import Any

import msgspec

from services.triage.domain.decision import Decision
from services.triage.domain.desk.events import OverrideProposed
from services.triage.domain.events import AnswerValue, ReferralFacts
from shared.kernel.messages import State


class Unassessed(State, frozen=True, kw_only=True):
    """Triage has not heard of it."""


class Assessed(State, frozen=True, kw_only=True):
    """Judged, and open.

    `settled` once a person has confirmed or overridden the decision of this round, `pending` what one would decide
    otherwise until a second has read it; `received` once a service said that it has it; `silences` (rule, what it
    awaits) were noted and stand; `acts` counts what people have done, `offered_to` are those of the victims to whom
    support was offered, `came_from` is what the area was called from which the case came last; `chosen` is the route by
    which a person decided otherwise, until one confirms what the rules say.
    """

    referral: ReferralFacts
    answers: dict[str, AnswerValue]
    judged: Decision | None = None
    round: int = 0
    settled: bool = False
    taken_by: str | None = None
    case_open: bool = False
    panels: tuple[str, ...] = ()
    support_requested: bool = False
    support_offered: bool = False
    offered_to: tuple[str, ...] = ()
    received: bool = False
    pending: OverrideProposed | None = None
    silences: tuple[tuple[str, str], ...] = ()
    acts: int = 0
    came_from: str | None = None
    chosen: str | None = None

    @property
    def decision(self) -> Decision:
        """The decision of the latest round; every opened assessment has one."""
        assert self.judged is not None
        return self.judged

    def routes(self) -> frozenset[str]:
        """Every route it takes: those of the latest decision, and what a person chose instead."""
        decided = (self.judged.primary.route, *(also.route for also in self.judged.also)) if self.judged else ()
        return frozenset((*decided, self.chosen) if self.chosen else decided)

    def with_(self, **changed: Any) -> "Assessed":
        """The same, with some members changed."""
        if "decision" in changed:
            changed["judged"] = changed.pop("decision")
        return msgspec.structs.replace(self, **changed)

    def members(self) -> dict[str, Any]:
        """Everything it holds, by name."""
        return msgspec.structs.asdict(self)

    def subject(self) -> str:
        """Under whose key words about this referral are sealed: the victim's, else its teller's."""
        return self.referral.victim_id or self.referral.account_of

    def victims(self) -> list[str]:
        """Every victim who is named: each is offered support."""
        return [person.person_id for person in self.referral.people if "victim" in person.roles]


class Closed(Assessed, frozen=True, kw_only=True):
    """Signposted, or its case closed."""


Standing = Unassessed | Assessed
