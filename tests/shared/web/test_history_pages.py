"""A service's /history pages: a stream as recorded, and as it stood at any moment."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from fastapi import FastAPI

from shared.access.roles import Role
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Context, Fact, Metadata, Recorded, State
from shared.kernel.personal import Narrative, Personal
from shared.web.history_pages import history_router
from shared.web.pages import Pages
from tests.support.builders.web import a_browser, an_app, signed_in

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REFERENCE = "WM-2222-2"


class PriorityAssigned(Fact):
    priority: str
    why: Personal[Narrative]


class Assessed(State):
    priority: str
    changes: int


def recorded(position: int, priority: str, actor: str) -> Recorded:
    at = NINE + timedelta(hours=position)
    fact = PriorityAssigned(priority=priority, why=Personal(p="p-1", c="Y2lwaGVydGV4dA"))
    return Recorded(
        position=position,
        stream="assessment-1",
        version=position,
        event_id=f"e-{position}",
        name="triage.priority_assigned",
        schema_version=1,
        occurred=rfc3339(at - timedelta(minutes=5)),
        recorded=rfc3339(at),
        metadata=msgspec.json.encode(Metadata(Context(actor, "triage_officer", "c-1"), ("r-1",))),
        fact=fact,
    )


Story = Callable[..., str]


@pytest.fixture
def reads() -> list[str]:
    return []


@pytest.fixture
def app(tmp_path: Path, reads: list[str]) -> FastAPI:
    facts = [recorded(1, "standard", "policy"), recorded(2, "high", "policy"), recorded(3, "urgent", "policy")]

    def fold(stream: str, known: Sequence[Recorded]) -> Assessed:
        newest = known[-1].fact
        assert isinstance(newest, PriorityAssigned)
        return Assessed(priority=newest.priority, changes=len(known))

    def record_view(
        context: Context, stream: str, about: tuple[str, ...], what: str, purpose: str | None = None
    ) -> int:
        if stream == "assessment-unrecordable":
            raise OSError("the disk is full")
        reads.append(f"{context.role} {what} of {stream} {about}")
        return 1

    router = history_router(
        "triage",
        pages=Pages(),
        roles=[Role.AUDITOR],
        read=lambda stream: facts if stream.startswith("assessment") else [],
        fold=fold,
        tell=lambda one: f"The priority became {getattr(one.fact, 'priority', '')}.",
        streams_about=lambda reference: ["assessment-1"] if reference == REFERENCE else [],
        record_view=record_view,
    )
    return an_app(tmp_path, router)


@pytest.fixture
def story(app: FastAPI) -> Story:
    browser = signed_in(app, Role.AUDITOR)

    def text(path: str = "/triage/history/assessment-1", status: int = 200, **query: str) -> str:
        answer = browser.get(path, params=query)
        assert answer.status_code == status
        return answer.text

    return text


def test_a_stream_is_told_newest_first_with_both_clocks_and_who(story: Story) -> None:
    text = story()
    assert text.index("became urgent") < text.index("became high") < text.index("became standard")
    assert "Happened 23 November 2026, 11:55. Recorded 23 November 2026, 12:00 by policy, Triage officer." in text
    assert "3 of 3 entries" in text
    assert "wm-past-view" not in text


@pytest.mark.parametrize(
    "moment",
    [
        {"position": "2"},
        {"at": "2026-11-23T11:00"},
        {"at": "2026-11-23T11:59:59+00:00"},
        {"at": "2026-11-23T11:30:00Z"},
    ],
)
def test_as_at_a_moment_only_what_was_known_then_is_there_under_an_amber_border(
    story: Story, moment: dict[str, str]
) -> None:
    text = story(**moment)
    assert "became high" in text
    assert "became urgent" not in text
    assert "2 of 3 entries" in text
    assert "This is the past, not today" in text
    assert "State then" in text


def test_before_the_first_entry_there_is_nothing_and_the_page_says_so(story: Story) -> None:
    assert "Nothing had been recorded here yet." in story(at="2026-11-23T09:00")


def test_an_empty_form_means_now(story: Story) -> None:
    assert "3 of 3 entries" in story(at="", position="")


@pytest.mark.parametrize("moment", [{"at": "yesterday"}, {"position": "two"}, {"at": "9999-12-31T23:59-12:00"}])
def test_a_moment_that_cannot_be_read_is_refused_without_repeating_it(story: Story, moment: dict[str, str]) -> None:
    text = story(status=422, **moment)
    assert "Give a time such as" in text
    assert "yesterday" not in text


def test_personal_details_stay_out_even_as_ciphertext(story: Story) -> None:
    text = story()
    assert "personal detail, not shown here" in text
    assert "Y2lwaGVydGV4dA" not in text


def test_the_reading_is_recorded_before_the_page_is_sent_or_there_is_no_page(
    app: FastAPI, story: Story, reads: list[str]
) -> None:
    story()
    assert reads == ["auditor history of assessment-1 ('r-1',)"]
    assert "became" not in story("/triage/history/assessment-unrecordable", status=500)


def test_a_stream_that_does_not_exist_and_a_role_that_may_not_look_are_answered_alike(app: FastAPI) -> None:
    auditor, other = signed_in(app, Role.AUDITOR), signed_in(app, Role.CONTACT_CENTRE, "a.begum")
    absent, hidden = auditor.get("/triage/history/none"), other.get("/triage/history/assessment-1")
    assert absent.status_code == hidden.status_code == 404
    assert "Page not found" in absent.text
    assert "Page not found" in hidden.text


def test_a_reference_leads_to_the_streams_that_speak_of_it(story: Story) -> None:
    path = "/triage/history"
    assert 'href="/triage/history/assessment-1"' in story(path, reference=REFERENCE.lower())
    assert "recorded nothing about WM-" in story(path, reference="WM-3333-Q")
    assert "not a reference" in story(path, reference="Okafor")
    assert "not a reference" not in story(path)


def test_without_a_session_there_is_no_history(app: FastAPI) -> None:
    assert a_browser(app).get("/triage/history/assessment-1").status_code == 303
