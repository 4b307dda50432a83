"""What one installation may set about its pages; handed to `create_app`, never read from anywhere else."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from fastapi import FastAPI

from shared.web.questions import Answering, OwnApp

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def _no_notice() -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account that the sign-in page shows with its password: a rehearsal's, never any other. `role` is in words."""

    sign_in_name: str
    password: str
    role: str
    first: str


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Names, addresses and limits of the pages.

    `notice` is asked on every page: its text ("Rehearsal: everybody here is invented") stands in a banner on top, None
    leaves it out. `phase` is a word such as "Beta". `secure_cookies` is False only where there is no TLS: on one's
    own machine. `accounts_shown` stand on the sign-in page. `paused` says why nothing can be changed just now; then
    only signing in and out is let through. `exit_to` is where "Exit this page" leads. `max_body_bytes` bounds every
    request, in bytes. `questions` to another service are answered by this app, unless it runs elsewhere.
    """

    council: str = "Waymark Borough Council"
    service: str = "Community safety"
    contact_phone: str = "020 7946 0100"
    contact_email: str = "community.safety@waymark.example"
    phase: str | None = None
    notice: Callable[[], str | None] = _no_notice
    accounts_shown: Sequence[ShownAccount] = ()
    paused: Callable[[], str | None] = _no_notice
    secure_cookies: bool = True
    max_body_bytes: int = 1_048_576
    questions: Answering = field(default_factory=OwnApp)
    exit_to: str = "https://www.bbc.co.uk/weather"
