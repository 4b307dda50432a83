"""Rehearsals for tests: plans for any day, and a borough whose year, or the first days of one, is played."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fastapi.testclient import TestClient

from services.one_process import application, build
from services.panels.adapters.panel_files import load_panels
from services.panels.domain.schedule import Timetable
from services.rehearsal.plan.cast import PASSWORD
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.whole import Plan, plan_year
from services.rehearsal.plan.year import LONDON
from services.rehearsal.play.player import Player
from services.rehearsal.start import Rehearsal, prepare
from shared.access.roles import Role
from shared.kernel.messages import Recorded
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.settings import from_environment

D = TypeVar("D", bound=Deed)

PLACES_WITH_WORK = {
    "iom.coordinator": ["/panels", "/panels/cohort", "/panels/cohort/profile"],
    "iom.chair": ["/panels/cohort"],
    "iom.probation": ["/panels/cohort"],
    "community.member": ["/panels/actions"],
    "case.officer": [
        "/triage/court", "/triage/premises", "/triage/asb/places", "/triage/asb/orders", "/triage/asb/mediation",
        "/triage/asb/reviews", "/triage/asb/authority",
    ],
    "idva": ["/triage/support", "/triage/advisers", "/triage/refuges"],
    "perpetrator.worker": [
        "/triage/programmes", "/triage/programmes?state=before", "/intake/change-calls", "/panels/actions",
    ],
    "service.manager": [
        "/triage/figures", "/triage/workload", "/triage/training", "/triage/lessons", "/triage/emergency-view",
        "/triage/absences", "/intake/forms",
    ],
    "contact.centre": ["/intake/insiders"],
}  # fmt: skip
"""Pages on which whoever comes to a new start finds something, by sign-in name."""

TODAY = date(2026, 11, 28)
TIMETABLE = Timetable(load_panels(), england_and_wales())


@lru_cache(maxsize=8)
def a_plan(today: date = TODAY) -> Plan:
    """The year up to a day."""
    return plan_year(today, TIMETABLE)


def first_days(plan: Plan, days: int) -> Plan:
    """Only the beginning of a year."""
    last = date.fromordinal(plan.begins_at.date().toordinal() + days - 1)
    deeds = [deed for deed in plan.deeds if london_day(deed.at) <= last]
    return replace(plan, deeds=deeds, ends_on=last)


def deeds_of(plan: Plan, kind: type[D]) -> Sequence[D]:
    """The deeds of one kind, in their order."""
    return [deed for deed in plan.deeds if isinstance(deed, kind)]


def london_day(at: datetime) -> date:
    """The day it was in London."""
    return at.astimezone(LONDON).date()


class RehearsedBorough:
    """All five services with a rehearsal, as `python -m services` puts them together; `days` plays only so many."""

    def __init__(self, folder: Path, days: int | None = None, today: date | None = None) -> None:
        self.folder = folder
        self.rehearsal: Rehearsal = prepare(from_environment({}, data=str(folder)), wanted=True, today=today)
        if days is not None and self.rehearsal.plan is not None:
            self.rehearsal.plan = first_days(self.rehearsal.plan, days)
        self.borough = build(self.rehearsal.settings, self.rehearsal.clock)
        self.workers, self._at_work = self.rehearsal.workers(self.borough), False
        self.app = application(
            self.borough, self.rehearsal.notice, self.workers, self.rehearsal.paused, self.rehearsal.accounts
        )

    @property
    def player(self) -> Player:
        """Whoever plays the year."""
        assert self.rehearsal.player is not None
        return self.rehearsal.player

    def played(self, seconds: float = 300) -> "RehearsedBorough":
        """Once the year is over."""
        self.workers.start()
        self._at_work = True
        assert self.player.wait(seconds), f"only {self.player.percent} % were played"
        return self

    def client(self) -> TestClient:
        """A browser without scripts, signed in as nobody."""
        return TestClient(self.app, base_url="https://testserver")

    def get(self, path: str, role: Role) -> Any:
        """What a role's program is answered."""
        account = self.borough.access.accounts.ensure(role)
        token = self.borough.access.tokens.issue(account.account_id).text
        answer = self.client().get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def close(self) -> None:
        """Stop and let go of everything."""
        if self._at_work:
            self.workers.stop()
        self.borough.close()


def log(town: RehearsedBorough, service: str) -> list[Recorded]:
    """All that a service wrote down."""
    return list(town.borough.services[service].store.page(0, 1_000_000))


def facts(town: RehearsedBorough, name: str) -> list[Any]:
    """Every fact of one name."""
    return [recorded.fact for recorded in log(town, name.partition(".")[0]) if recorded.name == name]


def sign_in(client: TestClient, name: str) -> Any:
    """With the password that the sign-in page shows."""
    page = client.get("/sign-in").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0] if 'name="csrf"' in page else ""
    form = {"sign_in_name": name, "password": PASSWORD, "csrf": csrf, "next": ""}
    return client.post("/sign-in", data=form, follow_redirects=True)


def environment() -> dict[str, str]:
    """Without addresses of any other installation."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
