"""Whatever page somebody opens from whom a record is kept, it is the page of a borough into which it never came."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from services.triage.domain.asb.borough_commands import ScanProblem
from services.triage.domain.asb.commands import AskForReview, NameSubject
from services.triage.domain.commands import ConfirmDecision
from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from tests.support.builders.borough import MONDAY, LittleBorough
from tests.support.doors import Door, doors

pytestmark = pytest.mark.slow

# Every role of people; each time somebody called like the person in the record that comes in later.
READERS = tuple(role for role in Role if role is not Role.PARTNER)
ABUSE = {
    "kind": "domestic_abuse",
    "channel": "phone",
    "received_at": "2026-11-23T09:00:00+00:00",
    "facts": {"immediate_danger": "no", "dash_yes_count": 15, "victim_age": 34, "children_in_household": "no"},
}
NUISANCE = {
    "kind": "asb",
    "channel": "online",
    "category": "noise",
    "received_at": "2026-11-20T09:00:00+00:00",
    "facts": {
        **dict.fromkeys(
            (
                "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
                "exploitation_indicator", "domestic_abuse", "hate_motive", "violence_or_threats",
            ),
            "no",
        ),
        "persistent": "yes",
        "tenure_of_source": "owner",
    },
}  # fmt: skip
YEAR = "2026-04-01", "2027-03-31"
# What reads the log and not the views, with what has to be asked of it.
ASKED: Mapping[str, tuple[str, ...]] = {
    "/audit/returns": tuple(
        f"?name={name}&first={YEAR[0]}&last={YEAR[1]}&form={form}"
        for name in ("demand", "marac_quarterly")
        for form in ("full", "public")
    ),
    "/audit/returns/{name}.csv": (f"?first={YEAR[0]}&last={YEAR[1]}",),
    "/audit/api/returns/{name}": (f"?from={YEAR[0]}&to={YEAR[1]}",),
    "/triage/asb/penalties": ("?year=2026",),
    "/triage/asb/reviews": ("?year=2026",),
}
# How long the ledger is and what its tree is called tells of no record; ids and keys of forms are new each time.
_ALWAYS_NEW = re.compile(
    r"urn:trace:[0-9a-f]{32}|(?<=<strong>)[0-9A-Z]{3}-[0-9A-Z](?=</strong>)|(?<=[?]c=)[0-9A-Z]{3}-[0-9A-Z]|"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9+/]{43}=|[\d,]+ (?:entries|facts)"
    r"|(?<=_position\": \")\d+|(?<=_position\":\")\d+|(?<=as_of\":\")\d+|entry [\d,]+|at-\d+\.csv|as_of=\d+"
    r"|first [\d,]+"
)


class Borough:
    """One borough, before and after a record about somebody on its staff came in, as she is shown it."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        accounts = borough.built.access.accounts
        self.hers = {role: accounts.ensure(role, name="Jo Okafor") for role in READERS}
        self.tokens = {
            role: borough.built.access.tokens.issue(account.account_id).text for role, account in self.hers.items()
        }
        others = [self.refer(document, f"Ama Owusu {number}") for number, document in enumerate([ABUSE] * 2, 1)]
        self.known = self._of(others[0])
        self.doors = [door for door in doors(borough) if door.method == "GET" and door.guard.roles is not None]
        cases = [self.refer(NUISANCE, f"Ben Adeyemi {number}") for number in (1, 2)]
        self.scan("noise", *cases)
        self._draft()

    def refer(self, document: Mapping[str, Any], name: str, confirmed: bool = True) -> str:
        """A referral, and that somebody has confirmed what the rules made of it."""
        number = len(self.borough.built.services["intake"].store.page(0, 10_000))
        reporter = {"full_name": name, "phone": f"020 7946 0{number % 900:03}", "is_victim": True}
        reference = self.borough.refer({**document, "reporter": reporter})
        if confirmed:
            self.do(ConfirmDecision(at=self.borough.clock(), referral_id=self._of(reference)["referral_id"]))
        return reference

    def scan(self, problem: str, *references: str) -> None:
        at = self.borough.clock()
        self.do(
            ScanProblem(
                at=at,
                by="officer-1",
                on=at.date(),
                problem_id=new_id(),
                ward="Abbey",
                problem=problem,
                incidents=41,
                references=references,
            )
        )

    def ask_for_review(self, reference: str) -> None:
        self.do(
            AskForReview(
                at=self.borough.clock(),
                referral_id=self._of(reference)["referral_id"],
                by="officer-1",
                review_id=new_id(),
                asked_on=date(2026, 11, 20),
                asked_for="self",
            )
        )

    def name(self, reference: str, called: str) -> None:
        """Whom enforcement would be addressed to, learnt on the way."""
        self.do(
            NameSubject(
                at=self.borough.clock(),
                referral_id=self._of(reference)["referral_id"],
                by="officer-1",
                subject_id=new_id(),
                kind="individual",
                called=called,
            )
        )

    def do(self, command: Any) -> None:
        self.borough.built.services["triage"].dispatch(command, Context("officer-1", "case_officer", new_id()))
        self.borough.settle()

    def shown(self) -> dict[str, tuple[int, str]]:
        """Every page and call that she may use, by role and address, less what is new each time."""
        self.borough.built.access.walls.look_again()
        pages = {f"{role.value} {path}": self.read(path, role) for path, role in self.addresses()}
        return {**pages, "service_manager tries": self.try_a_rule()}

    def try_a_rule(self) -> tuple[int, str]:
        """What a change would do to the past, as she who makes it is told; nothing is kept of it."""
        age = {"part": "numbers", "name": "marac_dash_yes", "value": "14", "revision": "1", "do": "try"}
        headers = {"Authorization": f"Bearer {self.tokens[Role.SERVICE_MANAGER]}", "accept": "text/html"}
        path = f"/triage/rules/drafts/{self.known['draft_id']}/change"
        answer = self.borough.client.post(path, headers=headers, data=age)
        assert answer.status_code == 200
        assert "would come out otherwise" in answer.text
        return answer.status_code, _ALWAYS_NEW.sub("#", answer.text)

    def addresses(self) -> Iterator[tuple[str, Role]]:
        for door in self.doors:
            role = reader_of(door)
            if role is None or (path := filled(door.template, self.known)) is None or is_story(door):
                continue
            yield path, role
            for query in ASKED.get(door.template, ()):
                yield f"{path}{query}", role

    def read(self, path: str, role: Role) -> tuple[int, str]:
        accept = {} if "/api/" in path else {"accept": "text/html"}
        headers = {"Authorization": f"Bearer {self.tokens[role]}", **accept}
        answer = self.borough.client.get(path, headers=headers, follow_redirects=False)
        return answer.status_code, _ALWAYS_NEW.sub("#", answer.text)

    def _of(self, reference: str) -> dict[str, str]:
        """What stands in addresses of one referral, and of what all share."""
        intake = self.borough.built.services["intake"]
        (first, *_) = intake.store.stream(f"referral-{reference}")
        fact: Any = first.fact
        return {
            "reference": reference,
            "case_reference": reference,
            "referral_id": fact.referral_id,
            "person_id": fact.account_of,
            "stream": f"referral-{reference}",
            "name": "demand",
            "version": "2026-04-01",
            "tool_id": "dash",
            "recipient": "marac",
            "task": "incident",
        }

    def _draft(self) -> None:
        """A draft that would move whoever is 34, tried once."""
        manager = self.borough.headers(Role.SERVICE_MANAGER)
        begun = self.borough.client.post("/triage/rules/drafts", headers=manager, data={}, follow_redirects=False)
        address = begun.headers["location"]
        age = {"part": "numbers", "name": "marac_dash_yes", "value": "20", "revision": "0"}
        changed = self.borough.client.post(f"{address}/change", headers=manager, data=age, follow_redirects=False)
        assert changed.status_code == 303
        self.known["draft_id"] = address.rpartition("/")[2]
        meetings = self.borough.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json()
        self.known["meeting_id"] = meetings[0]["id"]


