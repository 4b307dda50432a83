"""What the pages about numbered forms work with, and the few steps they all take."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.intake.domain.form_numbers import parse_form_number
from services.intake.domain.forms import Form
from services.intake.domain.offline_format import OfflineForm
from services.intake.read_models import forms as view
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed
from services.intake.web.paper.taking import check
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position, remember_position

ADDRESS = "/intake/forms"
STATES = {
    view.MISSING: "Nothing came yet",
    view.KEYED: "Taken in",
    view.TWICE: "Taken in, came again",
    view.DIFFERING: "Taken in, copies differ",
    view.VOID: "Void",
}
VOID_AS = {"spoilt": "Spoilt", "lost": "Lost", "not_used": "Not used, thrown away"}
ROADS = {"keyed": "keyed here", "uploaded": "uploaded from a laptop"}
NO_NUMBER = "Check the number: a character is wrong or two have changed places. It is written such as A-2223-Q."


@dataclass(frozen=True, slots=True)
class PaperRoom:
    """`form_of` is a form as the log has it; `open_file` opens a file of the offline page."""

    desk: Desk
    form_of: Callable[[str], Form]
    open_file: Callable[[bytes, str], Sequence[OfflineForm]]

    def reading(self, request: Request) -> AbstractContextManager[Any]:
        """The views, with everything that this browser saved."""
        self.desk.views.wait_for(last_position(request, "intake") or 0)
        return self.desk.views.reading()

    def wrong_in(self, number: str, typed: Typed) -> dict[str, str]:
        """What is wrong with a form, by field; nothing is taken in."""
        return check(self.desk, number, typed)

    @staticmethod
    def done(request: Request, position: int, to: str) -> Response:
        """Saved up to there: go on to another page, which shows it."""
        answer = RedirectResponse(to, 303)
        if position:
            remember_position(request, answer, "intake", position)
        return answer


def number_in(text: str) -> str:
    """The number in an address; NotFound where it cannot be one."""
    number = parse_form_number(text)
    if number is None:
        raise NotFound
    return number
