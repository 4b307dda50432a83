"""Parts for tests of safeguarding: the practice that ships, referrals that were judged, and what is asked of them."""

from datetime import date, datetime
from typing import Any

from services.triage.adapters.dated_files import load_practices
from services.triage.domain.assessment import DECIDER, open_assessment
from services.triage.domain.commands import OpenAssessment
from services.triage.domain.disclosure.events import Basis, DisclosureRecorded
from services.triage.domain.events import Person
from services.triage.domain.safeguarding.commands import ConsiderExploitation, NotifyHomeOffice
from services.triage.domain.safeguarding.file import SAFEGUARDING, SafeguardingFile
from shared.access.roles import Role
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from tests.support.builders.protection import TODAY, WORDINGS
from tests.support.builders.triage import NOW, SCREENED, a_referral, the_judge

RECIPIENTS = {code for edition in WORDINGS.all for code in edition.recipients}
PRACTICES = load_practices(RECIPIENTS, {role.value for role in Role})
PRACTICE = PRACTICES.on(TODAY)
VICTIM = Person(person_id="person-2", roles=("victim",))
EXPLOITED: dict[str, Any] = {"category": "other", "answers": {**SCREENED, "exploitation_indicator": "yes"}}


def judged_facts(**referral: Any) -> list[Fact]:
    """The stream of a referral in which somebody may be exploited, unless said otherwise."""
    members = {"victim_id": "person-2", "people": (VICTIM,), **EXPLOITED, **referral}
    return list(open_assessment(OpenAssessment(at=NOW, referral=a_referral(**members)), DECIDER.initial, the_judge()))


def a_file(*further: Fact, **referral: Any) -> SafeguardingFile:
    """The safeguarding of such a referral, after these facts."""
    return SAFEGUARDING.fold([*judged_facts(**referral), *further])


def basis_of(recipient: str, consent: str = "given") -> DisclosureRecorded:
    """On what basis somebody may be told was recorded."""
    said = private("person-2", Narrative, "Because of the risk.")
    basis = Basis(
        lawful_basis="public_task", condition="safeguarding", consent=consent, police="unknown", wording="2018-05-25"
    )
    return DisclosureRecorded(
        referral_id="referral-1",
        reference="WM-2223-X",
        disclosure_id=f"disclosure-{recipient}",
        recipient=recipient,
        title=recipient,
        to=None,
        basis=basis,
        consent_why=None,
        necessity=said,
        proportionality=said,
        police_why=said,
        wishes=(),
    )


def considering(**changes: Any) -> ConsiderExploitation:
    """An adult who agreed, asked through an interpreter."""
    members: dict[str, Any] = {
        "at": NOW,
        "referral_id": "referral-1",
        "by": "account-1",
        "today": TODAY,
        "considered_id": "considered-1",
        "person_id": "person-2",
        "age": "adult",
        "consent": "given",
        "interpreter": "professional",
        "accommodation": "offered",
        "indicators": ("debt",),
        "words": "Her wages are taken.",
    }
    return ConsiderExploitation(**members | changes)


def notifying(**changes: Any) -> NotifyHomeOffice:
    """A notice that tells nobody."""
    members: dict[str, Any] = {
        "at": NOW,
        "referral_id": "referral-1",
        "by": "account-1",
        "today": TODAY,
        "considered_id": "considered-1",
        "gender": "female",
        "age_band": "26_40",
        "exploitation": "labour",
        "where": "uk",
        "words": "Wages are taken to pay a debt.",
        "sent_on": date(2026, 11, 23),
        "details": ("Amina Okafor", "07700 900123", "12 Example Road, Mitcham CR4 3XX", "1990-05-03"),
    }
    return NotifyHomeOffice(**members | changes)


def midnight(day: date) -> datetime:
    """The last minute of a winter day in London."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=NOW.tzinfo)
