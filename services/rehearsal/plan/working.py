"""How cases of anti-social behaviour are worked on: what was promised is done, risk is looked at, some are enforced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Literal

from services.rehearsal.plan import cast
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.deeds import Deed, Referral
from services.rehearsal.plan.keeping_up import KeepingUp, daytime
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.working_deeds import (
    AssureDoors,
    EndStep,
    HearBack,
    KeepWord,
    NameWhom,
    PassOn,
    ScoreRisk,
    SeeIt,
    Serve,
)
from services.rehearsal.plan.year import DAY, LONDON

Priority = Literal["urgent", "high", "standard"]
Promise = Literal["acknowledge", "interview", "plan"]

# Working days after the case opened in which each promise is kept, well within the borough's own clocks.
_PROMISES: dict[Priority, tuple[tuple[Promise, int], ...]] = {
    "urgent": (("acknowledge", 0), ("interview", 1), ("plan", 3)),
    "high": (("acknowledge", 0), ("interview", 3), ("plan", 6)),
    "standard": (("acknowledge", 1), ("interview", 6), ("plan", 10)),
}
_MONTHLY = timedelta(days=26)
_URGENT, _HIGH = ("child_at_risk", "adult_at_risk"), ("hate_motive", "violence_or_threats", "drug_dealing")
# Of neighbours who keep others awake some are warned; most stop then.
_ENFORCED, _ENFORCEABLE = 0.25, ("noise", "rowdy_neighbours")
_PASSED_ON, _LATE = 0.6, 0.12
# Assured for a year; made sure of again before that is over.
_AGAIN_AFTER = timedelta(days=250)


@dataclass(frozen=True, slots=True)
class Working:
    """Lays it out until a case is closed or the year is over; each case has chance of its own."""

    keeping: KeepingUp
    office: Office

    def at_first(self, begins_at: datetime) -> Iterator[Deed]:
        """Whom we hand over to is made sure of, and again before a year is over."""
        for number, at in enumerate((begins_at, begins_at + _AGAIN_AFTER)):
            by = cast.MANAGER.sign_in_name
            yield AssureDoors(at=at, key=f"doors/{number}", by=by, first=not number)

    def of_case(
        self, referral: Referral, report: Report, opened_at: datetime, closed_at: datetime | None
    ) -> Iterator[Deed]:
        """All that is done before it is closed; of a case that is forgotten about, nothing."""
        until = closed_at or self.keeping.ends_at
        if self.keeping.forgets(referral):
            return
        deeds = [*self._promises(referral, report, opened_at), *self._risk(referral, report, opened_at, until)]
        if self._is_enforced(referral, report):
            deeds += self._enforced(referral, opened_at)
        yield from (deed for deed in deeds if deed.at < until)

    def of_signpost(self, referral: Referral, report: Report, shown_at: datetime) -> Iterator[Deed]:
        """Some of what a landlord or environmental health deals with is carried there, and most is confirmed."""
        route, chance = _door(report), self.office.chance(referral, "passed on")
        nameless = report.document.get("reporter", {}).get("anonymous", False)
        if route is None or nameless or chance.random() > _PASSED_ON:
            return
        landlord, about = report.document["facts"].get("landlord"), _about(referral, cast.TRIAGE)
        at = shown_at + timedelta(minutes=chance.randint(5, 20))
        if report.channel != "phone":  # a caller is told so on the telephone, and it goes by itself
            yield PassOn(at=at, key=f"{referral.key}/pass-on", route=route, landlord=landlord, **about)
        back_at = self.office.day(at, 4 if chance.random() < _LATE else 1, chance)
        if back_at < self.keeping.ends_at:
            yield HearBack(at=back_at, key=f"{referral.key}/hear-back", **about)

    def _promises(self, referral: Referral, report: Report, opened_at: datetime) -> Iterator[Deed]:
        chance, by = self.office.chance(referral, "promises"), cast.CASES.sign_in_name
        for promise, days in _PROMISES[priority_of(report)]:
            at = opened_at + timedelta(minutes=chance.randint(5, 40))
            if days:
                at = self.office.day(opened_at, days, chance)
            yield KeepWord(at=at, key=f"{referral.key}/word/{promise}", by=by, referral=referral, promise=promise)

    def _risk(self, referral: Referral, report: Report, opened_at: datetime, until: datetime) -> Iterator[Deed]:
        """Each month, where it was dangerous at first."""
        if priority_of(report) == "standard":
            return
        chance, at, number = self.office.chance(referral, "risk"), opened_at, 0
        answers = _scored(report, chance)
        high = "yes" in answers.values()
        while (at := daytime(at + _MONTHLY, chance)) < until:
            number += 1
            yield ScoreRisk(
                at=at,
                key=f"{referral.key}/score/{number}",
                by=cast.CASES.sign_in_name,
                referral=referral,
                answers=answers,
                judged="high" if high else "medium",
            )

    def _is_enforced(self, referral: Referral, report: Report) -> bool:
        private = report.matter.answers.get("tenure_of_source") in ("owner", "private_renter")
        plain = priority_of(report) == "standard" and report.matter.category in _ENFORCEABLE
        return plain and private and self.office.chance(referral, "enforced").random() < _ENFORCED

    def _enforced(self, referral: Referral, opened_at: datetime) -> Iterator[Deed]:
        """Seen twice, warned; if it goes on, served with a notice; if still, a penalty."""
        chance, about = self.office.chance(referral, "steps"), _about(referral, cast.CASES)

        def on(days: int) -> datetime:
            return self.office.day(opened_at, days, chance)

        def comply(at: datetime) -> date:
            return at.astimezone(LONDON).date() + 10 * DAY

        key = f"{referral.key}/step"
        yield SeeIt(at=on(2), key=f"{referral.key}/seen/1", **about)
        yield SeeIt(at=on(5), key=f"{referral.key}/seen/2", **about)
        yield NameWhom(at=on(8), key=f"{referral.key}/whom", age=chance.randint(19, 66), **about)
        warned_at = on(10)
        yield Serve(
            at=warned_at, key=f"{key}/1", tool="community_protection_warning", comply_by=comply(warned_at), **about
        )
        if chance.random() < 0.65:
            yield EndStep(at=on(20), key=f"{key}/1/end", step=f"{key}/1", result="complied", **about)
            return
        yield SeeIt(at=on(22), key=f"{referral.key}/seen/3", **about)
        served_at = on(25)
        yield Serve(
            at=served_at, key=f"{key}/2", tool="community_protection_notice", comply_by=comply(served_at), **about
        )
        if chance.random() < 0.5:
            yield EndStep(at=on(36), key=f"{key}/2/end", step=f"{key}/2", result="complied", **about)
            return
        yield SeeIt(at=on(37), key=f"{referral.key}/seen/4", **about)
        yield Serve(at=on(40), key=f"{key}/3", tool="fixed_penalty", **about)
        yield EndStep(at=on(44), key=f"{key}/3/end", step=f"{key}/3", result="paid", **about)


def _about(referral: Referral, who: cast.Member) -> dict[str, Any]:
    return {"by": who.sign_in_name, "referral": referral}


def priority_of(report: Report) -> Priority:
    """What the rules will make of it: nobody plans against them, and a test holds that it is so."""
    said = report.matter.answers
    if report.matter.category == "suspected_brothel" or any(said.get(name) == "yes" for name in _URGENT):
        return "urgent"
    return "high" if report.listing is not None or any(said.get(name) == "yes" for name in _HIGH) else "standard"


def _scored(report: Report, chance: Random) -> dict[str, str]:
    """Answers to the matrix: what was said at first stays so, and the rest is between little and much."""
    said = report.matter.answers
    scale = {
        "frequency": "weekly", "duration": "months", "escalating": "a_little", "targeted": "perhaps", "fear": "uneasy",
        "effect": "some", "vulnerable": chance.choice(("a_little", "much")), "alone": "some",
        "reach": chance.choice(("nearby", "next_door")), "others": "one_home",
    }  # fmt: skip
    feeds = {"hate": "hate_motive", "violence": "violence_or_threats", "child": "child_at_risk"}
    return scale | {code: "yes" if said.get(name) == "yes" else "no" for code, name in feeds.items()}


def _door(report: Report) -> str | None:
    """Where a matter is shown that somebody may be carried to; None for all others."""
    said = report.matter.answers
    if not report.matter.out or report.matter.category not in ("noise", "rowdy_neighbours", "neighbour_dispute"):
        return None
    if said.get("statutory_nuisance_likely") == "yes":
        return "environmental_health"
    lets = {"housing_association": "social_landlord", "council": "council_housing"}
    return lets.get(said.get("tenure_of_source", ""))
