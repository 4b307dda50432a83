"""Places that nobody may find: restricted and released, and put out of sight wherever their address is typed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from services.intake.domain.addresses import building_signs, house
from services.intake.domain.events.places import HiddenAddress, PlaceReleased, PlaceRestricted
from services.intake.domain.given import GivenLocation, GivenReferral
from services.intake.domain.record_commands import ReleasePlace, RestrictPlace
from services.intake.domain.refusals import CodeTaken
from services.intake.domain.under_keys import kept
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Contact, Place, private
from shared.kernel.refusals import NotFound

CodeOf = Callable[[Iterable[str]], str | None]
"""The code of the restricted place that any of these signs belongs to; None where there is none."""

G = TypeVar("G", bound=GivenReferral)
_SHOWN = re.compile(r"Restricted place ([A-Z]{1,4}-[0-9]{1,4})")


class Unknown(State, frozen=True, kw_only=True):
    """No place has this code."""


class Restricted(State, frozen=True, kw_only=True):
    """A place nobody may find."""

    place_id: str


class Released(State, frozen=True, kw_only=True):
    """A place that was restricted once; its code is not given to another."""

    place_id: str


RestrictedPlace = Unknown | Restricted | Released


def evolve(state: RestrictedPlace, fact: Fact) -> RestrictedPlace:
    """Each fact moves the place on."""
    match fact:
        case PlaceRestricted():
            return Restricted(place_id=fact.place_id)
        case PlaceReleased():
            return Released(place_id=fact.place_id)
    return state


def restrict_place(command: RestrictPlace, state: RestrictedPlace) -> Sequence[Fact]:
    """A code is one place's for ever: two under one code could not be told apart again."""
    if not isinstance(state, Unknown):
        raise CodeTaken
    owner = command.place_id
    return (
        PlaceRestricted(
            code=command.code,
            place_id=owner,
            addresses=tuple(HiddenAddress(text=private(owner, Place, text)) for text in command.addresses),
            uprn=kept(owner, Place, command.uprn),
            desk=kept(owner, Contact, command.desk),
        ),
    )


def release_place(command: ReleasePlace, state: RestrictedPlace) -> Sequence[Fact]:
    """Released twice is released once."""
    if isinstance(state, Unknown):
        raise NotFound
    if isinstance(state, Released):
        return ()
    return (PlaceReleased(code=command.code, place_id=state.place_id),)


def signs_of(addresses: Iterable[str], uprn: str | None) -> set[str]:
    """Everything a restricted place is known by, its flats and rooms with it."""
    found = {sign for text in addresses for sign in building_signs(house(text))}
    return found | ({_uprn_sign(uprn)} if uprn else set())


def shown_as(code: str) -> str:
    """What stands wherever its address would."""
    return f"Restricted place {code}"


def code_shown(address: str | None) -> str | None:
    """The code where an address was replaced by it at the door."""
    found = _SHOWN.fullmatch(address.strip()) if address else None
    return found[1] if found else None


def hide_address(address: str | None, code_of: CodeOf) -> str | None:
    """An address as it may be kept: the code in its place where it is a restricted place's."""
    code = code_of(_at(address)) if address else None
    return shown_as(code) if code else address


def hide(given: G, code_of: CodeOf) -> G:
    """The same referral with the code in place of each address that is a restricted place's."""
    changed: dict[str, Any] = {}
    place = given.location
    if place is not None and (code := code_of(_at(place.address, place.postcode, place.uprn))):
        changed["location"] = GivenLocation(address=shown_as(code))
    if given.reporter is not None and (code := code_of(_at(given.reporter.address))):
        changed["reporter"] = given.reporter.model_copy(update={"address": shown_as(code)})
    codes = [code_of(_at(person.address)) for person in given.people or ()]
    if any(codes):
        changed["people"] = tuple(
            person.model_copy(update={"address": shown_as(code)}) if code else person
            for person, code in zip(given.people or (), codes, strict=True)
        )
    return given.model_copy(update=changed) if changed else given


def hide_shown(shown: dict[str, Any], code_of: CodeOf) -> dict[str, Any]:
    """The same for a referral that came in before its place was restricted, on its way to a page or a program."""
    place = shown.get("location") or {}
    if code := code_of(place_signs(place)):
        shown["location"] = dict.fromkeys(place) | {"address": shown_as(code)}
        shown["derived"] = []
    for person in (*shown.get("people", ()), shown.get("reporter") or {}):
        if code := code_of(_at(person.get("address"))):
            person["address"] = shown_as(code)
    return shown


def hide_request(told: dict[str, Any], code_of: CodeOf) -> dict[str, Any]:
    """The same for a request as Open311 words it."""
    code = code_of(_at(told["address"], told["zipcode"] or None, told["address_id"] or None))
    if code is None:
        return told
    return told | {"address": shown_as(code), "address_id": "", "zipcode": "", "lat": None, "long": None}


def place_signs(place: Mapping[str, Any]) -> Iterator[str]:
    """What a location that is being spoken of would be known by."""
    return _at(place.get("address"), place.get("postcode"), place.get("uprn"))


def _at(address: str | None, postcode: str | None = None, uprn: str | None = None) -> Iterator[str]:
    """Taken apart only if somebody looks: where no place is restricted, as at most doors, nobody does."""
    yield from building_signs(house(address, postcode))
    if uprn:
        yield _uprn_sign(uprn)


def _uprn_sign(uprn: str) -> str:
    return f"uprn|{uprn.strip().lstrip('0')}"


DECIDER: Decider[RestrictedPlace] = Decider(Unknown(), evolve)
