"""The floor for HTTP: the framework with a model in and a small model out, and nothing done in between.

python -m bench.echo PORT
"""

import sys
from datetime import datetime

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Occurred(BaseModel):
    """When."""

    from_: str | None = None
    to: str | None = None
    pattern: str | None = None
    ongoing: bool | None = None


class Location(BaseModel):
    """Where."""

    address: str | None = None
    postcode: str | None = None
    uprn: str | None = None
    lat: float | None = None
    long: float | None = None
    ward: str | None = None


class Person(BaseModel):
    """Who."""

    roles: list[str] = []
    full_name: str | None = None
    date_of_birth: str | None = None
    phone: str | None = None
    email: str | None = None
    is_victim: bool | None = None


class Way(BaseModel):
    """Whether one way of reaching somebody is safe."""

    safe: str = "unknown"
    voicemail: str = "unknown"
    times: list[str] = []


class SafeContact(BaseModel):
    """How somebody may be reached."""

    phone: Way | None = None
    sms: Way | None = None
    email: Way | None = None
    post: Way | None = None
    confirmed_at: datetime | None = None
    codeword: str | None = None


class Referral(BaseModel):
    """The referral document, as plainly as the framework's tutorial would write it."""

    kind: str
    channel: str
    received_at: datetime
    category: str | None = None
    strands: list[str] = []
    description: str
    occurred: Occurred
    location: Location
    reporter: Person
    safe_contact: SafeContact
    language: str | None = None
    people: list[Person] = []
    facts: dict[str, str | int | None] = {}


class Taken(BaseModel):
    """The small answer."""

    reference: str
    referral_id: str
    position: str


app = FastAPI()


@app.post("/intake/api/referrals", status_code=201)
async def take(referral: Referral) -> Taken:
    """Say that it came."""
    return Taken(reference="WM-0000-0", referral_id=referral.kind, position=str(len(referral.people)))


@app.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "up"}


if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False,
        log_level="warning",
    )  # fmt: skip
