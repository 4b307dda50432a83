"""One referral as triage judged it: each round's answers and decision, who settled it, and who is in it, sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain import events
from services.triage.domain.desk.events import OverrideDeclined, OverrideProposed, ReferralGiven, ReferralHandedOver
from services.triage.domain.events import AnswerValue, Person, Words, as_text, from_text
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Personal

CONFIRMED, OVERRIDDEN = "confirmed", "overridden"

_metadata = MetaData()

cards = Table(
    "decision_cards",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text),
    Column("strands", Text, nullable=False),
    Column("ward", Text),
    Column("agency", Text),
    Column("origin", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("account_of", Text, nullable=False),
    Column("people", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("case_reference", Text),
    Column("case_route", Text),
    Column("due_at", Text),
    Column("closed", Text),
    Column("taken_by", Text),
    Column("proposed", Text),
)

rounds = Table(
    "decision_rounds",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("decided_at", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("settled", Text),
    Column("settled_at", Text),
    Column("settled_by", Text),
    Column("settled_role", Text),
    Column("route", Text),
    Column("code", Text),
    Column("text", Text),
    Column("proposed_by", Text),
)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a person settled a round: `how` is "confirmed" or "overridden", the latter with route, code and words.

    `proposed_by` is the first of two, where it took two; `by` is then the second.
    """

    how: str
    at: str
    by: str
    role: str
    route: str | None
    code: str | None
    text: Personal[Narrative] | None
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One judgement: on which answers, and the decision as a document."""

    number: int
    decided_at: str
    answers: Mapping[str, AnswerValue]
    decision: Mapping[str, Any]
    settled: Settled | None


@dataclass(frozen=True, slots=True)
class Card:
    """A referral with its rounds, the newest last. `referral` holds the columns; personal details are sealed."""

    referral: Row[Any]
    people: tuple[Person, ...]
    words: tuple[Words, ...]
    rounds: tuple[Round, ...]

    @property
    def proposed(self) -> OverrideProposed | None:
        """What somebody would decide otherwise, until a second person has read it."""
        return from_text(self.referral.proposed, OverrideProposed) if self.referral.proposed else None

    @property
    def newest(self) -> Round:
        """The round that stands."""
        return self.rounds[-1]


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(cards),
        {
            "referral_id": referral.referral_id,
            "reference": referral.reference,
            "stream": recorded.stream,
            "kind": referral.kind,
            "channel": referral.channel,
            "category": referral.category,
            "strands": " ".join(referral.strands),
            "ward": referral.ward,
            "agency": referral.agency,
            "origin": referral.origin,
            "received_at": rfc3339(referral.received_at),
            "account_of": referral.account_of,
            "people": as_text(referral.people),
            "words": "[]",
        },
    )


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTriaged)
    connection.execute(
        insert(rounds),
        {
            "referral_id": fact.referral_id,
            "round": fact.round,
            "decided_at": recorded.recorded,
            "answers": as_text(fact.answers),
            "decision": as_text(fact.decision),
        },
    )
    _change(connection, fact.referral_id, proposed=None)


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    """Where nobody may find the place, not even its ward is told."""
    assert isinstance(recorded.fact, events.AddressHidden)
    if recorded.fact.location:
        _change(connection, recorded.fact.referral_id, ward=None)


def on_answers_added(connection: Connection, recorded: Recorded) -> None:
    """Of an answer in words the newest counts."""
    fact = recorded.fact
    assert isinstance(fact, events.AnswersAdded)
    strands = None if fact.strands is None else " ".join(fact.strands)
    said = {"kind": fact.kind, "category": fact.category, "strands": strands, "ward": fact.ward}
    if changed := {name: value for name, value in said.items() if value is not None}:
        _change(connection, fact.referral_id, **changed)
    if fact.people:
        named = select(cards.c.people).where(cards.c.referral_id == fact.referral_id)
        before = from_text(connection.execute(named).scalar_one(), tuple[Person, ...])
        _change(connection, fact.referral_id, people=as_text(events.together(before, fact.people)))
    if fact.words:
        known = select(cards.c.words).where(cards.c.referral_id == fact.referral_id)
        kept = from_text(connection.execute(known).scalar_one(), tuple[Words, ...])
        newest = {words.name: words for words in (*kept, *fact.words)}
        _change(connection, fact.referral_id, words=as_text(tuple(newest.values())))


def on_decision_confirmed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.DecisionConfirmed)
    _settle(connection, recorded, fact.referral_id, fact.round, settled=CONFIRMED)


def on_decision_overridden(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.DecisionOverridden)
    otherwise: dict[str, str | None] = {"route": fact.route, "code": fact.code, "text": as_text(fact.text)}
    otherwise["proposed_by"] = fact.proposed_by
    _change(connection, fact.referral_id, proposed=None)
    _settle(connection, recorded, fact.referral_id, fact.round, settled=OVERRIDDEN, **otherwise)


def on_override_proposed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, OverrideProposed)
    _change(connection, recorded.fact.referral_id, proposed=as_text(recorded.fact))


def on_override_declined(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, OverrideDeclined)
    _change(connection, recorded.fact.referral_id, proposed=None)


def on_case_opened(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.CaseOpened)
    due_at = rfc3339(fact.due_at) if fact.due_at else None
    _change(connection, fact.referral_id, case_reference=fact.case_reference, case_route=fact.route, due_at=due_at)


def on_taken(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTaken | ReferralGiven | ReferralHandedOver)
    _change(connection, fact.referral_id, taken_by=fact.taken_by)


def on_put_back(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReferralPutBack)
    _change(connection, fact.referral_id, taken_by=None)


def on_closed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReferralSignposted | events.CaseClosed)
    how = fact.reason if isinstance(fact, events.CaseClosed) else "signposted"
    _change(connection, fact.referral_id, closed=how)


VIEW = View(
    "decision_card",
    3,
    (cards, rounds),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.ReferralTriaged: on_referral_triaged,
        events.AnswersAdded: on_answers_added,
        events.AddressHidden: on_address_hidden,
        events.DecisionConfirmed: on_decision_confirmed,
        events.DecisionOverridden: on_decision_overridden,
        events.ReferralTaken: on_taken,
        events.ReferralPutBack: on_put_back,
        ReferralGiven: on_taken,
        ReferralHandedOver: on_taken,
        OverrideProposed: on_override_proposed,
        OverrideDeclined: on_override_declined,
        events.CaseOpened: on_case_opened,
        events.ReferralSignposted: on_closed,
        events.CaseClosed: on_closed,
    },
)


def card(connection: Connection, reference: str) -> Card | None:
    """The card of one referral, None if triage has not judged it."""
    referral = found(connection, reference)
    if referral is None:
        return None
    query = select(rounds).where(rounds.c.referral_id == referral.referral_id).order_by(rounds.c.round)
    judged = tuple(_round(row) for row in connection.execute(query))
    people, words = from_text(referral.people, tuple[Person, ...]), from_text(referral.words, tuple[Words, ...])
    return Card(referral, people, words, judged) if judged else None


def found(connection: Connection, reference: str) -> Row[Any] | None:
    """What stands about a referral beside its rounds: enough to address a command or to name its stream."""
    return connection.execute(select(cards).where(cards.c.reference == reference)).one_or_none()


def _round(row: Row[Any]) -> Round:
    answers = from_text(row.answers, dict[str, AnswerValue])
    decision = from_text(row.decision, dict[str, Any])
    return Round(row.round, row.decided_at, answers, decision, _settled(row) if row.settled else None)


def _settled(row: Row[Any]) -> Settled:
    text = from_text(row.text, Personal[Narrative]) if row.text else None
    return Settled(
        row.settled, row.settled_at, row.settled_by, row.settled_role, row.route, row.code, text, row.proposed_by
    )


def _settle(connection: Connection, recorded: Recorded, referral_id: str, number: int, **how: object) -> None:
    context = recorded.context
    connection.execute(
        update(rounds)
        .where(rounds.c.referral_id == referral_id, rounds.c.round == number)
        .values(settled_at=recorded.recorded, settled_by=context.actor, settled_role=context.role, **how)
    )


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(cards).where(cards.c.referral_id == referral_id).values(**values))
