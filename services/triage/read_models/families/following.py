"""How facts become rows about families."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from services.triage.domain import events
from services.triage.domain.asb.file import speaks_of_abuse
from services.triage.domain.events import AddressHidden, AddressShown, Person, as_text
from services.triage.domain.family import events as told
from services.triage.read_models.families.tables import hidden, joined, members, people, referrals, split, trios
from shared.kernel.messages import Recorded

Moved = told.HouseholdMemberNamed | told.HouseholdMemberLeft | told.HouseholdMemberTakenBack


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.AssessmentOpened)
    referral = fact.referral
    abuse = speaks_of_abuse(referral.kind, referral.strands, referral.answers, ())
    row = {"referral_id": referral.referral_id, "abuse": int(abuse), "routes": "", "panels": ""}
    connection.execute(insert(referrals), row)
    _name(connection, referral.referral_id, referral.people)


def on_answers_added(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.AnswersAdded)
    _see(connection, fact.referral_id, speaks_of_abuse(fact.kind, fact.strands or (), fact.answers, ()))
    _name(connection, fact.referral_id, fact.people)


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTriaged)
    routes = (fact.decision.primary.route, *(also.route for also in fact.decision.also))
    _see(connection, fact.referral_id, speaks_of_abuse(None, (), fact.answers, routes))
    this = update(referrals).where(referrals.c.referral_id == fact.referral_id)
    connection.execute(this.values(routes=" ".join(routes)))


def on_support_requested(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.SupportRequested)
    _see(connection, recorded.fact.referral_id, True)


def on_marked_for_panel(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.MarkedForPanel)
    this = referrals.c.referral_id == fact.referral_id
    before = (connection.execute(select(referrals.c.panels).where(this)).scalar_one_or_none() or "").split()
    panels = " ".join(dict.fromkeys((*before, fact.panel)))
    connection.execute(update(referrals).where(this).values(panels=panels))


def on_member_named(connection: Connection, recorded: Recorded) -> None:
    """What is said anew of one stay takes the place of what was said before."""
    fact = recorded.fact
    assert isinstance(fact, told.HouseholdMemberNamed)
    whose = members.c.from_on == fact.from_on.isoformat() if fact.from_on else members.c.from_on.is_(None)
    connection.execute(delete(members).where(*_theirs(fact), whose))
    row = {
        "household_id": fact.household_id,
        "referral_id": fact.referral_id,
        "person_id": fact.person_id,
        "part": fact.part,
        "from_on": fact.from_on.isoformat() if fact.from_on else None,
        "until_on": fact.until_on.isoformat() if fact.until_on else None,
        **_said(fact, recorded),
    }
    connection.execute(insert(members), {"position": recorded.position, "sure": fact.sure, **row})


def on_member_left(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, told.HouseholdMemberLeft)
    left = {"until_on": fact.until_on.isoformat(), "sure": fact.sure, **_said(fact, recorded)}
    connection.execute(update(members).where(*_theirs(fact), members.c.until_on.is_(None)).values(**left))


def on_member_taken_back(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, told.HouseholdMemberTakenBack)
    connection.execute(delete(members).where(*_theirs(recorded.fact)))


def on_trio_recorded(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, told.TrioRecorded)
    whose = {name: getattr(fact, name) for name in ("household_id", "referral_id", "person_id")}
    connection.execute(delete(trios).filter_by(**whose))
    row = {"position": recorded.position, "said": as_text(fact.said), **whose, **_said(fact, recorded)}
    connection.execute(insert(trios), row)


def on_people_joined(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, told.PeopleJoined)
    connection.execute(insert(joined), {"one_id": recorded.fact.one_id, "other_id": recorded.fact.other_id})


def on_people_parted(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, told.PeopleParted)
    connection.execute(delete(joined).filter_by(one_id=recorded.fact.one_id, other_id=recorded.fact.other_id))


def on_person_told_apart(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, told.PersonToldApart)
    row = {"referral_id": fact.referral_id, "person_id": fact.person_id, "split_id": fact.split_id}
    connection.execute(insert(split), row)


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AddressHidden)
    _show(connection, fact)
    whose = {"referral_id": fact.referral_id, "code": fact.code}
    rows = [{**whose, "person_id": person_id} for person_id in fact.person_ids]
    if rows:
        connection.execute(insert(hidden), rows)


def on_address_shown(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, AddressShown)
    _show(connection, recorded.fact)


def _name(connection: Connection, referral_id: str, named: Sequence[Person]) -> None:
    """Who is named once more keeps every role, and a name that was not said again."""
    for person in named:
        this = {"referral_id": referral_id, "person_id": person.person_id}
        before = connection.execute(select(people).filter_by(**this)).one_or_none()
        roles = (*(before.roles.split() if before else ()), *person.roles)
        kept = before.full_name if before else None
        full_name = as_text(person.full_name) if person.full_name is not None else kept
        connection.execute(delete(people).filter_by(**this))
        row = {"roles": " ".join(dict.fromkeys(roles)), "full_name": full_name}
        connection.execute(insert(people), {**this, **row})


def _see(connection: Connection, referral_id: str, abuse: bool) -> None:
    """Abuse, once seen, stays seen."""
    if abuse:
        connection.execute(update(referrals).where(referrals.c.referral_id == referral_id).values(abuse=1))


def _theirs(fact: Moved) -> Sequence[ColumnElement[bool]]:
    names = ("household_id", "referral_id", "person_id")
    return [members.c[name] == getattr(fact, name) for name in names]


def _said(fact: Any, recorded: Recorded) -> Mapping[str, str]:
    return {"source": fact.source, "said_at": recorded.occurred, "said_by": recorded.context.actor}


def _show(connection: Connection, fact: AddressHidden | AddressShown) -> None:
    connection.execute(delete(hidden).filter_by(referral_id=fact.referral_id, code=fact.code))
