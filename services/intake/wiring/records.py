"""Puts together what knows places and compares people, and what has to be forgotten together."""

from collections.abc import Sequence

from services.intake.adapters.given_up import GivenUp, Parts
from services.intake.adapters.holding import Holder, Merged
from services.intake.adapters.likeness import likeness
from services.intake.adapters.open_data import attribution, gazetteer, landlords
from services.intake.adapters.repointing import Known, Repointer
from services.intake.adapters.restricting import Restricting
from services.intake.adapters.suggesting import Records, Suggester
from services.intake.application.handlers import COMMANDS, person_stream, referral_stream
from services.intake.document.reception import Reception
from services.intake.domain import person
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.refusals import HoldStands
from services.intake.read_models import hidden_addresses, likenesses, people, referral_timeline, sameness
from services.intake.web.hiding import HiddenPlaces
from services.intake.web.place import Places
from services.intake.wiring.databases import SERVICE
from shared.event_store.views import ViewStore
from shared.kernel.together import Together
from shared.runtime.dispatch import Dispatcher
from shared.runtime.ground import Ground, Opened
from shared.runtime.service import Chore, Service


def hidden_places(ground: Ground, views: ViewStore) -> HiddenPlaces:
    """The places that nobody may find."""
    return HiddenPlaces(views, ground.keyring)


def known_places(ground: Ground, views: ViewStore, hidden: HiddenPlaces) -> Places:
    """What is known of all others."""
    return Places(
        gazetteer(), landlords(), views, ground.keyring, ground.clock, lambda signs: hidden.now()(signs), attribution()
    )


def reception(ground: Ground, hidden: HiddenPlaces) -> Reception:
    """Whoever recognises looks at the hidden places too, being in a thread that may wait for a database."""
    keyring = ground.keyring

    def recognise_lot(lot: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
        hidden.refresh()
        return keyring.recognise_lot(lot)

    def recognise_each(people: Sequence[Sequence[str]]) -> list[str]:
        hidden.refresh()
        return keyring.recognise_each(people)

    asked = Together("recognising", recognise_lot)
    return Reception(recognise_each, asked.ask, ground.clock, gazetteer(), hidden.code_of)


def suggesting(ground: Ground, opened: Opened) -> Chore:
    """Compares whoever came in with everybody like them."""
    records = Records(likenesses.after, likenesses.near, lambda part: likenesses.opened(part, ground.keyring))
    dispatch = Dispatcher(SERVICE, opened.store, COMMANDS)
    return Chore("likenesses", Suggester(opened.views, records, likeness, dispatch, ground.clock).step)


def holding(ground: Ground, opened: Opened) -> Chore:
    """Holds all records of one person to the stricter safe contact."""
    merged = Merged(sameness.anybody_merged, people.goes_by, sameness.one_person, people.parts_of)
    dispatch = Dispatcher(SERVICE, opened.store, COMMANDS)
    return Chore("stricter", Holder(opened.views, opened.store.page, merged, dispatch, ground.clock).step)


def giving_up(ground: Ground, opened: Opened) -> Chore:
    """Gives up everywhere what somebody gave up in one referral."""
    parts = Parts(people.goes_by, sameness.one_person, people.parts_of, referral_timeline.standing)
    dispatch = Dispatcher(SERVICE, opened.store, COMMANDS)
    step = GivenUp(opened.views, opened.store.page, parts, ground.keyring, dispatch, ground.clock).step
    return Chore("details", step)


def repointing(ground: Ground, opened: Opened) -> Chore:
    """Has the identity index find whoever was split off."""
    known = Known(people.recognised_as, people.came_from, sameness.one_person)

    def submitted(reference: str) -> ReferralSubmitted:
        fact = opened.store.stream(referral_stream(reference))[0].fact
        assert isinstance(fact, ReferralSubmitted)
        return fact

    return Chore("identities", Repointer(opened.views, opened.store.page, submitted, known, ground.keyring).step)


def restricting(ground: Ground, opened: Opened, hidden: HiddenPlaces) -> Chore:
    """Has the others told in which referrals a restricted place's address stands."""
    dispatch = Dispatcher(SERVICE, opened.store, COMMANDS)
    chore = Restricting(
        opened.views, opened.store.page, hidden.now, hidden_addresses.hidden_for, ground.keyring, dispatch, ground.clock
    )
    return Chore("restricted", chore.step)


def recordkeeping(ground: Ground, opened: Opened) -> tuple[Chore, ...]:
    """All that a worker does about records by itself."""
    hidden = hidden_places(ground, opened.views)
    return (
        suggesting(ground, opened),
        holding(ground, opened),
        giving_up(ground, opened),
        repointing(ground, opened),
        restricting(ground, opened, hidden),
    )


def to_be_forgotten(service: Service, person_id: str) -> Sequence[str]:
    """Everybody who was decided to be this person, to be forgotten together; refused while any of them is held."""
    service.views.catch_up()
    with service.views.reading() as connection:
        found = sorted(sameness.one_person(connection, person_id))
    for each in found:
        standing, _ = service.store.fold(person_stream(each), person.DECIDER)
        if isinstance(standing, person.Remembered) and standing.holds:
            raise HoldStands
    return found
