"""Programmes for whoever does harm: who is referred, who comes, who stops coming, and what advisers do on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.rehearsal.plan.words import programmes as words
from services.rehearsal.plan.year import LONDON
from services.triage.domain.programme import commands as asked
from services.triage.domain.vawg.commands import AnswerSafetySignal

# The borough's own figure: 46 referrals.
REFERRED = 46
_ADULT, _OLDEST_YOUNG = 18, 25
_TAKEN, _COMES, _EXCUSED = 0.8, 0.86, 0.05
_EVERY, _SESSIONS = timedelta(days=14), 10
# So many missed in a row, and the place is lost.
_LOST_AFTER = 3
_LEVERS = (("none", "victim"),) * 5 + (("court_order", "victim"),) * 3 + (("child_protection", "other_family"),) * 2
_DANGERS = 2


@dataclass(frozen=True, slots=True)
class Programmes:
    """Chooses who is referred among those of full age, and lays out each one's way through it."""

    office: Office

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """All of them, over the whole year."""
        chance = self.office.chance_of("programmes")
        adult = [case for case in cases if case.answers["perpetrator_age"] >= _ADULT and self._referred_at(case)]
        for number, case in enumerate(chance.sample(adult, REFERRED)):
            yield from self.office.before(self._one(case, danger=number < _DANGERS))

    def _referred_at(self, case: AbuseCase) -> datetime | None:
        at = self.office.day(case.heard_at or case.opened_at, 4, self.office.chance(case.referral, "programme day"))
        return at if at < self.office.ends_at and case.open_at(at) else None

    def _one(self, case: AbuseCase, danger: bool) -> Iterator[FillIn]:
        at, chance = self._referred_at(case), self.office.chance(case.referral, "programme")
        assert at is not None
        yield _referred(case, at, chance)
        at = self.office.day(at, chance.randint(4, 9), chance)
        taken = chance.random() < _TAKEN
        text = chance.choice(words.TAKEN if taken else words.NOT_TAKEN)
        yield _by_worker(case, at, "decided", asked.DecideOnProgramme, taken=taken, text=text)
        if not taken:
            yield from self._answered(case, at, 0, chance)
            return
        yield from self._sessions(case, at, danger, chance)

    def _sessions(self, case: AbuseCase, at: datetime, danger: bool, chance: Random) -> Iterator[FillIn]:
        """Every other week: the first one missed of each row is told over the wall; too many, and the place is lost."""
        signals = missed = 0
        for number in range(1, _SESSIONS + 1):
            at += _EVERY
            came = "attended" if chance.random() < _COMES else "missed"
            came = "excused" if came == "attended" and chance.random() < _EXCUSED else came
            on = at.astimezone(LONDON).date()
            yield _by_worker(case, at, f"session/{number}", asked.RecordSession, session_on=on, attendance=came)
            missed = missed + 1 if came == "missed" else missed if came == "excused" else 0
            if missed == 1 and came == "missed":
                yield from self._answered(case, at, signals, chance)
                signals += 1
            if missed == _LOST_AFTER:
                yield _by_worker(case, at + timedelta(hours=2), "ended", asked.EndProgramme, result="excluded")
                yield from self._answered(case, at + timedelta(hours=2), signals, chance)
                return
            if number == 1:
                note: Said = {"note_id": _id(case, "note"), "text": chance.choice(words.NOTES)}
                yield _by_worker(case, at + timedelta(hours=1), "note", asked.WriteProgrammeNote, **note)
            if danger and number == 2:
                said: Said = {"because": "contact_sought"}
                yield _by_worker(case, at + timedelta(minutes=30), "danger", asked.SignalDanger, **said)
                yield from self._answered(case, at + timedelta(minutes=30), signals, chance)
                signals += 1
        yield _by_worker(case, at + timedelta(hours=2), "ended", asked.EndProgramme, result="completed")

    def _answered(self, case: AbuseCase, at: datetime, signals: int, chance: Random) -> Iterator[FillIn]:
        """The adviser tells the victim safely, within the hours there are for it."""
        signal_id = str(uuid5(NAMESPACE_OID, f"{_id(case, 'enrolment')}|{signals}"))
        answer: Said = {"signal_id": signal_id, "came_of": chance.choice(("plan_changed", "plan_holds", "plan_holds"))}
        told_at = at + timedelta(minutes=chance.randint(20, 200))
        yield case.fill_in(told_at, f"programme/answer/{signals}", AnswerSafetySignal, **answer)


def _referred(case: AbuseCase, at: datetime, chance: Random) -> FillIn:
    young = case.answers["perpetrator_age"] <= _OLDEST_YOUNG and chance.random() < 0.7
    lever, home = chance.choice(_LEVERS)
    return case.fill_in(
        at,
        "programme",
        asked.ReferToProgramme,
        by=cast.CASES.sign_in_name,
        people={"person_id": "perpetrator"},
        enrolment_id=_id(case, "enrolment"),
        programme="young_people" if young else "adults",
        called=case.whoever_harms["full_name"],
        lever=lever,
        home=home,
    )


def _by_worker(case: AbuseCase, at: datetime, key: str, command: type[asked.OnProgramme], **said: Any) -> FillIn:
    by, enrolment_id = cast.PERPETRATORS.sign_in_name, _id(case, "enrolment")
    return case.fill_in(at, f"programme/{key}", command, by=by, enrolment_id=enrolment_id, **said)


def _id(case: AbuseCase, part: str) -> str:
    return case.id_of(f"programme/{part}")
