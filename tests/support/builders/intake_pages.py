"""Intake as it runs: the whole service in a folder of its own, its app, and the people who sit before its pages."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from services.intake.adapters.drafts import drafts
from services.intake.adapters.equality_counts import EqualityCounts
from services.intake.application.handlers import COMMANDS
from services.intake.domain.events import ReferralSubmitted
from services.intake.wiring import build_intake
from shared.access.roles import Role, Terms
from shared.event_store.databases import open_database
from shared.kernel.clock import ScriptedClock
from shared.kernel.handling import Command
from shared.kernel.messages import Context, Recorded
from shared.runtime.access import open_access_for
from shared.runtime.dispatch import Dispatcher
from shared.runtime.facts import RecordViewed
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from tests.support.builders.access import PASSWORD
from tests.support.builders.intake import NOW, a_document
from tests.support.builders.web import PAGE, an_app, csrf_of

Sent = Mapping[str, str | Sequence[str]]


class FrontDesk:
    """Intake with real stores, keys and pages; time moves only when told, and nobody else hears of anything."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        """`settings` are those of `WebSettings`."""
        self.folder, self.clock = folder, ScriptedClock(NOW)
        self.ground = make_ground(from_environment({}, data=str(folder)), self.clock)
        self.service = build_intake(self.ground)
        access = open_access_for(self.ground.settings, self.service)
        self.app = an_app(folder, *self.service.routers, access=access, **settings)
        self._keys = iter(range(1, 10_000))

    def refer(self, role: Role = Role.CONTACT_CENTRE, agency: str | None = None, **changes: Any) -> str:
        """Send a document by the API; returns its reference."""
        answer = self.post("/intake/api/referrals", a_document(**changes), role, agency)
        assert answer.status_code == 201, answer.text
        self.service.views.catch_up()
        return str(answer.json()["reference"])

    def post(
        self, path: str, body: Any, role: Role = Role.CONTACT_CENTRE, agency: str | None = None, key: str | None = None
    ) -> Any:
        """A program's POST, under a fresh idempotency key or a given one; bytes go as they are."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Idempotency-Key": key or f"key-{next(self._keys)}", "Content-Type": "application/json"}
        return self.program(role, agency).post(path, content=content, headers=headers)

    def get(self, path: str, role: Role = Role.CONTACT_CENTRE, agency: str | None = None) -> Any:
        """A program's GET."""
        return self.program(role, agency).get(path)

    def program(self, role: Role, agency: str | None = None) -> TestClient:
        """A program that acts in a role."""
        access = self.app.state.access
        token = access.tokens.issue(access.accounts.ensure(role, agency=agency).account_id).text
        return TestClient(self.app, headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False)

    def key(self, agency: str = "northgate", name: str | None = None, **terms: Any) -> str:
        """A partner's key, on terms of `Terms` where any are given."""
        access = self.app.state.access
        account = access.accounts.ensure(Role.PARTNER, agency=agency, name=name)
        if terms:
            access.accounts.agree(account.account_id, Terms(**terms))
        return str(access.tokens.issue(account.account_id).text)

    def officer(self, role: Role = Role.CONTACT_CENTRE, name: str = "Jo Okafor") -> "Browser":
        """A browser in which somebody of this role has signed in."""
        self.account(role, name)
        browser = Browser(TestClient(self.app, follow_redirects=False, headers=PAGE))
        sent = {"sign_in_name": f"{role.value}.{name}", "password": PASSWORD}
        assert browser.client.post("/sign-in", data=sent).status_code == 303
        browser.csrf = csrf_of(self.app, browser.client)
        return browser

    def account(self, role: Role, name: str = "Jo Okafor") -> str:
        """Somebody of this role who can sign in; returns the sign-in name."""
        self.app.state.access.accounts.open(f"{role.value}.{name}", name, role, password=PASSWORD)
        return f"{role.value}.{name}"

    def resident(self) -> "Browser":
        """A resident's browser, without scripts."""
        return Browser(TestClient(self.app, follow_redirects=False, headers=PAGE))

    def recorded(self) -> Sequence[Recorded]:
        """The whole log."""
        return self.service.store.page(0, 10_000)

    def dispatch(self, command: Command, context: Context) -> None:
        """Have something done that no page of intake does, and let the views see it."""
        Dispatcher("intake", self.service.store, COMMANDS)(command, context)
        self.service.views.catch_up()

    def count_equality(self, question: str, answer: str) -> None:
        """One more answer about equality, given today."""
        address = self.ground.settings.address("DATABASE_URL", "intake")
        database = open_database(address, "DATABASE_URL", "equality", lasting=True)
        EqualityCounts(database).add(self.clock().date(), question, answer)
        database.close()

    def drafts_kept(self) -> int:
        """How many drafts of residents are kept."""
        database = open_database(self.ground.settings.address("DATABASE_URL", "intake"), "DATABASE_URL", "drafts")
        with database.reading() as connection:
            kept = connection.execute(select(func.count()).select_from(drafts)).scalar_one()
        database.close()
        return int(kept)

    def submitted(self) -> list[ReferralSubmitted]:
        """Every referral that came in."""
        return [each.fact for each in self.recorded() if isinstance(each.fact, ReferralSubmitted)]

    def viewed(self) -> list[tuple[str, str]]:
        """What was read, and in which respect."""
        return [(each.fact.record, each.fact.what) for each in self.recorded() if isinstance(each.fact, RecordViewed)]

    def close(self) -> None:
        """Let go of every file."""
        self.service.views.close()
        self.service.store.close()
        self.app.state.access.close()
        self.ground.close()


class Browser:
    """A browser without scripts: it sends the hidden fields of the form it was shown along with what is typed."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.csrf, self.text, self.status, self.at = client, "", "", 0, ""

    def open(self, path: str) -> str:
        """Go to a page, following wherever it leads; returns its text."""
        return self._shown(path, self.client.get(path))

    def send(self, path: str, sent: Sent) -> str:
        """Send a form and follow wherever it leads."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.text))
        data = {name: unescape(value) for name, value in hidden.items()} | dict(sent)
        data |= {"csrf": self.csrf} if self.csrf else {}
        return self._shown(path, self.client.post(path, data=data))

    def answer(self, **sent: Any) -> str:
        """Answer the question that is shown; a dot in a name is written as two underscores."""
        action = re.search(r'<form action="([^"]+)" method="post"', self.text)
        assert action, self.text
        return self.send(unescape(action[1]), {name.replace("__", "."): value for name, value in sent.items()})

    def go_on(self) -> str:
        """Press the button that only leads on."""
        (onward,) = re.findall(r'<a href="(?!/leave)([^"]+)" role="button"', self.text)
        return self.open(unescape(onward))

    @property
    def heading(self) -> str:
        """The page's heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        assert found, self.text
        return unescape(re.sub(r"<[^>]+>", "", found[1])).strip()

    @property
    def title(self) -> str:
        """What stands on the tab and in the history."""
        found = re.search(r"<title>(.*?)</title>", self.text, re.DOTALL)
        assert found, self.text
        return unescape(found[1]).strip()

    def _shown(self, path: str, answer: Any) -> str:
        while answer.status_code in (302, 303) and answer.headers["location"].startswith("/"):
            path = answer.headers["location"]
            answer = self.client.get(path)
        self.status, self.text, self.at = answer.status_code, answer.text, path
        self.headers = answer.headers
        return self.text


@contextmanager
def a_front_desk(folder: Path, **settings: Any) -> Iterator[FrontDesk]:
    """Intake for as long as it is needed."""
    made = FrontDesk(folder, **settings)
    try:
        yield made
    finally:
        made.close()
