"""While somebody speaks, triage's own rules say what to do so far, what to ask next, and nothing is stored."""

from collections.abc import Iterator

import pytest

from services.intake.web.sayings import shown_the_door
from services.intake.web.spoken import CARE, CUT_OFF, DANGER, HARM, HOMES, SCRIPT, WHAT
from shared.access.roles import Role
from tests.support.builders.borough import LittleBorough
from tests.support.builders.intake_pages import Browser
from tests.support.builders.web import csrf_of, signed_in

FORM = "/intake/call"
SCREENED = dict.fromkeys(
    (
        "immediate_danger", "serious_crime_now", "weapon_present_now", "child_at_risk", "adult_at_risk",
        "exploitation_indicator", "domestic_abuse", "violence_or_threats", "hate_motive", "drug_dealing",
        "persistent", "statutory_nuisance_likely", "landlord_contacted",
    ),
    "no",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("so-far"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def signed(town: LittleBorough) -> Browser:
    browser = Browser(signed_in(town.app, Role.CONTACT_CENTRE))
    browser.csrf = csrf_of(town.app, browser.client)
    return browser


@pytest.fixture
def officer(signed: Browser) -> Browser:
    signed.open(FORM)
    return signed


def look(officer: Browser, facts: dict[str, str], **more: str) -> str:
    sent = {f"facts.{name}": value for name, value in facts.items()} | more
    officer.send(FORM, {"channel": "phone", "then": "look", **sent})
    assert officer.status == 200, officer.text
    panel = officer.text.partition('<div class="wm-answer')[2].partition("</form>")[0]
    assert "No answer in time" not in panel
    return panel


def test_closed_questions_alone_lead_to_a_signpost(town: LittleBorough, officer: Browser) -> None:
    homes = {"tenure_of_source": "housing_association", "tenure_of_reporter": "owner", "landlord": "Example Homes"}
    panel = look(officer, SCREENED | homes | {"noise_kind": "living"}, category="noise")
    assert "Signpost" in panel
    assert "Example Homes" in panel
    assert "must deal with it first" in panel


def test_what_is_not_known_yet_is_asked_next(officer: Browser) -> None:
    panel = look(officer, {"immediate_danger": "no"}, category="noise")
    assert "Ask first" in panel
    assert "Likely" in panel
    assert "or is there a weapon?" in panel
    assert 'href="#danger"' in panel
    assert "more could change it." in panel


def test_danger_fills_the_answer(officer: Browser) -> None:
    assert "Call 999 now" in look(officer, {"weapon_present_now": "yes"}, category="noise")


def test_domestic_abuse_never_leads_to_a_landlord_or_to_mediation(officer: Browser) -> None:
    homes = {"tenure_of_source": "housing_association", "noise_kind": "living"}
    panel = look(officer, SCREENED | homes | {"domestic_abuse": "yes"}, category="noise")
    assert "Go on: open a case" in panel
    assert "Independent domestic violence adviser" in panel
    assert "andlord" not in panel.partition("Ask next")[0]
    assert "ediation" not in panel


def test_nothing_typed_is_lost_and_nothing_is_stored(town: LittleBorough, officer: Browser) -> None:
    look(officer, SCREENED, description="He shouts.", **{"reporter.full_name": "Amina Okafor"})
    assert "He shouts." in officer.text
    assert 'value="Amina Okafor"' in officer.text
    names = {recorded.name for recorded in town.built.services["intake"].store.page(0)}
    assert "intake.referral_submitted" not in names


def test_an_answer_that_cannot_be_taken_is_pointed_at_as_on_saving(officer: Browser) -> None:
    officer.send(FORM, {"channel": "phone", "then": "look", "facts.victim_age": "old"})
    assert officer.status == 422
    assert 'href="#facts-victim_age"' in officer.text


# The commonest reasons to call (Merton's review of 2017): quarrels between neighbours, living noise most of all, and
# what lies about in the street. What is said to each spoken question, by what the caller would say of it.
NO_HARM = {HARM.slug: {HARM.all_name: "no"}, CARE.slug: {CARE.all_name: "no"}}
OWN_HOME = {"facts.tenure_of_source": "private_renter", "facts.tenure_of_reporter": "owner"}
LET_HOME = {"facts.tenure_of_source": "housing_association", "facts.tenure_of_reporter": "owner"}
NOT_YET = {"facts.persistent": "no", "facts.statutory_nuisance_likely": "no"}
LIVING_NOISE = {"category": "noise", "facts.noise_kind": "living", **NOT_YET}
REASONS = {
    "living noise": ("mediation", {WHAT.slug: LIVING_NOISE, HOMES.slug: OWN_HOME}),
    "noise from a housing association's home": (
        "social_landlord",
        {WHAT.slug: LIVING_NOISE, HOMES.slug: LET_HOME | {"facts.landlord_contacted": "no"}},
    ),
    "a quarrel with a neighbour": (
        "mediation",
        {WHAT.slug: {"category": "neighbour_dispute", "facts.persistent": "no"}, HOMES.slug: OWN_HOME},
    ),
    "dog fouling": ("street_services", {WHAT.slug: {"category": "dog_fouling"}}),
    "fly-tipping": ("street_services", {WHAT.slug: {"category": "fly_tipping"}}),
}


@pytest.mark.parametrize("reason", REASONS)
def test_the_commonest_reasons_reach_their_signpost_in_at_most_six_spoken_questions(
    officer: Browser, reason: str
) -> None:
    """The questions are asked in the order of the script until the rules show another door; each spoken one counts."""
    route, told = REASONS[reason]
    says = {DANGER.slug: {DANGER.all_name: "no"}, CUT_OFF.slug: {"safe_contact.phone.safe": "yes"}, **NO_HARM, **told}
    typed: dict[str, str] = {}
    asked = 0
    for spoken in SCRIPT:
        typed |= says.get(spoken.slug, {})
        asked += 1
        panel = look(officer, {}, **typed)
        if "Signpost:" in panel:
            break
    assert "Signpost:" in panel, panel
    assert (
        shown_the_door(route, "…", sent_on=False).text.split("{")[0].split("…")[0] in panel or "May I pass on" in panel
    )
    assert asked <= 6
    assert asked <= 3 or route != "street_services"
