"""Keeps records from members of staff who are too near to them: silently, and with every step in the log."""

from collections.abc import Collection, Sequence

from services.intake.domain.addresses import House, building_signs, house
from services.intake.domain.events.insiders import (
    ConflictDeclared,
    PersonNamed,
    StaffMatched,
    TieDeclared,
    TieWithdrawn,
    WallLifted,
)
from services.intake.domain.insider_commands import (
    DeclareConflict,
    DeclareTie,
    LiftWall,
    NotePersonNamed,
    NoteStaffMatch,
    WithdrawTie,
)
from services.intake.domain.likeness import Details, signs
from services.intake.domain.refusals import OwnWall
from services.intake.domain.under_keys import kept
from services.intake.domain.values import name_words
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Contact, Identity, Place
from shared.kernel.refusals import NotFound

# By one of these alone somebody is known; by a name only where every sign of it is borne by one person.
_OF_PEOPLE = ("phone", "mail", "place")
# Where it happened is near to whoever lives in that building or, where no house is named, in that postcode.
_OF_PLACES = ("building", "near")
STRONG = (*_OF_PEOPLE, *_OF_PLACES)


class Tie(State, frozen=True, kw_only=True):
    """Whether there is such a tie, and whose."""

    account_id: str | None = None
    withdrawn: bool = False


class Kept(State, frozen=True, kw_only=True):
    """Of one record: from whom it is kept, and who was found not to be meant after all, by which tie."""

    accounts: frozenset[str] = frozenset()
    cleared: frozenset[tuple[str, str | None]] = frozenset()
    matched: frozenset[tuple[str, str | None]] = frozenset()


class Named(State, frozen=True, kw_only=True):
    """Of one record: the names that came later, sealed as they came."""

    called: frozenset[str] = frozenset()


def evolve_tie(state: Tie, fact: Fact) -> Tie:
    """A tie is declared once and withdrawn once."""
    match fact:
        case TieDeclared():
            return Tie(account_id=fact.account_id)
        case TieWithdrawn():
            return Tie(account_id=state.account_id, withdrawn=True)
    return state


def evolve(state: Kept, fact: Fact) -> Kept:
    """Each fact adds a wall or takes one away."""
    match fact:
        case ConflictDeclared():
            return Kept(accounts=state.accounts | {fact.account_id}, cleared=state.cleared, matched=state.matched)
        case StaffMatched():
            matched = state.matched | {(fact.account_id, fact.tie_id)}
            return Kept(accounts=state.accounts | {fact.account_id}, cleared=state.cleared, matched=matched)
        case WallLifted():
            hers = frozenset(each for each in state.matched if each[0] == fact.account_id)
            return Kept(
                accounts=state.accounts - {fact.account_id},
                cleared=state.cleared | hers,
                matched=state.matched - hers,
            )
    return state


def declare_tie(command: DeclareTie, state: Tie) -> Sequence[Fact]:
    """The same form sent twice is one tie."""
    if state.account_id is not None:
        return ()
    owner = command.tie_id
    return (
        TieDeclared(
            tie_id=owner,
            account_id=command.account_id,
            relation=command.relation,
            full_name=kept(owner, Identity, command.full_name),
            phone=kept(owner, Contact, command.phone),
            email=kept(owner, Contact, command.email),
            address=kept(owner, Place, command.address),
        ),
    )


def withdraw_tie(command: WithdrawTie, state: Tie) -> Sequence[Fact]:
    """Withdrawn twice is withdrawn once."""
    if state.account_id is None:
        raise NotFound
    return () if state.withdrawn else (TieWithdrawn(tie_id=command.tie_id, account_id=state.account_id),)


def declare_conflict(command: DeclareConflict, state: Kept) -> Sequence[Fact]:
    """What is kept already stays kept, and nobody learns of it by asking."""
    if command.account_id in state.accounts:
        return ()
    return (
        ConflictDeclared(
            referral_id=command.referral_id,
            reference=command.reference,
            account_id=command.account_id,
            relation=command.relation,
        ),
    )


def note_staff_match(command: NoteStaffMatch, state: Kept) -> Sequence[Fact]:
    """A match that somebody found to be another person of that name is not made again."""
    this = (command.account_id, command.tie_id)
    if command.account_id in state.accounts or this in state.cleared:
        return ()
    return (
        StaffMatched(
            referral_id=command.referral_id,
            reference=command.reference,
            account_id=command.account_id,
            tie_id=command.tie_id,
            by=command.by,
        ),
    )


def evolve_named(state: Named, fact: Fact) -> Named:
    """Each name counts, also one that was said of somebody who is called otherwise since."""
    return Named(called=state.called | {fact.called.c}) if isinstance(fact, PersonNamed) else state


def note_person_named(command: NotePersonNamed, state: Named) -> Sequence[Fact]:
    """The same message twice is one name."""
    if command.called.c in state.called:
        return ()
    return (PersonNamed(referral_id=command.referral_id, reference=command.reference, called=command.called),)


def lift_wall(command: LiftWall, state: Kept) -> Sequence[Fact]:
    """Somebody else lifts it, never the one it stands before."""
    if command.lifted_by == command.account_id:
        raise OwnWall
    if command.account_id not in state.accounts:
        return ()
    return (
        WallLifted(
            referral_id=command.referral_id,
            reference=command.reference,
            account_id=command.account_id,
            because=command.because,
        ),
    )


def signs_of_tie(details: Details) -> set[str]:
    """What somebody a member of staff is tied to is known by, and what is near to them."""
    home = house(details.address)
    near = {f"near|{home.postcode}"} if _is_whole(home) else set()
    return signs_of_details(details) | signs_of_name(details.full_name) | _buildings(home) | near


def signs_of_details(details: Details) -> set[str]:
    """What a person is known by alone, without a name."""
    return {sign for sign in signs(details) if sign.partition("|")[0] in _OF_PEOPLE}


def signs_of_place(address: str | None, postcode: str | None) -> set[str]:
    """What a place is known by where something happened: its building, else, where it names no house, its postcode."""
    place = house(address, postcode)
    if place.number:
        return _buildings(place)
    return _buildings(place) | ({f"near|{place.postcode}"} if _is_whole(place) else set())


def is_match(details: Details, borne: Collection[str]) -> tuple[str, ...]:
    """By what a person who bears these signs is the one meant; empty where she is not, as far as is known."""
    strong = {sign.partition("|")[0] for sign in signs_of_tie(details) & set(borne)} & set(STRONG)
    name = signs_of_name(details.full_name)
    return (*(each for each in STRONG if each in strong), *(("name",) if name and name <= set(borne) else ()))


def _buildings(home: House) -> set[str]:
    return {f"building|{sign}" for sign in building_signs(home)}


def _is_whole(home: House) -> bool:
    """Half a postcode is a quarter of a borough."""
    return home.postcode is not None and " " in home.postcode


def signs_of_name(full_name: str | None) -> set[str]:
    """What a name is known by. Only one of two words or more: one word is half a borough's."""
    if len(set(name_words(full_name))) < 2:
        return set()
    return {sign for sign in signs(Details(full_name=full_name)) if sign.startswith("name|")}


TIE: Decider[Tie] = Decider(Tie(), evolve_tie)
NAMED: Decider[Named] = Decider(Named(), evolve_named)
DECIDER: Decider[Kept] = Decider(Kept(), evolve)
