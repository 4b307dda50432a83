"""The whole year in order: every deed with its moment, the same for the same day whoever asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from services.intake.adapters.word_files import load_word_lists
from services.panels.domain.schedule import Timetable
from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse import Professionals, agencies, marac_document, self_referral
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.abuse_work import AbuseWork
from services.rehearsal.plan.arrangements import arranged
from services.rehearsal.plan.arrivals import Arrivals
from services.rehearsal.plan.asb import Report, days_of_reports, reports
from services.rehearsal.plan.at_home import diaries, hidden_place, met_again
from services.rehearsal.plan.beside_the_case import BesideTheCase, WorkedReport, worked_report
from services.rehearsal.plan.cohort import Cohort
from services.rehearsal.plan.deeds import Deed, Forget, Referral, Train
from services.rehearsal.plan.follow_ups import LAST_HOUR, FollowUps
from services.rehearsal.plan.households import Families, Hearing, hearings
from services.rehearsal.plan.intake_deeds import SubmitByMail
from services.rehearsal.plan.invented import Invented
from services.rehearsal.plan.keeping_up import KeepingUp
from services.rehearsal.plan.listings import Listing, cmarac_listings, marac_listings
from services.rehearsal.plan.mailbag import other_mail
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.panel_deeds import PanelDeeds, core_group
from services.rehearsal.plan.premises import Premises
from services.rehearsal.plan.protecting import Protecting
from services.rehearsal.plan.registers import Registers
from services.rehearsal.plan.rehousing import HOUSING, Rehousing
from services.rehearsal.plan.working import Working
from services.rehearsal.plan.year import LONDON, Year, moment
from shared.kernel.identifiers import ALPHABET, reference_from

_NAMES = UUID("0d9a7f0e-5a3e-5c57-8a9e-6f1f0b6d2c11")
# Everybody whose case is below the MARAC's threshold and who asks for help herself.
_SELF_REFERRALS = 40
_CONTACTS_CHANGED, _FORGOTTEN = 12, 2
_FORGOTTEN_AFTER = timedelta(days=150)
_TRAINED = (
    *((adviser, "dash", 730) for adviser in (cast.IDVA, *cast.COLLEAGUES)),
    (cast.CASES, "dash", 730),
    (cast.CASES, "asb_matrix", 730),
    (cast.TRIAGE, "asb_matrix", 730),
    (cast.TRIAGE, "dash", 330),
)
# A step that shares no factor with their number, so that references follow each other in no order anybody can see.
_REFERENCES, _STEP = len(ALPHABET) ** 4, 104_729


@dataclass(frozen=True, slots=True)
class Plan:
    """A year to be played, up to `ends_on`: its deeds in order of time. `core` are the references of the core group."""

    year: Year
    ends_on: date
    deeds: Sequence[Deed]
    reports: Sequence[tuple[Referral, Report]]
    hearings: Sequence[tuple[Referral, Hearing]]
    core: frozenset[str]

    @property
    def begins_at(self) -> datetime:
        """Early on the day of the first deed, when the panels' dates are given out."""
        return moment(self.deeds[0].at.astimezone(LONDON).date(), 6)


def plan_year(today: date, timetable: Timetable) -> Plan:
    """The year that ended the day before `today`."""
    return _Planning(Year(today), timetable).plan()


def _trainings(begins_at: datetime) -> Iterator[Deed]:
    """Before anything else: who may complete which risk tool. One of them has to renew it before the year is over."""
    day = begins_at.astimezone(LONDON).date()
    for member, training, days in _TRAINED:
        yield Train(
            at=begins_at,
            key=f"train/{member.sign_in_name}/{training}",
            by=cast.MANAGER.sign_in_name,
            who=member.sign_in_name,
            training=training,
            completed_on=day - timedelta(days=30),
            valid_until=day + timedelta(days=days),
        )


