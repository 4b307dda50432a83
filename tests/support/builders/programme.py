"""Parts for tests of programmes for whoever does harm. Everybody here is invented."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from services.triage.adapters.vawg_files import load_programmes
from services.triage.domain.programme import commands as asked
from services.triage.domain.programme import enrolment
from services.triage.domain.programme.book import ProgrammeBooks
from services.triage.domain.programme.enrolment import ENROLMENT, Enrolment
from services.triage.domain.vawg.file import AbuseFile
from shared.kernel.messages import Fact
from tests.support.builders.vawg import HARM, an_abuse_case, at

WORKER = "worker-1"


@cache
def the_programmes() -> ProgrammeBooks:
    """The shipped programmes."""
    return load_programmes()


def in_programme(day: int = 10, **more: Any) -> dict[str, Any]:
    """What every command in the programme carries."""
    return {"at": at(day), "enrolment_id": "enrolment-1", "by": WORKER, **more}


def referral(case: AbuseFile | None = None, **changes: Any) -> asked.ReferToProgramme:
    """A referral of an adult who does harm, unless said otherwise."""
    members: dict[str, Any] = {
        "referral_id": "referral-1",
        "programme": "adults",
        "person_id": HARM,
        "called": "Mark Penrose",
        "lever": "none",
        "home": "victim",
        "case": case or an_abuse_case(perpetrator_age=34),
    }
    return asked.ReferToProgramme.model_validate({**in_programme(3), **members, **changes})


def enrolled(facts: Sequence[Fact], state: Enrolment | None = None) -> Enrolment:
    """How it stands after these facts."""
    return ENROLMENT.fold(facts, state)


def referred() -> Enrolment:
    """Referred, and nothing decided."""
    return enrolled(enrolment.refer_to_programme(referral(), Enrolment(), the_programmes()))


def taken() -> Enrolment:
    """In the programme."""
    decided = asked.DecideOnProgramme(**in_programme(4), taken=True, text="He wants to change")
    state = referred()
    return enrolled(enrolment.decide_on_programme(decided, state), state)
