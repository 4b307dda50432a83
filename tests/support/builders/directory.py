"""Parts for tests of the directory: entries, landlords with a mailbox, a hand-over. Every organisation is invented."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.triage.application.directory.reading import read_list
from services.triage.domain.directory.commands import (
    AssureLandlord,
    ImportDirectory,
    ListLandlords,
    SetHandoverAddress,
)
from services.triage.domain.directory.entry import Entry, Landlord
from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.register import first_listed
from services.triage.domain.handover.commands import HandOver
from shared.runtime.service import Service
from tests.support.builders.triage import POLICY, LittleTriage

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 11, 1)
LANDLORD = "X0001"
MAILBOX = "asb@landlord.example"
CODE = "K7M4-Q2XT"
ID = "ac148810-d857-441c-9679-408f346de14b"
OTHER_ID = "bc148810-d857-441c-9679-408f346de14c"
DESTINATIONS = ("mediation", "social_landlord", "vawg_specialist", "vawg_specialist/stalking_and_harassment")


def a_service(**changes: Any) -> dict[str, Any]:
    """A service as a feed tells it; `takes` is what it takes as destination: days, None is always."""
    takes: Mapping[str, str | None] = changes.pop("takes", {"mediation": None})
    told = {
        "id": ID,
        "name": "Talking Together",
        "status": "active",
        "assured_date": "2026-11-02",
        "attributes": [
            {
                "id": ID,
                "taxonomy_term": {"id": ID, "name": code, "code": code, "taxonomy": "Waymark destinations"},
                **({"value": days} if days else {}),
            }
            for code, days in takes.items()
        ],
    }
    return {**told, **changes}


def entries_of(*services: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The entries of a list."""
    return read_list([json.dumps(services).encode()], DESTINATIONS, TODAY).entries


def a_directory(*services: Mapping[str, Any]) -> Directory:
    """A directory of these services."""
    return Directory(services={each.id: first_listed(each, "test") for each in entries_of(*services)})


def take_in(triage: LittleTriage, *services: Mapping[str, Any]) -> None:
    """A list taken in."""
    command = ImportDirectory(
        at=triage.clock(), source="test", fingerprint="00", entries=entries_of(*services), today=TODAY
    )
    triage.do(command)


def a_landlord_with_a_mailbox(triage: LittleTriage, mailbox: str = MAILBOX) -> None:
    """A landlord of whom somebody has made sure."""
    with_a_mailbox(triage.service, triage.clock(), LANDLORD, "Example Homes", mailbox)
    triage.settle()


def with_a_mailbox(triage: Service, at: datetime, number: str, name: str, mailbox: str = MAILBOX) -> None:
    """The same of any triage, and of a landlord by its number in the register."""
    by = "account-1"
    landlord = Landlord(registration=number, name=name, called=("exho",))
    for command in (
        ListLandlords(at=at, landlords=(landlord,), by=by, today=TODAY),
        AssureLandlord(at=at, landlord_id=number, due_on=NEXT_YEAR, by=by, today=TODAY),
        SetHandoverAddress(at=at, of=number, mailbox=mailbox, due_on=NEXT_YEAR, by=by, today=TODAY),
    ):
        triage.dispatch(command, POLICY)


def hand_over(triage: LittleTriage, referral_id: str, **changes: Any) -> None:
    """Details carried to the landlord with a yes."""
    if LANDLORD not in triage.desk().directory.now().landlords:
        a_landlord_with_a_mailbox(triage)
    members = {
        "at": triage.clock(),
        "referral_id": referral_id,
        "handover_id": f"handover-of-{referral_id}",
        "route": "social_landlord",
        "to": LANDLORD,
        "consent": "given",
        "basis": None,
        "why": "",
        "words": "Drums at night at 12 Example Road",
        "with_name": True,
        "code": CODE,
        "by": "account-1",
    }
    triage.do(HandOver.model_validate({**members, **changes}))
