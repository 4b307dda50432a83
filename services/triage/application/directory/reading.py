"""A list of services read in: checked whole before anything is kept, with one plain message for each fault."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.triage.application.directory.standard import (
    HANDLING,
    HIDDEN_ADDRESS,
    SaidAtLocation,
    SaidLocation,
    SaidOrganization,
    SaidService,
    period,
)
from services.triage.domain.directory.entry import Entry, Hours, Location, Organization, Phone, Provision, Term
from services.triage.domain.directory.kinds import KINDS
from services.triage.domain.directory.kinds import TAXONOMY as KINDS_TAXONOMY
from shared.kernel.json_members import given_twice

_MOST_SERVICES = 5_000
_MOST_TOLD = 100
_WORDS = {
    "missing": "This is missing.",
    "uuid_parsing": "Give an identifier of the form ac148810-d857-441c-9679-408f346de14b.",
    "uuid_type": "Give an identifier of the form ac148810-d857-441c-9679-408f346de14b.",
    "date_from_datetime_parsing": "Give a day as 2026-11-28, or leave it out.",
    "date_parsing": "Give a day as 2026-11-28, or leave it out.",
    "float_parsing": "Give a number of years, or leave it out.",
    "greater_than_equal": "Give a number of years, or leave it out.",
    "less_than_equal": "Give a number of years, or leave it out.",
    "string_too_short": "This is empty or too short.",
    "string_too_long": "This is too long.",
    "string_type": "This must be text.",
    "tuple_type": "This must be a list.",
}
_STATUS = "Give one of active, inactive, temporarily closed or defunct."


class BadList(Exception):
    """The list cannot be taken in; lists every fault, and nothing of it was kept."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults[:_MOST_TOLD])
        more = len(faults) - len(self.faults)
        super().__init__("\n".join([*self.faults, *([f"And {more} more."] if more > 0 else [])]))


@dataclass(frozen=True, slots=True)
class ReadList:
    """Every entry of a list, and the fingerprint of its bytes."""

    entries: tuple[Entry, ...]
    fingerprint: str


def read_list(pages: Sequence[bytes], destinations: Collection[str], today: date) -> ReadList:
    """The services of a feed's pages, or of one file. Raises `BadList` with every fault there is."""
    services = list(_services(pages))
    faults: list[str] = []
    entries: list[Entry] = []
    for number, raw in enumerate(services, 1):
        found, wrong = _entry(raw, destinations, today)
        faults += [f"Service {number}{_called(raw)}: {fault}" for fault in wrong]
        entries += [found] if found is not None else []
    again = [each for each, times in Counter(entry.id for entry in entries).items() if times > 1]
    faults += [f"Service {each} stands in the list more than once. Leave one." for each in again]
    if faults:
        raise BadList(faults)
    return ReadList(tuple(entries), hashlib.sha256(b"\n".join(pages)).hexdigest())


def _services(pages: Sequence[bytes]) -> Iterator[Any]:
    total, read = 0, 0
    for page in pages:
        try:
            document = json.loads(page)
        except (ValueError, RecursionError):
            raise BadList(["This is not JSON. Save the feed as it comes, and give that file."]) from None
        if given_twice(page) is not None:
            raise BadList(["A member stands twice in one object, and only one can be meant. Ask who gives the feed."])
        if isinstance(document, Mapping) and isinstance(document.get("contents"), list):
            found, stated = document["contents"], document.get("total_items")
            total = max(total, stated if isinstance(stated, int) else 0)
        else:
            found = document if isinstance(document, list) else [document]
        read += len(found)
        yield from found
    if not read:
        raise BadList(["There is no service in it."])
    if read > _MOST_SERVICES:
        raise BadList([f"There are {read} services in it. Give at most {_MOST_SERVICES} at a time."])
    if total > read:
        raise BadList([f"These are {read} of {total} services. Give every page of the list together."])


def _entry(raw: Any, destinations: Collection[str], today: date) -> tuple[Entry | None, list[str]]:
    try:
        said = SaidService.model_validate(raw)
    except ValidationError as invalid:
        return None, [_told(dict(error)) for error in invalid.errors(include_url=False, include_input=False)]
    wrong = list(_faults(said, destinations, today))
    return (None, wrong) if wrong else (_as_entry(said), [])


