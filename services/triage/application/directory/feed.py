"""The directory written out as a feed of the open standard (HSDS 3.0, its profile for the UK): pages of services."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.triage.application.directory.standard import DESTINATIONS, HANDLING, HIDDEN_ADDRESS, as_period
from services.triage.domain.directory.entry import CLOSED, FULL, TO_STANDARD, Entry, Location
from services.triage.domain.directory.listed import Directory, Listed

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
MOST = 100
DEFAULT = 50
# Parts of an entry get identifiers made within this name, the same each time they are asked for.
_PARTS = UUID("1f7f0b0c-0a4e-5a5d-8d5e-7c1f5b1d9a20")
_FULL = "This service is full at present and takes nobody new."


def about(openapi_url: str) -> dict[str, str]:
    """Which standard it is, and where its calls are described."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def page_of(found: Sequence[Listed], number: int, size: int, day: date) -> dict[str, Any]:
    """One page of services, in short; `number` counts from 1."""
    pages = max(-(-len(found) // size), 1)
    contents = [in_short(each, day) for each in found[(number - 1) * size : number * size]]
    return {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def listed_now(directory: Directory, day: date) -> list[Listed]:
    """What is published: whatever is not closed for good, in order of its name."""
    here = [each for each in directory.services.values() if each.status_on(day) != CLOSED]
    return sorted(here, key=lambda each: (each.entry.name.casefold(), each.entry.id))


def in_short(listed: Listed, day: date) -> dict[str, Any]:
    """A service as it stands in a page."""
    entry, status, assurance = listed.entry, listed.status_on(day), listed.assurance
    told = {
        "id": entry.id,
        "name": entry.name,
        "description": entry.description,
        "url": entry.url,
        "email": entry.email,
        "status": TO_STANDARD[status],
        "application_process": entry.application_process,
        "fees_description": entry.fees,
        "interpretation_services": entry.interpretation,
        "eligibility_description": entry.eligibility,
        "minimum_age": entry.minimum_age,
        "maximum_age": entry.maximum_age,
        "assured_date": assurance.assured_on.isoformat() if assurance else None,
        # Whoever of ours assured it is named to nobody outside.
        "assurer_email": entry.assurer if assurance and assurance.assured_by == entry.assurer else None,
        "alert": " ".join(filter(None, (_FULL if status == FULL else None, entry.alert))) or None,
        "organization": _organization(entry),
    }
    return _said(told)


def in_full(listed: Listed, day: date) -> dict[str, Any]:
    """A service with its parts."""
    entry = listed.entry
    parts = {
        "phones": [
            _said({"id": _part(entry, "phone", n), "number": each.number, "description": each.description})
            for n, each in enumerate(entry.phones)
        ],
        "schedules": [
            _said(
                {
                    "id": _part(entry, "schedule", n),
                    "freq": "WEEKLY" if each.byday else None,
                    "byday": each.byday,
                    "opens_at": each.opens_at,
                    "closes_at": each.closes_at,
                    "description": each.description,
                }
            )
            for n, each in enumerate(entry.hours)
        ],
        "languages": [{"id": _part(entry, "language", n), "name": each} for n, each in enumerate(entry.languages)],
        "service_areas": [{"id": _part(entry, "area", n), "name": each} for n, each in enumerate(entry.areas)],
        "service_at_locations": [
            {"id": _part(entry, "at", n), "location": _location(entry, each)} for n, each in enumerate(entry.locations)
        ],
        "attributes": _attributes(listed),
    }
    return in_short(listed, day) | {name: part for name, part in parts.items() if part}


def _organization(entry: Entry) -> dict[str, Any] | None:
    by = entry.organization
    if by is None:
        return None
    return _said({"id": by.id, "name": by.name, "description": by.description, "website": by.website})


def _location(entry: Entry, place: Location) -> dict[str, Any]:
    address = {
        "id": str(uuid5(_PARTS, f"{place.id}/address")),
        "address_1": place.address,
        "city": place.city or "London",
        "state_province": "England",
        "postal_code": place.postcode,
        "country": "GB",
        "address_type": "physical" if place.location_type == "physical" else place.location_type,
    }
    told = {
        "id": place.id,
        "location_type": place.location_type,
        "name": place.name,
        "external_identifier": place.uprn,
        "external_identifier_type": "UPRN" if place.uprn else None,
        "addresses": [address] if place.address and place.postcode and not entry.hidden else None,
    }
    return _said(told)


def _attributes(listed: Listed) -> list[dict[str, Any]]:
    entry = listed.entry
    terms: list[tuple[str | None, str | None, str, str | None]] = [
        (each.taxonomy, each.code, each.name, None) for each in entry.terms
    ]
    terms += [
        (DESTINATIONS, each.destination, each.destination, as_period(each.from_on, each.to_on))
        for each in listed.provides
    ]
    terms += [(HANDLING, HIDDEN_ADDRESS, "The address of this service is hidden", None)] if entry.hidden else []
    return [
        _said(
            {
                "id": _part(entry, "attribute", number),
                "link_id": entry.id,
                "link_entity": "service",
                "value": value,
                "taxonomy_term": _said(
                    {
                        "id": str(uuid5(_PARTS, f"{taxonomy}/{code or name}")),
                        "code": code,
                        "name": name,
                        "description": name,
                        "taxonomy": taxonomy,
                    }
                ),
            }
        )
        for number, (taxonomy, code, name, value) in enumerate(terms)
    ]


def _part(entry: Entry, kind: str, number: int) -> str:
    return str(uuid5(_PARTS, f"{entry.id}/{kind}/{number}"))


def _said(members: dict[str, Any]) -> dict[str, Any]:
    """Only what there is to say: the standard has no null."""
    return {name: value for name, value in members.items() if value is not None}
