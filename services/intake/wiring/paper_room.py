"""Puts together the pages about numbered forms."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.intake.adapters.offline_file import open_offline_file
from services.intake.application.handlers import form_stream
from services.intake.domain import forms
from services.intake.web.desk import Desk
from services.intake.web.paper import keying, one_form, overview, printing, uploading
from services.intake.web.paper.room import PaperRoom
from shared.runtime.ground import Opened

_PAGES = (overview, one_form, keying, uploading, printing)


def paper_routers(opened: Opened, desk: Desk) -> Sequence[APIRouter]:
    """The routes under /intake/forms."""

    def form_of(number: str) -> forms.Form:
        form: forms.Form = opened.store.fold(form_stream(number), forms.DECIDER)[0]
        return form

    room = PaperRoom(desk, form_of, open_offline_file)
    return [page.router(room) for page in _PAGES]
