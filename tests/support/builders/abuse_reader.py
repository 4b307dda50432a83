"""Somebody at a browser before the pages of cases of abuse, and days as forms send them."""

import re

from fastapi.testclient import TestClient

from shared.access.roles import Role
from tests.support.builders.triage import LittleTriage
from tests.support.builders.web import csrf_of, signed_in


class Reader:
    """Somebody at a browser, and the little triage behind it."""

    def __init__(self, triage: LittleTriage, role: Role = Role.CASE_OFFICER) -> None:
        self.triage = triage
        self.browser: TestClient = signed_in(triage.app, role, name=f"{role.value}@example")

    def raw(self, path: str, status: int = 200) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == status, path
        return answer.text

    def read(self, path: str, status: int = 200) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.raw(path, status)))

    def send(self, path: str, expected: int = 303, **fields: str) -> str:
        form = {**fields, "csrf": csrf_of(self.triage.app, self.browser)}
        answer = self.browser.post(path, data=form, follow_redirects=False)
        self.triage.settle()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))
        assert answer.status_code == expected, said[200:900]
        return said

    def work(self, reference: str, task: str, expected: int = 303, **fields: str) -> str:
        return self.send(f"/triage/cases/{reference}/abuse/{task}", expected, **fields)


def day(name: str, day: int, month: int = 11, time: str | None = None) -> dict[str, str]:
    """A day of 2026 as the form sends it."""
    typed = {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}
    return typed | ({f"{name}-time": time} if time else {})
