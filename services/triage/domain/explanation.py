"""Why a case came out as it did: the rules that counted, with what they read, and the fate of every other rule."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from services.triage.domain.decision import Reason
from services.triage.domain.rule_sets.document import Panel, PriorityRow
from services.triage.domain.rule_sets.plan import FINDINGS, Conclusion, Plan, PlannedRow, PlannedSuppression
from services.triage.domain.rule_sets.syntax import names_in, rows_in
from services.triage.domain.settlement import Settlement, leads

State = Literal["matched", "not_matched", "suppressed", "not_reached"]
Kind = Literal["row", "panel", "priority", "closing"]

_Ruled = tuple[Panel | PriorityRow, Conclusion]

_REMEMBERED = 1 << 12
_NOTHING_HOLDS = "Nothing that would make it hold is known."


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the set and how it came out. `facts` are those that made it hold, else all it reads."""

    rule: str
    kind: Kind
    number: int | None
    state: State
    policy: str
    says: str
    facts: tuple[str, ...]


class Explanation:
    """Explains the settlements of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        masks = plan.row_masks()
        self._names = [names_in(clause) for clause in plan.clauses]
        self._rows = [tuple(masks[row] for row in rows_in(clause)) for clause in plan.clauses]
        self._panels: list[_Ruled] = list(zip(plan.document.panels, plan.panels, strict=True))
        self._priorities: list[_Ruled] = list(zip(plan.document.priorities, plan.priorities, strict=True))
        self._table = [(planned.row.id, planned.row.says, planned.mask) for planned in plan.rows]
        self._beside = [(each.id, each.says, planned.mask) for each, planned in (*self._panels, *self._priorities)]
        self._reach = {mask: self._reaches(mask) for _, _, mask in (*self._table, *self._beside)}
        self._reason = lru_cache(maxsize=_REMEMBERED)(self._new_reason)
        self._facts_of = lru_cache(maxsize=_REMEMBERED)(self._facts)
        self._all_read = lru_cache(maxsize=_REMEMBERED)(self._read)

    def reasons(self, found: Settlement) -> tuple[Reason, ...]:
        """The rows, panels and priorities that hold, in the order of the document."""
        signature, rows = found.signature, found.rows
        holding = [each for each in self._table if each[0] in rows]
        holding += [each for each in self._beside if signature & each[2]]
        reach = self._reach
        return tuple([self._reason(name, says, mask, signature & reach[mask]) for name, says, mask in holding])

    def _new_reason(self, name: str, says: str, mask: int, signature: int) -> Reason:
        return Reason(rule=name, says=says, facts=self._facts(mask, signature))

    def _reaches(self, mask: int) -> int:
        """Every clause that the facts of these clauses can depend on, so that equal bits give equal facts."""
        counted = self._plan.counted_masks
        for number in _bits(mask):
            for further in (*self._rows[number], *(counted.get(name, 0) for name in self._names[number])):
                mask |= self._reaches(further)
        return mask

    def reason_for_change(self, number: int, open_question: str | None) -> Reason:
        """Why a signpost did not stay one."""
        change = self._plan.document.signposts[number]
        read = [name for name in names_in(self._plan.following.signposts[number]) if name not in FINDINGS]
        return Reason(rule=change.id, says=change.says, facts=(*read, *([open_question] if open_question else [])))

    def trace(self, found: Settlement) -> tuple[TraceLine, ...]:
        """Every row, panel and priority of the set, and the closing routes where they were kept back."""
        return (
            *self._row_lines(found),
            *self._other_lines(found, "panel", self._panels),
            *self._other_lines(found, "priority", self._priorities),
            *self._closing_lines(found),
        )

    def _row_lines(self, found: Settlement) -> Iterator[TraceLine]:
        active = [each for each in self._plan.suppressions if found.signature & each.mask]
        for planned in self._plan.rows:
            state, says = self._fate(planned, found, active)
            yield TraceLine(
                rule=planned.row.id,
                kind="row",
                number=planned.row.number,
                state=state,
                policy=planned.row.policy,
                says=says,
                facts=self._decisive(planned.mask, found.signature),
            )

    def _other_lines(self, found: Settlement, kind: Kind, rules: Sequence[_Ruled]) -> Iterator[TraceLine]:
        for each, planned in rules:
            holds = bool(found.signature & planned.mask)
            yield TraceLine(
                rule=each.id,
                kind=kind,
                number=None,
                state="matched" if holds else "not_matched",
                policy=each.policy,
                says=each.says if holds else _NOTHING_HOLDS,
                facts=self._decisive(planned.mask, found.signature),
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
                facts=self._all_read(self._plan.closing_mask),
            )

    def _fate(self, planned: PlannedRow, found: Settlement, active: list[PlannedSuppression]) -> tuple[State, str]:
        """What became of a row, and a sentence that says so."""
        row, signature = planned.row, found.signature
        if row.otherwise:
            matched = row.id in found.rows
            return ("matched", row.says) if matched else ("not_matched", "Another row matched, so it was not needed.")
        if not signature & planned.mask:
            return "not_matched", _NOTHING_HOLDS
        if row.id in found.rows:
            routes = {route for each in active for route in each.routes}
            aside = [use.route for use in leads(planned, signature) if use.route in routes]
            return "matched", f"{row.says} Set aside here: {', '.join(aside)}." if aside else row.says
        if before := self._before(planned, found):
            return "not_reached", f'Its condition holds, but the row "{before}" comes first.'
        routes = {use.route for use in leads(planned, signature)}
        by = next((each.id for each in active if row.id in each.rows or routes & set(each.routes)), None)
        if by is None:
            return "not_matched", "Its condition holds, but it leads nowhere for this case."
        return "suppressed", f'Its condition holds, but the rule "{by}" sets it aside.'

    def _before(self, planned: PlannedRow, found: Settlement) -> str | None:
        """The earlier matched row after which this one is not read."""
        for earlier in self._plan.rows:
            if earlier is planned:
                return None
            ends = earlier.row.ends or (earlier.row.only_first and planned.row.only_first)
            if ends and earlier.row.id in found.rows:
                return earlier.row.id
        return None

    def _decisive(self, mask: int, signature: int) -> tuple[str, ...]:
        """What made these clauses hold; all they read where none does."""
        return self._facts_of(mask, signature & self._reach[mask]) or self._all_read(mask)

    def _facts(self, mask: int, signature: int) -> tuple[str, ...]:
        """What the clauses that hold have read, with what made the rows hold that they ask about."""
        facts: dict[str, None] = {}
        counted = self._plan.counted_masks
        for number in _bits(mask & signature):
            for name in self._names[number]:
                facts[name] = None
                if name in counted:
                    facts.update(dict.fromkeys(self._facts(counted[name], signature)))
            for row in self._rows[number]:
                facts.update(dict.fromkeys(self._facts(row, signature)))
        return tuple(facts)

    def _read(self, mask: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for number in _bits(mask) for name in self._names[number]))


def _bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
