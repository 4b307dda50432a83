"""What residents read is plain: each public page for a reader of eleven, all of them together for one of nine.

GOV.UK writes for a reading age of nine. Flesch and Kincaid's grade is a year of school; the age is five more. Short
pages of one question swing widely, so each is held to a wider bar than all of them together.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from shared.web.guard import guard_of
from shared.web.switchboard import Switchboard
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake_pages import Browser
from tests.support.builders.web import PAGE
from tests.support.readability import grade, seen, sentences, syllables

pytestmark = pytest.mark.slow

HARDEST_PAGE, HARDEST_TOGETHER = 6.0, 4.0
# The law says which bodies and regulations this one names; the others list services by the names they have.
HARDER = {"/accessibility": 8.0, "/directory": 7.5, "/directory/": 7.5, "/directory/find": 7.5}
# Grades of a page with hardly any words say nothing; they count in the whole.
ENOUGH_WORDS = 30
# Leaving leads elsewhere; programs, and those who write them, read the others; staff sign in.
NO_PAGES = ("/leave", "/health", "/open311", "/partners", "/sign-in", "/metrics", "/openapi")
EVERY_WAY = ["phone", "sms", "email", "post", "in_person"]
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "now": {"facts__immediate_danger": "yes"}, "safe": {"_safe_now": "no"}, "what": {"category": "noise"},
    "home": {"facts__tenure_of_source": "council"}, "family": {"facts__domestic_abuse": "yes"},
    "theirs": {"facts__domestic_abuse": "yes"}, "ways": {"_ways": EVERY_WAY},
    **{slug: {f"_when__{way}": ["any"]} for slug, way in
       (("call", "phone"), ("text", "sms"), ("mail", "email"), ("meet", "in_person"))},
}  # fmt: skip


def passed(resident: Browser, door: str, about: str) -> Iterator[tuple[str, str]]:
    """Every page of a journey, with its errors where it has any, to the end of it."""
    resident.open(f"/{door}/now")
    while resident.heading != "We have it":
        yield f"{resident.at} about {about}", resident.text
        slug = resident.at.rpartition("/")[2]
        if "<form" not in resident.text:
            resident.go_on() if slug != "optional" else resident.open(f"/{door}/sent")
            continue
        resident.answer(**{"who": {"_about": about}, **ANSWERS}.get(slug, {}))
        assert resident.status == 200, resident.text
    yield f"{resident.at} about {about}", resident.text


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What every public page of intake says, by its address."""
    found = {}
    borough = LittleBorough(tmp_path_factory.mktemp("read") / "data")
    try:
        for path in open_pages(borough):
            found[path] = a_resident(borough).open(path)
        for door in ("report", "help"):
            for about in ("me", "other", "child"):
                found |= dict(passed(a_resident(borough), door, about))
        found |= asked_otherwise(borough)
    finally:
        borough.close()
    return {path: seen(text) for path, text in found.items() if "<main" in text}


def a_resident(borough: LittleBorough) -> Browser:
    client = TestClient(borough.app, base_url="https://testserver", follow_redirects=False, headers=PAGE)
    return Browser(client)


def open_pages(borough: LittleBorough) -> list[str]:
    """The address of every page of the whole borough that is open to anybody, and of one that there is not."""
    routes = [
        each
        for each in iter_route_contexts(borough.app.router.routes)
        if not isinstance(each.original_route, Switchboard)
    ]
    guarded = [(str(each.path), guard_of(each)) for each in routes if "GET" in (each.methods or ())]
    found = [path for path, guard in guarded if guard is not None and guard.roles is None and "{" not in path]
    return [*(path for path in found if not path.startswith(NO_PAGES)), "/no-such-page"]


def asked_otherwise(borough: LittleBorough) -> dict[str, str]:
    """Pages that no journey passes: what is wrong, which door, questions after sending, a visit."""
    resident = a_resident(borough)
    resident.open("/help/which")
    found = {"/help/which, answered": resident.send("/help/which", {"category": "noise"})}
    for about in ("adult", "child"):
        needs = {"_about": about, "_needs": ["suicidal", "mind", "alone", "doctor"]}
        resident.open("/help/which")
        found[f"/help/which, answered for help to a {about}"] = resident.send("/help/which", needs)
    resident.open("/return")
    found["/return, wrong"] = resident.send("/return", {"reference": "", "phrase": ""})
    for number in range(1, 8):
        sender = a_resident(borough)
        for _ in passed(sender, "report", "me"):
            pass
        found[f"/report/optional/{number}"] = sender.open(f"/report/optional/{number}")
    return found


def too_hard(pages: Mapping[str, str]) -> dict[str, float]:
    """The pages that are harder than they may be."""
    grades = {path: round(grade(text), 1) for path, text in pages.items() if words_of(text) >= ENOUGH_WORDS}
    return {path: found for path, found in grades.items() if found > HARDER.get(path, HARDEST_PAGE)}


def words_of(text: str) -> int:
    return sum(map(len, sentences(text)))


def test_every_page_is_plain_by_itself(pages: Mapping[str, str]) -> None:
    assert len(pages) > 60
    assert too_hard(pages) == {}


def test_all_of_them_together_are_plainer_still(pages: Mapping[str, str]) -> None:
    lines = dict.fromkeys(line.strip() for text in pages.values() for line in text.splitlines())
    together = "\n".join(lines)
    assert words_of(together) > 1_500
    assert grade(together) <= HARDEST_TOGETHER


def test_a_page_from_a_statute_is_found(pages: Mapping[str, str]) -> None:
    planted = (
        "Where the relevant authority considers that the aforementioned conditions are satisfied in relation to an "
        "individual, it may, notwithstanding any enactment to the contrary, institute proceedings for the purposes of "
        "obtaining an injunction prohibiting the commission of further anti-social behaviour within the locality."
    )
    assert too_hard({**pages, "/planted": planted}).keys() == {"/planted"}


@pytest.mark.parametrize(
    ("word", "count"),
    [("help", 1), ("safe", 1), ("people", 2), ("police", 2), ("reference", 3), ("happened", 2), ("wanted", 2),
     ("somebody", 3), ("houses", 2), ("days", 1), ("you", 1), ("don’t", 1), ("anything", 3), ("somewhere", 2)],
)  # fmt: skip
def test_syllables_are_counted_by_their_sound(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_flesch_and_kincaids() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
