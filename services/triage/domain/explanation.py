"""Why a case came out as it did: the rules that counted, with what they read, and the fate of every other rule."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from services.triage.domain.decision import Reason
from services.triage.domain.plan import FINDINGS, Plan
from services.triage.domain.settlement import Settlement, State, Verdict
from services.triage.domain.syntax import Condition, names_in, rows_in


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the set and how it came out. `facts` are those that made it hold, else all it reads."""

    rule: str
    kind: Literal["row", "panel", "priority", "closing"]
    number: int | None
    state: State
    policy: str
    says: str
    facts: tuple[str, ...]


class Explanation:
    """Explains the settlements of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._masks = plan.row_masks()

    def reasons(self, found: Settlement) -> tuple[Reason, ...]:
        """The rows, panels and priorities that hold, in the order of the document."""
        document, signature = self._plan.document, found.signature
        rows = [(planned.row, planned.mask) for planned in self._plan.rows if planned.row.id in found.rows]
        masks = [each.mask for each in (*self._plan.panels, *self._plan.priorities)]
        beside = zip((*document.panels, *document.priorities), masks, strict=True)
        holding = [*rows, *((each, mask) for each, mask in beside if signature & mask)]
        return tuple(Reason(rule=each.id, says=each.says, facts=self._facts(mask, signature)) for each, mask in holding)

    def reason_for_change(self, number: int, open_question: str | None) -> Reason:
        """Why a signpost did not stay one."""
        change = self._plan.document.signposts[number]
        read = [name for name in names_in(self._plan.following.signposts[number]) if name not in FINDINGS]
        return Reason(rule=change.id, says=change.says, facts=(*read, *([open_question] if open_question else [])))

    def trace(self, found: Settlement) -> tuple[TraceLine, ...]:
        """Every row, panel and priority of the set, and the closing routes where they were kept back."""
        return (*self._row_lines(found), *self._other_lines(found), *self._closing_lines(found))

    def _row_lines(self, found: Settlement) -> Iterator[TraceLine]:
        for planned, verdict in zip(self._plan.rows, found.verdicts, strict=True):
            yield TraceLine(
                rule=planned.row.id,
                kind="row",
                number=planned.row.number,
                state=verdict.state,
                policy=planned.row.policy,
                says=_fate(planned.row.says, verdict),
                facts=self._facts(planned.mask, found.signature) or self._read(planned.mask),
            )

    def _other_lines(self, found: Settlement) -> Iterator[TraceLine]:
        document, plan = self._plan.document, self._plan
        panels = zip(document.panels, plan.panels, strict=True)
        priorities = zip(document.priorities, plan.priorities, strict=True)
        for kind, pairs in (("panel", panels), ("priority", priorities)):
            for each, planned in pairs:
                holds = bool(found.signature & planned.mask)
                yield TraceLine(
                    rule=each.id,
                    kind="panel" if kind == "panel" else "priority",
                    number=None,
                    state="matched" if holds else "not_matched",
                    policy=each.policy,
                    says=each.says if holds else _NOTHING_HOLDS,
                    facts=self._facts(planned.mask, found.signature) or self._read(planned.mask),
                )

    def _closing_lines(self, found: Settlement) -> Iterator[TraceLine]:
        if found.withheld:
            yield TraceLine(
                rule="closing",
                kind="closing",
                number=None,
                state="suppressed",
                policy=self._plan.document.closing.policy,
                says=f"Not beside another route while so much is unknown: {', '.join(found.withheld)}.",
                facts=self._read(self._plan.closing_mask),
            )

    def _facts(self, mask: int, signature: int) -> tuple[str, ...]:
        """What the clauses that hold have read, with what made the rows hold that they ask about."""
        facts: dict[str, None] = {}
        for clause in self._clauses(mask & signature):
            for name in names_in(clause):
                facts[name] = None
                facts.update(dict.fromkeys(self._facts(self._plan.counted_masks.get(name, 0), signature)))
            for row in rows_in(clause):
                facts.update(dict.fromkeys(self._facts(self._masks[row], signature)))
        return tuple(facts)

    def _read(self, mask: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for clause in self._clauses(mask) for name in names_in(clause)))

    def _clauses(self, mask: int) -> list[Condition]:
        return [clause for number, clause in enumerate(self._plan.clauses) if mask >> number & 1]


_NOTHING_HOLDS = "Nothing that would make it hold is known."


def _fate(says: str, verdict: Verdict) -> str:
    """What became of a row, in a sentence."""
    match verdict.state:
        case "matched" if verdict.set_aside:
            return f"{says} Set aside here: {', '.join(verdict.set_aside)}."
        case "matched":
            return says
        case "suppressed":
            return f'Its condition holds, but the rule "{verdict.by}" sets it aside.'
        case "not_reached":
            return f'Its condition holds, but the row "{verdict.by}" comes first.'
        case _ if verdict.by:
            return f'The row "{verdict.by}" matched, so it was not needed.'
        case _:
            return _NOTHING_HOLDS
