"""What is done with each referral after it came in: time spent, decisions confirmed, support offered, cases closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Literal

from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.advisers import adviser_of
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.deeds import (
    ChangeContact,
    Close,
    Confirm,
    Deed,
    GetInTouch,
    OfferSupport,
    Override,
    RecordBasis,
    Referral,
    SpendMinutes,
    Submit,
)
from services.rehearsal.plan.keeping_up import KeepingUp
from services.rehearsal.plan.protecting import Protecting
from services.rehearsal.plan.words import reports as words
from services.rehearsal.plan.working import Working, priority_of
from services.rehearsal.plan.year import DAY, LONDON, Year, moment
from shared.kernel.working_days import WorkingDays

Activity = Literal["call", "reading", "contact", "writing", "other"]
OfferOutcome = Literal["accepted", "declined", "could_not_be_reached", "already_supported"]
CloseReason = Literal["resolved", "no_further_action", "moved_away", "silence"]

_ACTIVITY: dict[str, tuple[Activity, int, int]] = {
    "phone": ("call", 8, 26), "email": ("reading", 4, 14), "online": ("reading", 3, 9), "partner": ("reading", 6, 15),
    "councillor": ("reading", 5, 15), "in_person": ("contact", 10, 35), "social_media": ("reading", 3, 8),
}  # fmt: skip
_CLOSED_FOR: tuple[CloseReason, ...] = (
    ("resolved",) * 5 + ("no_further_action",) * 2 + ("silence",) * 2 + ("moved_away",)
)
_ABUSE_CLOSED_FOR: tuple[CloseReason, ...] = ("resolved", "resolved", "no_further_action", "moved_away")
_OFFERS: dict[OfferOutcome, int] = {
    "accepted": 60, "declined": 13, "could_not_be_reached": 16, "already_supported": 11,
}  # fmt: skip
# Most cases have come to an end some months after the meeting, or after she asked for help herself.
_HEARD_CLOSED, _OWN_CLOSED = 0.86, 0.8
LAST_HOUR = 22
_BASIS_AFTER = timedelta(hours=3)
# Advisers and duty officers call people from eight to eight, on every day of the week.
_FIRST_HOUR, _LAST_CALL = 8, 20
# Working days before a case is closed for silence: three calls, and a letter that leaves ten of them.
_TRIED_BEFORE = (18, 16, 14, 12)


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Lays out the deeds about one referral; what would fall after the year's last evening is left to the visitor."""

    year: Year
    days: WorkingDays
    random: Random
    keeping: KeepingUp
    working: Working
    protecting: Protecting

    def of_report(self, referral: Referral, report: Report) -> Iterator[Deed]:
        """Of anti-social behaviour: every signpost is confirmed within the year, most cases are closed in time."""
        yield Submit(at=report.at, key=f"{referral.key}/submit", by=cast.CONTACT_CENTRE.sign_in_name, referral=referral)
        yield self._minutes(referral, report.at, *_ACTIVITY[report.channel])
        agreed_at = self._soon(report.at, 0 if report.matter.out or priority_of(report) == "urgent" else 2)
        if report.matter.out:
            agreed_at = min(agreed_at, max(report.at + timedelta(minutes=25), self._end()))
        if agreed_at <= self._end() or report.matter.out:
            yield self._judged(referral, report, agreed_at)
        if report.matter.out:
            yield from self.working.of_signpost(referral, report, agreed_at)
        if report.listing is not None:
            yield from self._basis(referral, report.at, "cmarac")
        closing = []
        if not report.matter.out and report.listing is None and self.random.random() < 0.82:
            after = report.at + timedelta(days=self.random.randint(20, 110))
            closing = list(self._closed(referral, after, agreed_at, may_be_silent=True))
        if not report.matter.out and agreed_at <= self._end():
            closed_at, urgent = closing[0].at if closing else None, priority_of(report) == "urgent"
            yield from self.keeping.of_behaviour(referral, agreed_at, closed_at, urgent)
            yield from self.working.of_case(referral, report, agreed_at, closed_at)
            yield from self.protecting.of_referral(referral, agreed_at, closed_at)
        yield from closing

    def of_marac_case(
        self, referral: Referral, at: datetime, heard_at: datetime | None, heard_elsewhere: bool
    ) -> tuple[list[Deed], AbuseCase]:
        """Of domestic abuse before the MARAC: support within a day, whatever the meeting's date."""
        deeds, read_at, accepted_at = self._taken_in(referral, at)
        deeds += self._basis(referral, at, "marac")
        closing = None
        if heard_at is not None and self.random.random() < _HEARD_CLOSED:
            after = heard_at + timedelta(days=self.random.randint(60, 120))
            closing = next((deed for deed in self._closed(referral, after, at) if isinstance(deed, Close)), None)
        case = AbuseCase(
            referral, at, read_at, self._adviser(referral), accepted_at, closing, heard_at, heard_elsewhere
        )
        return deeds, case

    def of_self_referral(self, referral: Referral, at: datetime) -> tuple[list[Deed], AbuseCase]:
        """Taken in, read, confirmed and answered by an adviser; most are closed after some months."""
        deeds, read_at, accepted_at = self._taken_in(referral, at)
        chance = Random(f"{self.keeping.seed}/{referral.key}/closing")
        closing = None
        if chance.random() < _OWN_CLOSED:
            day = self.days.on_or_after((at + timedelta(days=chance.randint(60, 150))).astimezone(LONDON).date())
            closes_at, key = moment(day, chance.randint(9, 16)), f"{referral.key}/close"
            by, reason = cast.CASES.sign_in_name, chance.choice(_ABUSE_CLOSED_FOR)
            found = Close(at=closes_at, key=key, by=by, referral=referral, reason=reason)
            closing = found if found.at <= self._end() else None
        return deeds, AbuseCase(referral, at, read_at, self._adviser(referral), accepted_at, closing)

    def _taken_in(self, referral: Referral, at: datetime) -> tuple[list[Deed], datetime, datetime | None]:
        """With when it was read, and when support was accepted, None where it was not."""
        random = self.random
        deeds: list[Deed] = [
            Submit(at=at, key=f"{referral.key}/submit", by=cast.CONTACT_CENTRE.sign_in_name, referral=referral),
            self._minutes(referral, at, "writing", 12, 40),
        ]
        confirmed_at = self._by_day(at, random.randint(30, 150))
        by = cast.TRIAGE.sign_in_name
        deeds += self._within(Confirm(at=confirmed_at, key=f"{referral.key}/confirm", by=by, referral=referral))
        tried_at = max(
            self._by_day(at, random.randint(60, 300)), confirmed_at + timedelta(minutes=random.randint(5, 30))
        )
        first = random.choices(list(_OFFERS), list(_OFFERS.values()))[0]
        deeds += self._offer(referral, tried_at, "offer", first)
        if first == "could_not_be_reached":
            again_at = moment(tried_at.astimezone(LONDON).date() + DAY, random.randint(10, 15), random.randrange(60))
            deeds += self._offer(referral, again_at, "offer-again", "accepted")
            return deeds, confirmed_at, again_at
        return deeds, confirmed_at, tried_at if first == "accepted" else None

    def _adviser(self, referral: Referral) -> str:
        return adviser_of(self.keeping.seed, referral)

    def contact_changed(self, referral: Referral, at: datetime) -> Iterator[Deed]:
        """Some weeks later the reporter says that another way of reaching her is safe now."""
        at += timedelta(days=self.random.randint(5, 24))
        safe = {
            "phone": {"safe": "no"},
            "email": {"safe": "yes"},
            "post": {"safe": "no"},
            "confirmed_at": at.isoformat(),
        }
        by = cast.CASES.sign_in_name
        deed = ChangeContact(at=at, key=f"{referral.key}/contact", by=by, referral=referral, safe_contact=safe)
        yield from self._within(deed)

    def _minutes(self, referral: Referral, at: datetime, activity: Activity, least: int, most: int) -> Deed:
        minutes = self.random.randint(least, most)
        by = cast.CONTACT_CENTRE.sign_in_name
        at += timedelta(minutes=min(minutes, 20))
        return SpendMinutes(
            at=at, key=f"{referral.key}/minutes", by=by, referral=referral, minutes=minutes, activity=activity
        )

    def _judged(self, referral: Referral, report: Report, at: datetime) -> Deed:
        """Now and then an officer knows better where noise is better dealt with, and the case stays open beside it."""
        key, by = f"{referral.key}/confirm", cast.TRIAGE.sign_in_name
        matter = report.matter
        private = matter.category == "noise" and matter.answers["tenure_of_source"] in ("owner", "private_renter")
        if private and not matter.out and self.random.random() < 0.04:
            route, text = "environmental_health", words.OVERRIDE_TEXT
            return Override(at=at, key=key, by=by, referral=referral, route=route, text=text)
        return Confirm(at=at, key=key, by=by, referral=referral)

    def _basis(self, referral: Referral, at: datetime, panel: str) -> Iterator[Deed]:
        """Within the day, once somebody has read it; as the referrer said whether they agree."""
        at += _BASIS_AFTER
        local = at.astimezone(LONDON)
        if not _FIRST_HOUR < local.hour < _LAST_CALL:
            at = moment(local.date() + (DAY if local.hour >= _LAST_CALL else DAY * 0), _FIRST_HOUR + 1)
        said = referral.document.get("sharing", {}).get("consent", "not_sought")
        by, key = cast.CASES.sign_in_name, f"{referral.key}/basis"
        yield from self._within(RecordBasis(at=at, key=key, by=by, referral=referral, panel=panel, consent=said))

    def _offer(self, referral: Referral, at: datetime, name: str, outcome: OfferOutcome) -> Iterator[Deed]:
        key, by = f"{referral.key}/{name}", self._adviser(referral)
        yield from self._within(OfferSupport(at=at, key=key, by=by, referral=referral, outcome=outcome))

    def _closed(self, referral: Referral, at: datetime, after: datetime, may_be_silent: bool = False) -> Iterator[Deed]:
        """Whoever suffers abuse is written to by nobody because she does not answer."""
        day = self.days.on_or_after(max(at, after + timedelta(days=1)).astimezone(LONDON).date())
        at = moment(day, self.random.randint(9, 16), self.random.randrange(60))
        reason = self.random.choice(_CLOSED_FOR)
        by = cast.CASES.sign_in_name
        if reason == "silence" and may_be_silent:
            yield from self._nobody_answers(referral, day, after)
        yield from self._within(Close(at=at, key=f"{referral.key}/close", by=by, referral=referral, reason=reason))

    def _nobody_answers(self, referral: Referral, closed_on: date, after: datetime) -> Iterator[Deed]:
        """Three calls, then a letter, then ten working days: as it must be before a case is closed for silence."""
        days = [self.days.before(closed_on, count) for count in _TRIED_BEFORE]
        if moment(days[0], _FIRST_HOUR) <= after:
            return
        by, letter = cast.CASES.sign_in_name, len(days)
        for number, day in enumerate(days, 1):
            tried = GetInTouch(
                at=moment(day, _FIRST_HOUR + 2, 10 * number),
                key=f"{referral.key}/silent/{number}",
                by=by,
                referral=referral,
                outcome="sent" if number == letter else "no_answer",
                way="post" if number == letter else "phone",
            )
            yield from self._within(tried)

    def _soon(self, at: datetime, most_days: int) -> datetime:
        """Within the hour while somebody is there, else on a working day soon after."""
        local = at.astimezone(LONDON)
        wait = self.random.randint(0, most_days) if most_days else 0
        if wait == 0 and self.days.worked(local.date()) and 8 <= local.hour < 16:
            return at + timedelta(minutes=self.random.randint(30, 75))
        day = self.days.after(local.date(), max(wait, 1)) if local.hour >= 8 else self.days.on_or_after(local.date())
        return moment(day, self.random.randint(9, 12), self.random.randrange(60))

    def _by_day(self, at: datetime, minutes: int) -> datetime:
        """So many minutes later, or early the next morning rather than at night: well within a day in any case."""
        local = (at + timedelta(minutes=minutes)).astimezone(LONDON)
        if local.date() == at.astimezone(LONDON).date() and _FIRST_HOUR <= local.hour < _LAST_CALL:
            return at + timedelta(minutes=minutes)
        morning = local.date() + DAY if local.hour >= _LAST_CALL else local.date()
        return moment(morning, _FIRST_HOUR) + timedelta(minutes=self.random.randint(0, 50))

    def _within(self, deed: Deed) -> Iterator[Deed]:
        if deed.at <= self._end():
            yield deed

    def _end(self) -> datetime:
        return moment(self.year.last, LAST_HOUR)
