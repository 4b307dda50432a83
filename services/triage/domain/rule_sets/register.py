"""The register of one area's rules: drafts on their way and what was published, in one stream and so in one order."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.triage.domain.refusals import (
    DraftIsOver,
    DraftMovedOn,
    NoSuchDraft,
    NotProven,
    NotTried,
    RulesMovedOn,
    SecondPersonNeeded,
    StartsTooSoon,
)
from services.triage.domain.rule_sets.commands import (
    DraftRules,
    NoteProof,
    NoteSimulation,
    PublishRules,
    ReviseRules,
    WithdrawDraft,
)
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.events import (
    RulesChecked,
    RulesDrafted,
    RulesDraftWithdrawn,
    RulesPublished,
    RulesRevised,
    RulesSimulated,
)
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State

Edition = tuple[date, str]
"""A published set: its first day and its version."""


class Draft(State, frozen=True, kw_only=True):
    """A set on its way. `hands` are all who wrote it; `checked` and `tried` hold for the newest revision alone."""

    draft_id: str
    document: RuleDocument
    based_on: str
    revision: int = 0
    hands: tuple[str, ...]
    checked: RulesChecked | None = None
    tried: RulesSimulated | None = None
    over: str = ""


class Register(State, frozen=True, kw_only=True):
    """Every draft by its id, in the order in which they were begun, and every edition that was published here."""

    drafts: dict[str, Draft] = msgspec.field(default_factory=dict)
    published: tuple[Edition, ...] = ()

    def open_drafts(self) -> list[Draft]:
        """Drafts that were neither published nor withdrawn."""
        return [draft for draft in self.drafts.values() if not draft.over]


def evolve(state: Register, fact: Fact) -> Register:
    """The register after one more fact."""
    match fact:
        case RulesDrafted():
            draft = Draft(
                draft_id=fact.draft_id, document=fact.document, based_on=fact.based_on, hands=(fact.written_by,)
            )
            return _with(state, draft)
        case RulesRevised():
            before = state.drafts[fact.draft_id]
            hands = tuple(dict.fromkeys((*before.hands, fact.written_by)))
            return _changed(
                state,
                fact.draft_id,
                document=fact.document,
                revision=fact.revision,
                hands=hands,
                checked=None,
                tried=None,
            )
        case RulesChecked():
            return _changed(state, fact.draft_id, checked=fact)
        case RulesSimulated():
            return _changed(state, fact.draft_id, tried=fact)
        case RulesDraftWithdrawn():
            return _changed(state, fact.draft_id, over="withdrawn")
        case RulesPublished():
            after = _changed(state, fact.draft_id, over="published")
            return msgspec.structs.replace(after, published=(*after.published, (fact.effective_from, fact.version)))
        case _:
            return state


REGISTER: Decider[Register] = Decider(Register(), evolve)


def draft_rules(command: DraftRules, state: Register, shipped: Sequence[Edition]) -> Sequence[Fact]:
    """Begin from whatever is newest now."""
    _, newest = max((*shipped, *state.published))
    return (RulesDrafted(draft_id=command.draft_id, based_on=newest, written_by=command.by, document=command.document),)


def revise_rules(command: ReviseRules, state: Register) -> Sequence[Fact]:
    """Change the revision that was seen. What changes nothing is not recorded."""
    draft = _open(state, command.draft_id, command.revision)
    if draft.document == command.document:
        return ()
    return (
        RulesRevised(
            draft_id=draft.draft_id,
            revision=draft.revision + 1,
            written_by=command.by,
            what=command.what,
            document=command.document,
        ),
    )


def note_proof(command: NoteProof, state: Register) -> Sequence[Fact]:
    """What a proof came to, where the draft is still what was proven."""
    draft = _open(state, command.draft_id, command.revision)
    checked = RulesChecked(
        draft_id=draft.draft_id, revision=draft.revision, claims=command.claims, failures=command.failures
    )
    return () if checked == draft.checked else (checked,)


def note_simulation(command: NoteSimulation, state: Register) -> Sequence[Fact]:
    """What a simulation came to, where the draft is still what was tried."""
    draft = _open(state, command.draft_id, command.revision)
    tried = RulesSimulated(
        draft_id=draft.draft_id,
        revision=draft.revision,
        referrals=command.referrals,
        changed=command.changed,
        more_protection=command.more_protection,
        less_protection=command.less_protection,
        both=command.both,
        neither=command.neither,
    )
    return () if tried == draft.tried else (tried,)


def publish_rules(command: PublishRules, state: Register, shipped: Sequence[Edition]) -> Sequence[Fact]:
    """A second person approves what was proven and tried, from a day nobody has been judged on yet."""
    draft = _open(state, command.draft_id, command.revision)
    newest_day, newest = max((*shipped, *state.published))
    if draft.checked is None or draft.checked.failures:
        raise NotProven
    if draft.tried is None:
        raise NotTried
    if command.by in draft.hands:
        raise SecondPersonNeeded
    if draft.based_on != newest:
        raise RulesMovedOn
    day = draft.document.effective_from
    if day <= max(command.today, newest_day):
        raise StartsTooSoon
    document = as_published(draft.document, command.approver, command.today)
    return (
        RulesPublished(
            draft_id=draft.draft_id,
            version=document.version,
            effective_from=day,
            approved_by=command.by,
            document=document,
        ),
    )


def as_published(document: RuleDocument, approver: str, today: date) -> RuleDocument:
    """A draft as it would stand once approved: named after its first day."""
    version = document.effective_from.isoformat()
    return msgspec.structs.replace(document, version=version, approver=approver, approved_on=today)


def withdraw_draft(command: WithdrawDraft, state: Register) -> Sequence[Fact]:
    """Give it up; it stays in the history."""
    _open(state, command.draft_id)
    return (RulesDraftWithdrawn(draft_id=command.draft_id),)


def _open(state: Register, draft_id: str, revision: int | None = None) -> Draft:
    draft = state.drafts.get(draft_id)
    if draft is None:
        raise NoSuchDraft
    if draft.over:
        raise DraftIsOver
    if revision is not None and revision != draft.revision:
        raise DraftMovedOn
    return draft


def _changed(state: Register, draft_id: str, **members: object) -> Register:
    return _with(state, msgspec.structs.replace(state.drafts[draft_id], **members))


def _with(state: Register, draft: Draft) -> Register:
    return msgspec.structs.replace(state, drafts={**state.drafts, draft.draft_id: draft})
