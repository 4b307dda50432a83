"""What a borough arranges beside its cases: absences, numbered forms, who is kept from what, calls and emergencies."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.commands import IssueForms
from services.intake.domain.given import GivenChannel
from services.intake.domain.insider_commands import DeclareTie
from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import VICTIM, AbuseCase
from services.rehearsal.plan.case_deeds import Enter, FillIn, id_of
from services.rehearsal.plan.deeds import Deed, SeeToNotices
from services.rehearsal.plan.intake_deeds import AtIntake
from services.rehearsal.plan.invented import Invented
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import arrangements as words
from services.rehearsal.plan.year import Year, moment
from services.triage.domain.desk.commands import OpenInEmergency, RecordAbsence, ReviewEmergencyView

# Days before the visitor comes on which somebody worried about their own behaviour asks for a call; no source counts
# them. The newest wait.
_CALLS_ASKED = (300, 243, 190, 131, 88, 47, 20, 1, 0)
_WAITING = 2
# Days before, and whether it was judged: within two working days, so that the newest waits for its second person.
_EMERGENCIES = ((170, True), (64, True), (0, False))


def arranged(year: Year, office: Office, invented: Invented) -> Iterator[Deed]:
    """Everything that is about no case."""
    yield from _notices(year, office)
    yield from office.before([*_calls(year, office, invented), *_forms(year), *_ties(year, invented), *_away(year)])


def _notices(year: Year, office: Office) -> Iterator[SeeToNotices]:
    """Once a week, on the next working day where that is none."""
    for monday in (day for day in year.days() if day.weekday() == 0):
        day = office.days.on_or_after(monday)
        if day <= year.last:
            yield SeeToNotices(at=moment(day, 9, 40), key=f"notices/{day}", by=cast.TRIAGE.sign_in_name)


def _calls(year: Year, office: Office, invented: Invented) -> Iterator[AtIntake]:
    for number, days in enumerate(_CALLS_ASKED):
        at, key = moment(year.last - timedelta(days=days), 19, 7 * (number % 8)), f"change-call/{number}"
        person, times = invented.man(year.last), (words.TIMES[number % len(words.TIMES)],)
        calling = GivenChannel(safe="yes", voicemail="yes" if number % 3 else "unknown", times=times)
        said = {
            "request_id": id_of(key),
            "full_name": person.full_name.split()[0] if number % 2 else None,
            "phone": invented.mobile(),
            "calling": calling,
        }
        by = cast.RESIDENT
        yield AtIntake(at=at, key=key, by=by, command=RequestChangeCall, said=said, minted="person_id")
        if number < len(_CALLS_ASKED) - _WAITING:
            called = office.day(at, 1, office.chance_of(key))
            answer = {"request_id": id_of(key), "reached": number != 2}
            by = cast.PERPETRATORS.sign_in_name
            yield AtIntake(at=called, key=f"{key}/answered", by=by, command=AnswerChangeCall, said=answer)


def _forms(year: Year) -> Iterator[AtIntake]:
    """Kept where they are found without this system: on paper, and on the laptop of the night team."""
    by = cast.MANAGER.sign_in_name
    for number, held_as in enumerate(("paper", "laptop")):
        at = moment(year.first + timedelta(days=30), 10, number)
        said = {"held_as": held_as, "asb": 20, "domestic_abuse": 10}
        yield AtIntake(at=at, key=f"forms/{held_as}", by=by, command=IssueForms, said=said)


def _ties(year: Year, invented: Invented) -> Iterator[AtIntake]:
    """Somebody at the telephone says whose matters are to be kept from them, before anything comes in."""
    on, by = year.first + timedelta(days=21), cast.CONTACT_CENTRE.sign_in_name
    said = {"relation": "family", "full_name": invented.woman(on).full_name}
    at = moment(on, 12, 40)
    yield AtIntake(at=at, key="tie", by=by, command=DeclareTie, said=said, accounts={"account_id": by}, minted="tie_id")


def _away(year: Year) -> Iterator[Enter]:
    """One who was away in the year, and one who will be, each with somebody who covers."""
    for number, (days, length) in enumerate(((-96, 11), (9, 4))):
        first = year.today + timedelta(days=days)
        last = first + timedelta(days=length)
        away, cover = (cast.CASES, cast.TRIAGE) if number else (cast.TRIAGE, cast.CASES)
        said = {
            "absence_id": id_of(f"absence/{number}"),
            "first_day": first,
            "last_day": last,
        }
        accounts = {"account_id": away.sign_in_name, "cover_id": cover.sign_in_name}
        at, by = moment(min(first, year.today) - timedelta(days=14), 16, 15), cast.MANAGER.sign_in_name
        yield Enter(at=at, key=f"absence/{number}", by=by, command=RecordAbsence, said=said, accounts=accounts)


def looked_at_in_emergency(office: Office, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
    """The contact centre opens what it may not see, says why, and the manager judges it."""
    for number, (days, judged) in enumerate(_EMERGENCIES):
        at = office.ends_at - timedelta(days=days, hours=2 + number)
        chance = office.chance_of(f"emergency/{number}")
        case = chance.choice([each for each in cases if each.opened_at < at and each.open_at(at)])
        key, code = f"emergency/{number}", words.EMERGENCIES[number]
        said = {
            "view_id": id_of(key),
            "reference": case.referral.reference,
            "code": code[0],
            "text": code[1],
            "review_due_at": office.day(at, 2, chance),
        }
        by = cast.CONTACT_CENTRE.sign_in_name
        yield FillIn(
            at=at,
            key=key,
            by=by,
            referral=case.referral,
            command=OpenInEmergency,
            said=said,
            people={"subject_id": VICTIM["person_id"]},
            accounts={"account_id": by},
        )
        if judged:
            verdict = {"view_id": id_of(key), "verdict": "justified"}
            yield Enter(
                at=office.day(at, 1, chance),
                key=f"{key}/judged",
                by=cast.MANAGER.sign_in_name,
                command=ReviewEmergencyView,
                said=verdict,
                accounts={"reviewed_by": cast.MANAGER.sign_in_name},
            )