def _told(error: Mapping[str, Any]) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    if place == "status" and error["type"] != "missing":
        return f"status: {_STATUS}"
    if place == "status":
        return f"status: This is missing, and nobody can tell whether the service is there. {_STATUS}"
    ours = error["type"] in ("link", "mail", "period")
    return f"{place or 'it'}: {error['msg'] if ours else _WORDS.get(error['type'], 'This cannot be used.')}"


def _faults(said: SaidService, destinations: Collection[str], today: date) -> Iterator[str]:
    if said.assured_date is not None and said.assured_date > today:
        yield "assured_date: This day has not come yet. Give the day on which it was last checked."
    if said.minimum_age is not None and said.maximum_age is not None and said.maximum_age < said.minimum_age:
        yield "maximum_age: This is below the minimum age."
    for attribute in said.attributes:
        if attribute.is_destination and (term := attribute.taxonomy_term) and term.code not in destinations:
            yield f"attributes: “{term.code or term.name}” is no destination of the rules."
        if (term := attribute.taxonomy_term) and term.taxonomy == KINDS_TAXONOMY and term.code not in KINDS:
            yield f"attributes: “{term.code or term.name}” is no kind of service that we show anybody to."
    visited = [each for each in _locations(said.service_at_locations) if each.location_type == "physical"]
    if _is_hidden(said) and visited:
        yield "service_at_locations: The address of this service is hidden. Take the place out of the list."


def _is_hidden(said: SaidService) -> bool:
    terms = [each.taxonomy_term for each in said.attributes if each.taxonomy_term is not None]
    return any(term.taxonomy == HANDLING and term.code == HIDDEN_ADDRESS for term in terms)


def _as_entry(said: SaidService) -> Entry:
    by = said.organization
    return Entry(
        id=str(said.id),
        name=said.name,
        status=said.status,
        organization=None if by is None else _organization(by),
        description=said.description,
        url=said.url,
        email=said.email,
        alert=said.alert,
        eligibility=said.eligibility_description,
        minimum_age=None if said.minimum_age is None else int(said.minimum_age),
        maximum_age=None if said.maximum_age is None else int(said.maximum_age),
        application_process=said.application_process,
        fees=said.fees_description,
        interpretation=said.interpretation_services,
        assured_on=said.assured_date,
        assurer=said.assurer_email,
        phones=tuple(Phone(number=each.number, description=each.description) for each in said.phones),
        hours=tuple(Hours(**each.model_dump()) for each in said.schedules if any(each.model_dump().values())),
        languages=tuple(filter(None, (each.name or each.code for each in said.languages))),
        areas=tuple(filter(None, (each.name for each in said.service_areas))),
        locations=tuple(map(_location, _locations(said.service_at_locations))),
        terms=tuple(_terms(said)),
        provides=tuple(_provisions(said)),
        hidden=_is_hidden(said),
    )


def _organization(by: SaidOrganization) -> Organization:
    return Organization(id=str(by.id), name=by.name, description=by.description or by.name, website=by.website)


def _locations(places: Sequence[SaidAtLocation]) -> list[SaidLocation]:
    return [each.location for each in places if each.location is not None]


def _location(said: SaidLocation) -> Location:
    address = said.addresses[0] if said.addresses else None
    is_uprn = (said.external_identifier_type or "").upper() == "UPRN"
    return Location(
        id=str(said.id),
        location_type=said.location_type,
        name=said.name,
        address=address.address_1 if address else None,
        city=address.city if address else None,
        postcode=address.postal_code if address else None,
        uprn=said.external_identifier if is_uprn else None,
    )


def _terms(said: SaidService) -> Iterator[Term]:
    for attribute in said.attributes:
        term = attribute.taxonomy_term
        if term is not None and not attribute.is_destination and term.taxonomy != HANDLING:
            yield Term(name=term.name, code=term.code, taxonomy=term.taxonomy)


def _provisions(said: SaidService) -> Iterator[Provision]:
    for attribute in said.attributes:
        if attribute.is_destination and attribute.taxonomy_term and attribute.taxonomy_term.code:
            first, last = period(attribute.value)
            yield Provision(destination=attribute.taxonomy_term.code, from_on=first, to_on=last)


def _called(raw: Any) -> str:
    name = raw.get("name") if isinstance(raw, Mapping) else None
    return f" ({name[:80]})" if isinstance(name, str) and name.strip() else ""