def reader_of(door: Door) -> Role | None:
    """One of those who may use it: who of them makes no difference to what is kept."""
    return next((role for role in READERS if door.guard.roles and role in door.guard.roles), None)


def is_story(door: Door) -> bool:
    """The story of one record grows by every look at it, those of this test too."""
    return door.template.startswith("/audit") and "{reference}" in door.template


def filled(template: str, known: Mapping[str, str]) -> str | None:
    """The address with what is known in its places; None where something is not."""
    names = re.findall(r"{(\w+)(?::path)?}", template)
    if any(name not in known for name in names):
        return None
    return re.sub(r"{(\w+)(?::path)?}", lambda found: known[found[1]], template)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("learning") / "data", MONDAY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def story(borough: LittleBorough) -> tuple[Borough, dict[str, tuple[int, str]], dict[str, tuple[int, str]], list[str]]:
    """The borough, what she was shown before and is shown after, and what is kept from her."""
    made = Borough(borough)
    before = made.shown()
    kept = [made.refer(document, "Jo Okafor") for document in (ABUSE, NUISANCE)]
    kept.append(made.refer(ABUSE, "Jo Okafor", confirmed=False))
    named_later = made.refer(NUISANCE, "Cy Brown")
    made.name(named_later, "Jo Okafor, the tenant")
    kept.append(named_later)
    made.ask_for_review(kept[1])
    made.scan("vehicles", kept[1], made.known["reference"])
    return made, before, made.shown(), kept