class _Planning:
    """Each part has chance of its own, so that a change to one leaves the others as they were."""

    def __init__(self, year: Year, timetable: Timetable) -> None:
        self._year = year
        self._timetable = timetable
        self._invented = Invented(self._chance("people"))
        self._staff = Professionals(self._invented, year.first, self._chance("staff"))
        seed, ends_at = f"waymark/{year.today}/keeping up", moment(year.last, LAST_HOUR)
        keeping, office = KeepingUp(seed, ends_at), Office(seed, ends_at, timetable.days)
        self._office = office
        self._working = Working(keeping, office)
        self._on_abuse = AbuseWork(keeping, office, Rehousing(year, timetable, office))
        chance, protecting = self._chance("follow-ups"), Protecting(office)
        self._follow = FollowUps(year, timetable.days, chance, keeping, self._working, protecting)
        self._numbers = iter(range(_REFERENCES))
        self._start = self._chance("references").randrange(_REFERENCES)

    def plan(self) -> Plan:
        days = days_of_reports(self._year, self._chance("days"))
        listings = cmarac_listings(self._timetable, self._year, days, self._chance("cmarac"))
        asb = self._reports(days, listings)
        abuse = self._hearings()
        panels = PanelDeeds(self._timetable, self._year, self._chance("panels"))
        community = [(referral, report.listing) for referral, report in asb if report.listing is not None]
        core = core_group(community)
        deeds, worked = self._at_the_doors(asb)
        deeds += [*BesideTheCase(self._office).of_reports(worked), *Premises(self._office).of_reports(worked)]
        deeds += diaries(self._year, asb, self._chance("diaries"))
        deeds.append(hidden_place(self._year))
        deeds += self._of_abuse(abuse)
        deeds += panels.choices([(referral, hearing.listing) for referral, hearing in abuse])
        deeds += [*panels.meetings("marac"), *panels.meetings("cmarac", core), *panels.meetings(HOUSING)]
        deeds += self._offenders(abuse)
        deeds += self._privacy(asb)
        begins_at = min(deed.at for deed in deeds)
        deeds += panels.chasing(begins_at.astimezone(LONDON).date())
        deeds += [*_trainings(begins_at), *self._working.at_first(begins_at)]
        deeds += Registers(self._year, self._office).deeds(begins_at, worked)
        deeds += arranged(self._year, self._office, self._invented)
        return Plan(self._year, self._year.last, sorted(deeds, key=lambda deed: (deed.at, deed.key)), asb, abuse, core)

    def _at_the_doors(self, asb: Sequence[tuple[Referral, Report]]) -> tuple[list[Deed], list[WorkedReport]]:
        """Reports by the doors they come in by, and what else lies in the mailbox; and how each was worked on."""
        lists = load_word_lists(self._year.first)
        arrivals = Arrivals(self._year, asb, lists, self._chance("arrivals"))
        taken: list[tuple[SubmitByMail, Report]] = []
        found: list[Deed] = []
        worked: list[WorkedReport] = []
        for referral, report in asb:
            planned = list(self._follow.of_report(referral, report))
            deeds = list(arrivals.of_report(referral, report, planned))
            found += deeds
            taken += [(deed, report) for deed in deeds if isinstance(deed, SubmitByMail)]
            # Whoever is shown a door on the line is shown it by the call; an officer reads it when they would have.
            if (one := worked_report(referral, report, planned if report.matter.out else deeds)) is not None:
                worked.append(one)
        return [*found, *other_mail(self._year, taken)], worked

    def _chance(self, part: str) -> Random:
        return Random(f"waymark/{self._year.today}/{part}")

    def _reports(self, days: Sequence[date], listings: Sequence[Listing]) -> list[tuple[Referral, Report]]:
        working = self._timetable.days
        found = reports(days, listings, self._invented, self._staff, working, self._chance("reports"))
        found = met_again(self._year, found, self._chance("met again"))
        return [(self._referral(f"asb/{number}", report.document), report) for number, report in enumerate(found)]

    def _hearings(self) -> list[tuple[Referral, Hearing]]:
        listings = marac_listings(self._timetable, self._year, self._chance("marac"))
        found = hearings(listings, self._invented, self._chance("households"))
        random = self._chance("abuse")
        documents = [
            marac_document(hearing, agency, self._staff, random)
            for hearing, agency in zip(found, agencies(found, self._timetable.days, random), strict=True)
        ]
        return [
            (self._referral(f"marac/{number}", document), hearing)
            for number, (document, hearing) in enumerate(zip(documents, found, strict=True))
        ]

    def _of_abuse(self, abuse: Sequence[tuple[Referral, Hearing]]) -> Iterator[Deed]:
        """Of those before the MARAC and those who asked for help themselves."""
        cases: list[AbuseCase] = []
        for deeds, case in (*self._of_hearings(abuse), *self._of_self_referrals()):
            cases.append(case)
            yield from deeds
        yield from self._on_abuse.of_cases(cases)

    def _of_hearings(self, abuse: Sequence[tuple[Referral, Hearing]]) -> Iterator[tuple[list[Deed], AbuseCase]]:
        for referral, hearing in abuse:
            heard, days = hearing.listing.heard, hearing.household.referred_on
            heard_at = heard.sitting.starts_at if heard else None
            referred_on = hearing.listing.referred_at.astimezone(LONDON).date()
            elsewhere = hearing.last_referred_on is not None and days[0] == referred_on
            yield self._follow.of_marac_case(referral, hearing.listing.referred_at, heard_at, elsewhere)

    def _of_self_referrals(self) -> Iterator[tuple[list[Deed], AbuseCase]]:
        random = self._chance("self-referrals")
        families = Families(self._invented, random)
        for number, day in enumerate(sorted(random.choices(list(self._year.days()), k=_SELF_REFERRALS))):
            at = moment(day, random.randint(8, 20), random.randrange(60))
            referral = self._referral(f"self/{number}", self_referral(day, at.isoformat(), families, random))
            yield self._follow.of_self_referral(referral, at)

    def _offenders(self, abuse: Sequence[tuple[Referral, Hearing]]) -> Iterator[Deed]:
        """The board's cohort: some of those whom the MARAC hears of as doing harm, and others, none named by a case."""
        harm = {hearing.household.perpetrator.full_name: hearing.household.perpetrator for _, hearing in abuse}
        yield from Cohort(self._year, self._timetable, self._office).deeds(list(harm.values()), self._invented)

    def _privacy(self, asb: Sequence[tuple[Referral, Report]]) -> Iterator[Deed]:
        """Some say anew how they may be reached, and a couple ask to be forgotten once all is over."""
        random = self._chance("privacy")
        named = [each for each in asb if each[1].document.get("safe_contact") and each[1].listing is None]
        for referral, report in random.sample(named, _CONTACTS_CHANGED):
            yield from self._follow.contact_changed(referral, report.at)
        over = [each for each in named if each[1].matter.out and each[1].at < self._long_ago()]
        for referral, report in random.sample(over, _FORGOTTEN):
            at = report.at + _FORGOTTEN_AFTER
            yield Forget(at=at, key=f"{referral.key}/forget", by=cast.GOVERNANCE.sign_in_name, referral=referral)

    def _long_ago(self) -> datetime:
        return moment(self._year.today, 0) - _FORGOTTEN_AFTER - timedelta(days=7)

    def _referral(self, key: str, document: Mapping[str, Any]) -> Referral:
        number = (self._start + next(self._numbers) * _STEP) % _REFERENCES
        referral_id = str(uuid5(_NAMES, f"{self._year.today}/{key}"))
        return Referral(key, referral_id, reference_from(number), document)
