"""The whole product in one process, driven by its own API, its work done when told and time moved when told."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from services.one_process import application, build
from shared.access.roles import Role
from shared.kernel.clock import ScriptedClock
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class LittleBorough:
    """All five services behind one app."""

    def __init__(self, data: Path, now: datetime = MONDAY, environment: Mapping[str, str] | None = None) -> None:
        self.clock = ScriptedClock(now)
        self.built = build(from_environment({"WAYMARK_DATA": str(data)} | dict(environment or {})), self.clock)
        self.app = application(self.built, lambda: None, None)
        self.client = TestClient(self.app, base_url="https://testserver")
        self._tokens: dict[Role, str] = {}
        self._keys = itertools.count(1)

    def settle(self) -> None:
        """Have all services do all there is to do."""
        drain(self.built.work())

    def refer(self, document: dict[str, Any], role: Role = Role.CONTACT_CENTRE) -> str:
        """Send a referral by the API and let it run its course; returns its reference."""
        answer = self.post("/intake/api/referrals", document, role)
        assert answer.status_code == 201, answer.text
        self.settle()
        return str(answer.json()["reference"])

    def post(self, path: str, body: Any, role: Role, key: str | None = None) -> Any:
        """A POST under a fresh idempotency key, or a given one."""
        headers = self.headers(role) | {"Idempotency-Key": key or f"key-{next(self._keys)}"}
        return self.client.post(path, json=body, headers=headers)

    def get(self, path: str, role: Role) -> Any:
        """What a role is answered."""
        return self.client.get(path, headers=self.headers(role))

    def close(self) -> None:
        """Let go of everything."""
        self.client.close()
        self.built.close()

    def headers(self, role: Role) -> dict[str, str]:
        if role not in self._tokens:
            account = self.built.access.accounts.ensure(role)
            self._tokens[role] = self.built.access.tokens.issue(account.account_id).text
        return {"Authorization": f"Bearer {self._tokens[role]}"}
