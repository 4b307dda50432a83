"""Those who protect children and adults are told: the basis, the referral, their receipt, and what they decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from services.rehearsal.plan import cast
from services.rehearsal.plan.case_deeds import FillIn, Said, id_of
from services.rehearsal.plan.deeds import Deed, Referral
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import protection as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.disclosure.commands import RecordDisclosure
from services.triage.domain.handover.commands import NoteReceipt
from services.triage.domain.safeguarding.commands import HandleHateCrime
from services.triage.domain.safeguarding.referral_commands import RecordSafeguardingAnswer, ReferSafeguarding

MASH, ADULTS = "children_mash", "adult_safeguarding"
_RECIPIENTS = {MASH: "childrens_services", ADULTS: "adult_social_care"}
_ANSWERS = {
    MASH: ("child_in_need", "child_in_need", "early_help", "already_known", "strategy_discussion", "not_met"),
    ADULTS: ("enquiry", "care_assessment", "other_enquiry", "already_known"),
}
# Working days after the referral in which they answer; now and then it takes longer than it may.
_ANSWERED = {MASH: 2, ADULTS: 4}
_LATE, _LATER = 0.06, 3
_OF_AGE = 18
_MOTIVES = ("race", "race", "religion", "disability", "sexual_orientation")


@dataclass(frozen=True, slots=True)
class Protecting:
    """Lays it out from when somebody has read the referral: by telephone the same day, and asked until they answer."""

    office: Office

    def of_referral(self, referral: Referral, read_at: datetime, closed_at: datetime | None) -> Iterator[Deed]:
        """Whoever must be told, told; what somebody sees as hate is handled so."""
        answers, chance = referral.document["facts"], self.office.chance(referral, "protecting")
        for route in routes_of(answers, referral.document["kind"]):
            yield from self.office.before(self._told(referral, route, read_at, chance), closed_at)
        if answers.get("hate_motive") == "yes":
            yield from self.office.before(self._hate(referral, read_at, chance), closed_at)

    def _told(self, referral: Referral, route: str, read_at: datetime, chance: Random) -> Iterator[FillIn]:
        by = cast.TRIAGE.sign_in_name
        key, at = f"{referral.key}/{route}", read_at + timedelta(minutes=chance.randint(10, 25))
        handover_id = id_of(key)
        yield _form(referral, f"{key}/basis", at, by, RecordDisclosure, **_basis(referral, key, route, at))
        told: Said = {
            "route": route,
            "how": "telephone",
            "to": "",
            "words": words.TOLD[route],
            "with_name": False,
            "their_reference": "",
            "code": "",
        }
        at += timedelta(minutes=2)
        whom: Said = {"concerning_ids": _concerning(route, referral.document)}
        yield _form(referral, key, at, by, ReferSafeguarding, whom, handover_id=handover_id, **told)
        known_at = self.office.day(at, 1, chance)
        known: Said = {"handover_id": handover_id, "how": "officer"}
        yield _form(referral, f"{key}/known", known_at, by, NoteReceipt, **known)
        days = _ANSWERED[route] + (_LATER if chance.random() < _LATE else 0)
        answered_at = self.office.day(at, days, chance)
        yield _form(
            referral,
            f"{key}/answer",
            answered_at,
            by,
            RecordSafeguardingAnswer,
            handover_id=handover_id,
            answer=chance.choice(_ANSWERS[route]),
            decided_by=words.DECIDED_BY[route],
            why=words.DECIDED_WHY[route],
            decided_on=answered_at.astimezone(LONDON).date(),
        )

    def _hate(self, referral: Referral, read_at: datetime, chance: Random) -> Iterator[FillIn]:
        at, by = read_at + timedelta(minutes=chance.randint(26, 60)), cast.CASES.sign_in_name
        said: Said = {
            "perceived_by": "victim",
            "motives": (chance.choice(_MOTIVES),),
            "police": "told_by_them",
            "support": chance.choice(("accepted", "accepted", "declined")),
            "words": words.HATE,
        }
        yield _form(referral, f"{referral.key}/hate", at, by, HandleHateCrime, **said)


def routes_of(answers: Any, kind: str) -> list[str]:
    """Whom the rules send it to beside whoever deals with it: nobody plans against them, and a test holds that."""
    child = answers.get("child_at_risk") == "yes"
    if kind == "domestic_abuse":
        child |= answers.get("children_in_household") == "yes" or _young(answers) is not None
    found = [MASH] if child else []
    adult = "yes" in (answers.get("adult_at_risk"), answers.get("suicidal"))
    return [*found, ADULTS] if adult else found


def _young(answers: Any) -> str | None:
    """Whoever of two who live with abuse is under 18: children's services are told of them as of a child."""
    ages = {who: answers.get(f"{who}_age") for who in ("victim", "perpetrator")}
    return next((who for who, age in ages.items() if isinstance(age, int) and age < _OF_AGE), None)


def _concerning(route: str, document: Any) -> str:
    """By their part in the referral: the children, else who is young in it."""
    if route != MASH:
        return "victim"
    named = any("child" in each["roles"] for each in document.get("people", ()))
    return "child" if named else _young(document["facts"]) or "child"


def _basis(referral: Referral, key: str, route: str, at: datetime) -> dict[str, Any]:
    return {
        "disclosure_id": id_of(f"{key}/basis"),
        "recipient": _RECIPIENTS[route],
        "to": words.DECIDED_BY[route],
        "lawful_basis": "public_task",
        "condition": "safeguarding",
        "consent": "not_sought",
        "consent_why": words.WITHOUT_CONSENT["not_sought"],
        "necessity": words.TOLD_BECAUSE[route],
        "proportionality": words.PROPORTIONALITY,
        "police": "unknown",
        "police_why": words.POLICE_WHY,
        "wishes": words.WISHES["marac"],
    }


def _form(referral: Referral, key: str, at: datetime, by: str, command: Any, people: Any = None, **said: Any) -> FillIn:
    members = said | {"today": at.astimezone(LONDON).date()}
    return FillIn(at=at, key=key, by=by, referral=referral, command=command, said=members, people=people or {})
