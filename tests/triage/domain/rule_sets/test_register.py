"""A rule set is drafted, proven, tried and approved by a second person, from a day nobody has been judged on yet."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

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
from services.triage.domain.rule_sets.events import RulesChecked, RulesDrafted, RulesPublished, RulesRevised
from services.triage.domain.rule_sets.register import (
    REGISTER,
    Register,
    draft_rules,
    note_proof,
    note_simulation,
    publish_rules,
    revise_rules,
    withdraw_draft,
)
from shared.kernel.messages import Fact
from tests.triage.domain.shipped import current

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = AT.date()
SHIPPED = [(date(2021, 7, 5), "2021-07-05"), (date(2026, 4, 1), "2026-04-01")]
COUNTS = {"referrals": 10, "changed": 1, "more_protection": 1, "less_protection": 0, "both": 0, "neither": 0}


def document(first_day: date = date(2027, 1, 1), title: str = "New rules") -> RuleDocument:
    return msgspec.structs.replace(current().document, effective_from=first_day, title=title, version="draft")


def draft(draft_id: str = "a", by: str = "writer", **changes: Any) -> DraftRules:
    return DraftRules(at=AT, draft_id=draft_id, by=by, document=document(**changes))


def publish(draft_id: str = "a", revision: int = 0, by: str = "approver") -> PublishRules:
    return PublishRules(at=AT, draft_id=draft_id, revision=revision, by=by, approver="Rule approver", today=TODAY)


def revise(title: str, revision: int = 0, by: str = "writer") -> ReviseRules:
    return ReviseRules(at=AT, draft_id="a", revision=revision, by=by, what="title", document=document(title=title))


def after(state: Register, facts: Sequence[Fact]) -> Register:
    for fact in facts:
        state = REGISTER.evolve(state, fact)
    return state


def begun(*drafts: DraftRules) -> Register:
    state = Register()
    for each in drafts:
        state = after(state, draft_rules(each, state, SHIPPED))
    return state


def proven(state: Register, draft_id: str = "a", revision: int = 0, failures: tuple[str, ...] = ()) -> Register:
    command = NoteProof(at=AT, draft_id=draft_id, revision=revision, claims=200, failures=failures)
    return after(state, note_proof(command, state))


def tried(state: Register, draft_id: str = "a", revision: int = 0) -> Register:
    command = NoteSimulation(at=AT, draft_id=draft_id, revision=revision, **COUNTS)
    return after(state, note_simulation(command, state))


def ready(*drafts: DraftRules) -> Register:
    state = begun(*(drafts or [draft()]))
    for draft_id in state.drafts:
        state = tried(proven(state, draft_id), draft_id)
    return state


def test_a_draft_begins_from_the_newest_set_there_is() -> None:
    (fact,) = draft_rules(draft(), Register(), SHIPPED)
    assert isinstance(fact, RulesDrafted)
    assert (fact.based_on, fact.written_by, fact.document.title) == ("2026-04-01", "writer", "New rules")


def test_what_was_proven_and_tried_and_approved_by_another_is_published_whole() -> None:
    (fact,) = publish_rules(publish(), ready(), SHIPPED)
    assert isinstance(fact, RulesPublished)
    assert (fact.version, fact.effective_from, fact.approved_by) == ("2027-01-01", date(2027, 1, 1), "approver")
    assert (fact.document.approver, fact.document.approved_on) == ("Rule approver", TODAY)
    assert fact.document.rows == current().document.rows


@pytest.mark.parametrize(
    ("state", "command", "refusal"),
    [
        pytest.param(begun(draft()), publish(), NotProven, id="not proven"),
        pytest.param(proven(begun(draft()), failures=("a gap",)), publish(), NotProven, id="found wanting"),
        pytest.param(proven(begun(draft())), publish(), NotTried, id="not tried"),
        pytest.param(ready(), publish(by="writer"), SecondPersonNeeded, id="by whoever wrote it"),
        pytest.param(ready(), publish(revision=1), DraftMovedOn, id="another revision than was looked at"),
        pytest.param(ready(), publish("b"), NoSuchDraft, id="no such draft"),
        pytest.param(ready(draft(first_day=TODAY)), publish(), StartsTooSoon, id="from today"),
        pytest.param(ready(draft(first_day=date(2026, 4, 1))), publish(), StartsTooSoon, id="from a day that is gone"),
    ],
)
def test_nothing_else_is_published(state: Register, command: PublishRules, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        publish_rules(command, state, SHIPPED)


def test_of_two_managers_who_publish_at_once_the_second_is_told_that_the_rules_have_moved_on() -> None:
    state = ready(draft("a"), draft("b", by="other writer", first_day=date(2027, 2, 1)))
    state = after(state, publish_rules(publish("a"), state, SHIPPED))
    with pytest.raises(RulesMovedOn):
        publish_rules(publish("b"), state, SHIPPED)
    with pytest.raises(DraftIsOver):
        publish_rules(publish("a"), state, SHIPPED)


def test_a_draft_made_after_a_publication_must_start_after_it() -> None:
    state = ready()
    state = after(state, publish_rules(publish(), state, SHIPPED))
    later = draft("c", first_day=date(2027, 1, 1))
    state = after(state, draft_rules(later, state, SHIPPED))
    assert state.drafts["c"].based_on == "2027-01-01"
    with pytest.raises(StartsTooSoon):
        publish_rules(publish("c"), tried(proven(state, "c"), "c"), SHIPPED)


def test_a_change_takes_back_what_was_proven_and_tried_and_adds_a_hand() -> None:
    state = ready()
    (fact,) = revise_rules(revise("Better rules", by="second writer"), state)
    assert isinstance(fact, RulesRevised)
    changed = after(state, [fact]).drafts["a"]
    assert (changed.revision, changed.checked, changed.tried) == (1, None, None)
    assert changed.hands == ("writer", "second writer")
    with pytest.raises(SecondPersonNeeded):
        publish_rules(
            publish(revision=1, by="second writer"),
            tried(proven(after(state, [fact]), revision=1), revision=1),
            SHIPPED,
        )


def test_nobody_overwrites_a_change_they_have_not_seen_and_no_change_is_no_fact() -> None:
    state = begun(draft())
    assert revise_rules(revise("New rules"), state) == ()
    state = after(state, revise_rules(revise("Mine"), state))
    with pytest.raises(DraftMovedOn):
        revise_rules(revise("Yours"), state)


def test_the_same_proof_twice_is_one_fact_and_one_of_an_older_revision_none() -> None:
    state = proven(begun(draft()))
    again = NoteProof(at=AT, draft_id="a", revision=0, claims=200, failures=())
    assert note_proof(again, state) == ()
    state = after(state, revise_rules(revise("Mine"), state))
    with pytest.raises(DraftMovedOn):
        note_proof(again, state)
    assert isinstance(proven(state, revision=1).drafts["a"].checked, RulesChecked)


def test_a_draft_that_was_withdrawn_is_over() -> None:
    state = begun(draft())
    state = after(state, withdraw_draft(WithdrawDraft(at=AT, draft_id="a"), state))
    assert state.open_drafts() == []
    for decide in (lambda: revise_rules(revise("Mine"), state), lambda: publish_rules(publish(), state, SHIPPED)):
        with pytest.raises(DraftIsOver):
            decide()
