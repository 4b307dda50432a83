"""How many referred themselves, by month and by card, and who they were: sums alone, and no small ones of people."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.domain.values import campaign_code
from services.intake.read_models.demand import Span, counts
from services.intake.web.desk import Desk
from services.intake.web.journeys.equality import EQUALITY
from services.intake.web.words import PAGES
from shared.kernel.identifiers import ALPHABET, check_character
from shared.kernel.randomness import random_bytes
from shared.web.guard import Role, allow

_LONDON = ZoneInfo("Europe/London")
_A_YEAR = timedelta(days=366)


def router(desk: Desk) -> APIRouter:
    """The route /intake/self-referrals."""
    who = (Role.SERVICE_MANAGER, Role.INFORMATION_GOVERNANCE)
    made = APIRouter(include_in_schema=False, dependencies=[allow(*who)])

    @made.get("/intake/self-referrals", name="intake:self_referrals")
    def show(request: Request) -> Response:
        today = desk.clock().astimezone(_LONDON).date()
        with desk.views.reading() as connection:
            rows = counts(connection, Span(today - _A_YEAR, today), "month", "channel", "campaign")
        online, by_card = Counter[str](), Counter[str]()
        for row in rows:
            online.update({row.month: row.referrals} if row.channel == "online" else {})
            by_card.update({row.campaign: row.referrals} if row.campaign else {})
        return PAGES.render(
            request,
            "intake/self_referrals.html",
            online=[
                (date.fromisoformat(f"{month}-01"), count) for month, count in sorted(online.items(), reverse=True)
            ],
            by_card=by_card.most_common(),
            new_code=_new_code(by_card),
            quarters=desk.residents.equality.ended(today),
            questions=EQUALITY,
        )

    return made


def _new_code(used: Counter[str]) -> str:
    """A code that no card has brought anybody with yet, for the next ones to be printed."""
    while True:
        body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random_bytes(3))
        code = campaign_code(body + check_character(body))
        if code is not None and code not in used:
            return code
