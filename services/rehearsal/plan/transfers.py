"""Cases that move from one area's MARAC to another's with whoever they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.rehearsal.plan import cast
from services.rehearsal.plan.abuse_case import AbuseCase
from services.rehearsal.plan.case_deeds import FillIn, Said
from services.rehearsal.plan.deeds import Deed
from services.rehearsal.plan.office import Office
from services.triage.domain.vawg import commands as asked

# A year's; no source gives a number. One that goes out is under way when the visitor comes.
_OUT, _IN, _UNDER_WAY = 9, 7, 1
_AREAS = ("croydon", "wandsworth", "lambeth", "sutton", "elsewhere_in_england", "wales")
_HOLDS = ("referral", "risk", "minutes", "plan", "research", "safe_contact")


@dataclass(frozen=True, slots=True)
class Transfers:
    """Chooses which move, and ends those that have moved away as transferred."""

    office: Office

    def ended(self, cases: Sequence[AbuseCase]) -> list[AbuseCase]:
        """The cases, of which those that move out are closed as transferred, two days after all of it went over."""
        moving = {case.referral.key for case in self._going(cases)}
        return [self._closed(case) if case.referral.key in moving else case for case in cases]

    def of_cases(self, cases: Sequence[AbuseCase]) -> Iterator[Deed]:
        """What is done about each."""
        for case in cases:
            if case.closing is not None and case.closing.reason == "transferred":
                yield from self._steps(case, "out", self._begins(case))
        for case in self._under_way(cases):
            yield from self.office.before(self._steps(case, "out", self.office.ends_at - timedelta(hours=7)))
        for case in self._coming(cases):
            at = self.office.day(case.opened_at, 1, self.office.chance(case.referral, "comes in"))
            yield from self.office.before(self._steps(case, "in", at), case.closed_at)

    def _going(self, cases: Sequence[AbuseCase]) -> list[AbuseCase]:
        """Of those that were heard and closed, so that a plan and minutes go along."""
        heard = [case for case in cases if case.heard_at is not None and case.closing is not None]
        return self.office.chance_of("going out").sample(heard, _OUT)

    def _under_way(self, cases: Sequence[AbuseCase]) -> list[AbuseCase]:
        heard = [case for case in cases if case.heard_at is not None and case.closing is None]
        return self.office.chance_of("going now").sample(heard, _UNDER_WAY)

    def _coming(self, cases: Sequence[AbuseCase]) -> list[AbuseCase]:
        """Of those that another area heard: repeats of whom we had never heard."""
        elsewhere = [case for case in cases if case.heard_elsewhere and self._long_enough(case)]
        return self.office.chance_of("coming in").sample(elsewhere, _IN)

    def _long_enough(self, case: AbuseCase) -> bool:
        """Nothing is closed before a transfer has come to its end."""
        return case.closed_at is None or case.closed_at - case.opened_at > timedelta(days=40)

    def _begins(self, case: AbuseCase) -> datetime:
        assert case.heard_at is not None
        return self.office.day(case.heard_at, 5, self.office.chance(case.referral, "goes out"))

    def _closed(self, case: AbuseCase) -> AbuseCase:
        assert case.closing is not None
        at = self.office.day(self._begins(case), 5, self.office.chance(case.referral, "gone"))
        return replace(case, closing=replace(case.closing, at=at, reason="transferred"))

    def _steps(self, case: AbuseCase, direction: str, at: datetime) -> Iterator[FillIn]:
        """Asked for, the pack the next day, adviser to adviser, and that the other side has it."""
        chance = self.office.chance(case.referral, "transfer")
        yield case.fill_in(
            at,
            "transfer",
            asked.RequestTransfer,
            by=cast.CASES.sign_in_name,
            transfer_id=case.id_of("transfer"),
            direction=direction,
            area=chance.choice(_AREAS),
            lasting=chance.choice(("for_good", "for_good", "temporary", "unknown")),
            heard="yes",
            agenda_out="yes",
        )
        sent_at = self.office.day(at, 1, chance)
        pack: Said = {"holds": _HOLDS, "done_at": sent_at}
        yield case.fill_in(sent_at, "transfer/pack", asked.RecordPack, by=cast.CASES.sign_in_name, **pack)
        yield case.fill_in(sent_at + timedelta(hours=1), "transfer/support", asked.HandOverSupport)
        known_at = self.office.day(sent_at, 1, chance)
        yield case.fill_in(known_at, "transfer/known", asked.AcknowledgePack, by=cast.CASES.sign_in_name)
