"""Drafts of rules as their owners work on them: changed in words, proven, tried, approved by a second person."""

import html
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.rule_sets.events import RulesDrafted, RulesDraftWithdrawn, RulesPublished
from shared.access.roles import Role
from tests.support.builders.triage import LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

DRAFTS = "/triage/rules/drafts"
STRETCHED = {"immediate_danger": "no", "victim_age": 34, "dash_yes_count": 12}


class Person:
    """Somebody at a browser."""

    def __init__(self, triage: LittleTriage, role: Role, name: str) -> None:
        self.triage = triage
        self.browser: TestClient = signed_in(triage.app, role, name)

    def read(self, address: str, status: int = 200) -> str:
        answer = self.browser.get(address)
        assert answer.status_code == status, answer.text
        return plain(answer.text)

    def send(self, address: str, status: int = 303, **fields: str) -> Any:
        fields["csrf"] = csrf_of(self.triage.app, self.browser)
        answer = self.browser.post(address, data=fields, follow_redirects=False)
        assert answer.status_code == status, plain(answer.text)
        return answer


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """One for all: each test begins drafts of its own."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def manager(triage: LittleTriage) -> Person:
    return Person(triage, Role.SERVICE_MANAGER, "m.ferreira")


@pytest.fixture(scope="module")
def approver(triage: LittleTriage) -> Person:
    return Person(triage, Role.RULE_APPROVER, "r.adeyemi")


def begun(manager: Person) -> str:
    return str(manager.send(DRAFTS).headers["Location"])


def facts_of(triage: LittleTriage, draft: str) -> list[Any]:
    """What the log says of one draft."""
    facts = [each.fact for each in triage.service.store.stream("rules-borough")]
    return [fact for fact in facts if getattr(fact, "draft_id", "") == draft.rpartition("/")[2]]


def a_lower_age(manager: Person, draft: str, revision: int = 0, value: str = "12", status: int = 303) -> Any:
    return manager.send(
        f"{draft}/change", status, part="numbers", name="child_age", value=value, revision=str(revision)
    )


def ready(manager: Person, **change: str) -> str:
    """A draft that was changed, proven and tried; what its revision is now."""
    draft = begun(manager)
    manager.send(f"{draft}/change", revision="0", **change)
    manager.send(f"{draft}/prove", revision="1")
    manager.send(f"{draft}/try", revision="1")
    return draft


def titled(manager: Person, title: str) -> dict[str, str]:
    first_day = re.findall(r"version (\d{4}-\d\d-\d\d)", manager.read(DRAFTS))[0]
    later = date.fromisoformat(first_day) + timedelta(days=400)
    return {"part": "set", "name": "", "title": title, "effective_from": later.isoformat()}


def test_a_set_goes_from_draft_to_force_and_binds_only_who_comes_in_from_its_day_on(
    triage: LittleTriage, manager: Person, approver: Person
) -> None:
    abuse: dict[str, Any] = {"kind": "domestic_abuse", "category": None, "answers": STRETCHED}
    before = triage.refer(("Amina Okafor", "victim"), **abuse)
    draft = begun(manager)
    manager.send(f"{draft}/change", part="numbers", name="marac_dash_yes", value="12", revision="0")
    page = manager.read(draft)
    assert "The number “MARAC checklist yes” was 14 and is 12. 1 1 0" in page
    assert "Thirteen are not enough by themselves, but two without an answer could make it fifteen." in page
    shadow = manager.read(f"/triage/referrals/{before}")
    assert "What the draft rules say: “Who deals with what: any further incident makes a repeat”" in shadow
    assert "Panels: MARAC as well." in shadow

    thirteen = "Thirteen are not enough by themselves, but two without an answer could make it fifteen."
    manager.send(f"{draft}/examples", do="accept", says=thirteen, revision="1")
    manager.send(f"{draft}/prove", revision="2")
    manager.send(f"{draft}/try", revision="2")
    page = approver.read(draft)
    assert re.search(r"All \d{3} claims hold", page)
    assert re.search(r"Of \d+ referrals, as they stood when they came in, 1 would come out otherwise", page)
    approver.send(f"{draft}/approve", revision="2")

    published = facts_of(triage, draft)[-1]
    assert isinstance(published, RulesPublished)
    assert published.document.numbers["marac_dash_yes"] == 12
    version, day = published.version, published.effective_from
    assert "Not yet in force" in manager.read(f"/triage/rules?version={version}")
    triage.clock.set(datetime.combine(day, time(9), UTC))
    after = triage.refer(("Bo Lindqvist", "victim"), **abuse, received_at=datetime.combine(day, time(8), UTC))
    triage.post(f"/triage/api/referrals/{before}/answers", {"facts": {"previous_marac": "no"}})
    decided = [triage.get(f"/triage/api/referrals/{each}/decision").json() for each in (before, after)]
    assert [each["rules"]["version"] for each in decided] == ["2026-04-01", version]
    assert [each["panels"] for each in decided] == [[], ["marac"]]
    file = manager.browser.get(f"/triage/rules/{version}.toml")
    assert tomllib.loads(file.text)["numbers"]["marac_dash_yes"] == 12


def test_a_draft_that_is_not_sound_says_for_whom_and_is_not_approved(manager: Person, approver: Person) -> None:
    draft = ready(manager, part="numbers", name="marac_dash_yes", value="20")
    page = html.unescape(approver.read(draft))
    assert "Not sound" in page
    assert "Invariant 3: 14 or more yes answers puts domestic abuse before MARAC. This does not hold." in page
    assert re.search(r"of the risk checklist were answered yes\? 1\d\. Nothing else is known\.", page)
    answer = approver.send(f"{draft}/approve", 422, revision="1")
    assert "It does not hold as it would be published. Prove it again." in plain(answer.text)


def test_whoever_wrote_it_cannot_approve_it_nor_can_it_be_done_without_proof(
    triage: LittleTriage, manager: Person, approver: Person
) -> None:
    draft = begun(manager)
    answer = approver.send(f"{draft}/approve", 409, revision="0")
    assert "This draft has not been proven sound as it stands." in plain(answer.text)
    manager.send(f"{draft}/approve", 404, revision="0")
    approver.send(f"{draft}/change", 404, part="numbers", name="child_age", value="17", revision="0")
    assert [type(fact) for fact in facts_of(triage, draft)] == [RulesDrafted]


def test_of_two_drafts_approved_at_once_the_second_is_refused_clearly(manager: Person, approver: Person) -> None:
    first, second = (ready(manager, **titled(manager, f"Better rules {number}")) for number in (1, 2))
    approver.send(f"{first}/approve", revision="1")
    answer = approver.send(f"{second}/approve", 409, revision="1")
    assert "Another rule set was published since this draft was begun." in plain(answer.text)


def test_a_wrong_condition_is_told_at_its_field_and_what_was_typed_is_kept(manager: Person) -> None:
    draft = begun(manager)
    answer = manager.send(
        f"{draft}/change", 422, part="rows", name="hate-motive", revision="0",
        when="hate_motif is <b>yes", policy="P.", says="S.", aloud="A.", priority="high",
    )  # fmt: skip
    assert 'href="#when"' in answer.text
    assert "The sign &#34;&lt;&#34; has no place in a condition" in answer.text
    assert "hate_motif is &lt;b&gt;yes" in answer.text


def test_a_change_from_an_old_page_is_refused_and_nothing_is_lost(manager: Person) -> None:
    draft = begun(manager)
    a_lower_age(manager, draft)
    answer = a_lower_age(manager, draft, value="11", status=409)
    assert "Somebody has changed this draft since you looked at it." in plain(answer.text)
    assert "The number “child age” was 18 and is 12" in manager.read(draft)


def test_rows_are_moved_taken_out_and_added_on_the_page(triage: LittleTriage, manager: Person) -> None:
    draft = begun(manager)
    manager.send(f"{draft}/rows", row="mediation-offer", do="up", revision="0")
    manager.send(f"{draft}/rows", row="civil-matter", do="remove", revision="1")
    new = {"id": "fireworks", "when": "category is fireworks", "policy": "P.", "says": "S.", "route": "asb_case"}
    manager.send(f"{draft}/rows", do="add", revision="2", **new)
    answer = manager.send(f"{draft}/rows", 422, do="add", revision="3", **{**new, "when": ""})
    assert "Fill this in." in answer.text
    manager.send(f"{draft}/rows", 404, row="no-such-row", do="up", revision="3")
    assert "fireworks" in manager.read(draft)
    assert [getattr(fact, "what", "") for fact in facts_of(triage, draft)[1:]] == [
        "row “mediation-offer” moved",
        "row “civil-matter” taken out",
        "a new row",
    ]


def test_the_list_the_change_page_and_withdrawing(triage: LittleTriage, manager: Person, approver: Person) -> None:
    draft = begun(manager)
    assert "Begin a draft from version" in manager.read(DRAFTS)
    assert "Begin a draft" not in approver.read(DRAFTS)
    assert "Change numbers, “child age”" in manager.read(f"{draft}/change?part=numbers&name=child_age")
    manager.read(f"{draft}/change?part=examples&name=1", 404)
    manager.read(f"{DRAFTS}/no-such-draft", 404)
    manager.send(f"{draft}/withdraw", revision="0")
    assert "Withdrawn" in manager.read(DRAFTS)
    answer = a_lower_age(manager, draft, status=409)
    assert "This draft was published or withdrawn" in plain(answer.text)
    assert isinstance(facts_of(triage, draft)[-1], RulesDraftWithdrawn)


def test_only_those_who_own_approve_or_audit_rules_see_drafts(triage: LittleTriage, manager: Person) -> None:
    draft = begun(manager)
    answered = {role: triage.get(draft, role).status_code for role in Role}
    readers = {Role.SERVICE_MANAGER, Role.RULE_APPROVER, Role.AUDITOR}
    assert answered == {role: 200 if role in readers else 404 for role in Role}


def test_the_history_tells_what_became_of_the_rules(triage: LittleTriage, manager: Person) -> None:
    draft = begun(manager)
    a_lower_age(manager, draft)
    page = plain(signed_in(triage.app, Role.AUDITOR).get("/triage/history/rules-borough").text)
    assert "A rule set was drafted from 20" in page
    assert "The draft was changed: numbers, “child age”." in page


def test_a_condition_is_read_and_written_in_plain_words(manager: Person) -> None:
    draft = begun(manager)
    page = html.unescape(manager.browser.get(f"{draft}/change?part=panels&name=cmarac").text)
    assert "the row “domestic abuse” does not match" in page or "the row “domestic abuse” matches" in page
    assert "Is a child being harmed or at risk of harm?" in page, "every answer with how it is asked"
    row = {"part": "rows", "name": "hate-motive", "policy": "P.", "says": "S.", "aloud": "", "priority": "high"}
    typed = "“hate motive” is yes\nor category is Fireworks and persistent is not no"
    manager.send(f"{draft}/change", when=typed, revision="0", **row)
    (kept,) = [each for each in drafted(manager, draft).rows if each.id == "hate-motive"]
    assert kept.when == "hate_motive is yes\nor category is fireworks and persistent is not no"
    shown = html.unescape(manager.browser.get(f"{draft}/change?part=rows&name=hate-motive").text)
    assert "hate motive is yes\nor category is fireworks and persistent is not no" in shown
    answer = manager.send(f"{draft}/change", 422, when="hate motif is yes", revision="1", **row)
    assert "There is no answer “hate motif”. Did you mean “hate motive”?" in html.unescape(answer.text)


def test_a_change_is_read_back_and_tried_before_it_is_made(triage: LittleTriage, manager: Person) -> None:
    triage.refer(category="fireworks")
    draft = begun(manager)
    row = {"part": "rows", "name": "danger-now", "policy": "P.", "says": "S.", "aloud": "", "priority": "urgent"}
    words = manager.browser.get(f"{draft}/change?part=rows&name=danger-now").text
    standing = html.unescape(re.findall(r'<textarea[^>]*name="when"[^>]*>([^<]*)', words)[0])
    typed = f"{standing}\nor category is fireworks"
    page = html.unescape(manager.send(f"{draft}/change", 200, do="try", when=typed, revision="0", **row).text)
    assert "Not changed yet: what it comes to" in page
    assert "<li>category is fireworks</li>" in page
    assert re.search(r"would come out otherwise: [1-9]\d* with more protection", page)
    assert f"{typed}</textarea>" in page, "what was typed is kept"
    assert [type(fact) for fact in facts_of(triage, draft)] == [RulesDrafted]


def drafted(manager: Person, draft: str) -> Any:
    """The document of a draft as it stands."""
    return manager.triage.desk().room.register().drafts[draft.rpartition("/")[2]].document
