"""The lists of words that raise a message or let it be answered: who has read each, and when it is to be read again."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.domain.mail.word_lists import WordLists
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.languages import LANGUAGES
from services.intake.web.words import PAGES
from shared.web.guard import allow

ADDRESS = "/intake/word-lists"
_USES = {"danger": "Words of danger", "plain": "Words of plain nuisance"}
_STANDS = {"reviewed": "Reviewed", "overdue": "Review overdue", "missing": "Nobody has reviewed it"}
# In the languages of residents Chinese stands by how it is spoken; these lists are about how it is written.
_WRITTEN = {**LANGUAGES, "zh": "Chinese"}


def router(desk: Desk, lists: WordLists) -> APIRouter:
    """The route /intake/word-lists."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get(ADDRESS, name="intake:word_lists")
    def show(request: Request) -> Response:
        day = desk.clock().date()
        rows = [
            (_USES[each.use], _WRITTEN.get(each.language, each.language), each.stands(day), each)
            for each in lists.reviews
        ]
        return PAGES.render(
            request,
            "intake/word_lists.html",
            rows=sorted(rows, key=lambda row: (row[2] == "reviewed", row[0], row[1])),
            lacking=len(lists.unreviewed(day)),
            stands=_STANDS,
            back="/intake/mail",
        )

    return made
