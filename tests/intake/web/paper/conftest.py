"""One intake for all tests of a file, an officer before its pages, and what each test itself brought about."""

from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from services.intake.domain.events import FormsIssued, ReferralSubmitted
from tests.support.builders.intake_pages import Browser, FrontDesk, a_front_desk


class Paper:
    """Numbered forms as an officer meets them."""

    def __init__(self, desk: FrontDesk, officer: Browser) -> None:
        self.desk, self.officer = desk, officer
        self._before = len(desk.recorded())

    def facts(self, kind: type) -> list[Any]:
        """What was recorded of a kind since the test began."""
        return [each.fact for each in self.desk.recorded()[self._before :] if isinstance(each.fact, kind)]

    @property
    def submitted(self) -> list[ReferralSubmitted]:
        return self.facts(ReferralSubmitted)

    def issue(self, **typed: str) -> tuple[str, ...]:
        """Issue a batch; its numbers, those about anti-social behaviour first."""
        self.officer.open("/intake/forms")
        self.officer.send("/intake/forms", {"held_as": "paper", "asb": "2", "domestic_abuse": "1", **typed})
        issued = self.facts(FormsIssued)
        return issued[-1].numbers if issued else ()

    @property
    def batch(self) -> int:
        return int(self.facts(FormsIssued)[-1].batch)

    @property
    def text(self) -> str:
        return unescape(self.officer.text)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FrontDesk, Browser]]:
    with a_front_desk(tmp_path_factory.mktemp("paper")) as desk:
        yield desk, desk.officer()


@pytest.fixture
def paper(place: tuple[FrontDesk, Browser]) -> Paper:
    return Paper(*place)