Story = tuple[Borough, dict[str, tuple[int, str]], dict[str, tuple[int, str]], list[str]]


def test_no_page_and_no_call_differs_from_what_it_was_before_the_record_came_in(story: Story) -> None:
    _, before, after, _ = story
    told = [(address, *first_difference(before[address][1], after[address][1])) for address in differing(before, after)]
    assert not told, "\n".join(f"{address}\n  before {was!r}\n  after  {now!r}" for address, was, now in told)
    answered = [address for address, (status, _) in after.items() if status == 200]
    assert len(answered) > 60, sorted(set(after) - set(answered))


def differing(before: Mapping[str, tuple[int, str]], after: Mapping[str, tuple[int, str]]) -> list[str]:
    return [address for address in before if before[address] != after[address]]


def first_difference(one: str, other: str) -> tuple[str, str]:
    """Where two texts part, with a little around it."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(place - 60, 0)
    return one[start : place + 80], other[start : place + 80]


def test_a_colleague_sees_the_difference_or_the_test_above_could_not_fail(story: Story) -> None:
    made, before, _, kept = story
    borough = made.borough
    walls = borough.built.access.walls
    standing = walls.standing()
    for wall in standing:
        walls.put(wall, stands=False)
    whole = made.shown()
    for wall in standing:
        walls.put(wall, stands=True)
    otherwise = {address.partition("?")[0] for address in differing(before, whole)}
    for needed in (
        "/triage/queue", "/triage/cases", "/triage/workload", "/intake/referrals", "/intake/demand", "/audit/returns",
        "/audit/returns/demand.csv", "/audit/api/returns/demand", "/triage/asb/places", "/triage/asb/reviews",
        "/triage/rules", "/triage/rules/fairness", "/notifications", "tries",
    ):  # fmt: skip
        assert any(address.endswith(f" {needed}") for address in otherwise), needed
    assert any(kept[0] in text for _, text in whole.values())


def test_no_door_with_her_record_in_its_address_differs_from_one_that_leads_nowhere(story: Story) -> None:
    made, _, _, kept = story
    told = []
    for reference in kept:
        hers = made._of(reference)
        nobodys = {"reference": "WM-2222-2", "case_reference": "WM-2222-2", "stream": "referral-WM-2222-2"}
        nobodys |= {"referral_id": new_id(), "person_id": new_id()}
        for door in made.doors:
            if not set(re.findall(r"{(\w+)", door.template)) & set(nobodys):
                continue
            role, there = reader_of(door), filled(door.template, {**made.known, **hers})
            nowhere = filled(door.template, {**made.known, **hers, **nobodys})
            if role is None or there is None or nowhere is None:
                continue
            found, nothing = made.read(there, role), made.read(nowhere, role)
            if found[0] != nothing[0] or reference in found[1]:
                told.append((door.template, found[0], nothing[0]))
    assert told == []


def test_no_list_that_is_asked_for_her_record_by_name_finds_it(story: Story) -> None:
    made, _, _, kept = story
    told = []
    for door in made.doors:
        role = reader_of(door)
        if role is None or "{" in door.template:
            continue
        answers = [made.read(f"{door.template}?reference={each}", role) for each in (kept[0], "WM-2222-2")]
        (status, text), (other_status, other) = answers
        if (status, text.replace(kept[0], "#")) != (other_status, other.replace("WM-2222-2", "#")):
            told.append((door.template, first_difference(text, other)))
    assert told == []
