"""All routes of panels, in the order in which they are tried."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.panels.web import api, steps_api
from services.panels.web.desk import Desk
from services.panels.web.pages import (
    actions,
    agenda,
    attendance,
    calendar,
    case,
    case_steps,
    choice,
    cohort,
    cohort_forms,
    minutes,
)


def routers(desk: Desk) -> Sequence[APIRouter]:
    """The calls first; the choice before what else is sent from a case."""
    rooms = (api, steps_api, calendar, agenda, attendance, minutes, choice, case, case_steps, actions)
    behind_a_wall = (cohort_forms, cohort)
    return [room.router(desk) for room in (*rooms, *behind_a_wall)]
