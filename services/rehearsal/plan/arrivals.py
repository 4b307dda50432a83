"""By which door each planned report comes in: whoever calls is on the line, whoever writes lands in the mailbox."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from services.intake.domain.mail.word_lists import WordLists
from services.rehearsal.plan import cast
from services.rehearsal.plan.asb import Report
from services.rehearsal.plan.deeds import Confirm, Deed, Override, PhoneCall, Referral, SpendMinutes, Submit
from services.rehearsal.plan.intake_deeds import Complete, ReceiveMail, ReleaseMail, SubmitByMail
from services.rehearsal.plan.letters import ReportLetters
from services.rehearsal.plan.year import DAY, Year, moment

# For so long the mailbox has been emptied by the program; before, colleagues typed in what came by e-mail.
MAILBOX_FOR = 42 * DAY
# How long before somebody judges it a colleague reads what came by e-mail.
_READ_BEFORE = timedelta(minutes=8)
_LEAST = timedelta(minutes=6)
# Why an honest message waits in quarantine; a few of them do.
_SET_ASIDE: Sequence[tuple[str, str]] = (
    ("List-Id", "Alderfly Residents <residents.example.org>"),
    ("X-Spam-Flag", "YES"),
    ("Precedence", "bulk"),
)
_MOST_SET_ASIDE = 6


class Arrivals:
    """Turns what was planned for a report into what is done at the door that it comes in by."""

    def __init__(
        self, year: Year, reports: Sequence[tuple[Referral, Report]], lists: WordLists, random: Random
    ) -> None:
        self._letters, self._aside = ReportLetters(lists, random), 0
        self.opened_at = moment(year.today - MAILBOX_FOR, 0)
        calls = [(referral, report) for referral, report in reports if _may_break_off(report)]
        self._dropped = max(calls, key=lambda each: each[1].at)[0].key

    def of_report(self, referral: Referral, report: Report, deeds: Sequence[Deed]) -> Iterator[Deed]:
        """What is done about a report from its arrival on."""
        if report.listing is not None:
            yield from deeds
        elif report.channel == "phone":
            yield from self._by_call(referral, report, deeds)
        elif report.channel == "email" and report.at >= self.opened_at:
            yield from self._by_mail(referral, report, deeds)
        else:
            yield from deeds

    def _by_call(self, referral: Referral, report: Report, deeds: Sequence[Deed]) -> Iterator[Deed]:
        """The minutes are the call's; who is shown a door on the line is shown it once. What broke off is left open."""
        minutes = next(each.minutes for each in deeds if isinstance(each, SpendMinutes))
        dropped = referral.key == self._dropped
        caller = "victim" if (report.document["reporter"] or {}).get("is_victim") else "neighbour"
        ended = "dropped" if dropped else "signposted" if report.matter.out else "handed_over"
        call = PhoneCall(ended, caller, min(minutes, 2) if dropped else minutes)  # type: ignore[arg-type]  # both codes
        for deed in deeds:
            if isinstance(deed, Submit):
                yield replace(deed, call=call, referral=_agreed(referral) if ended == "signposted" else referral)
            elif not (
                dropped or isinstance(deed, SpendMinutes) or (ended == "signposted" and isinstance(deed, Confirm))
            ):
                yield deed

    def _by_mail(self, referral: Referral, report: Report, deeds: Sequence[Deed]) -> Iterator[Deed]:
        """Plain ones become a referral by themselves; a few wait for a colleague, who types in what they say."""
        judged = next((each for each in deeds if isinstance(each, Confirm | Override)), None)
        raw = self._letters.written(report, referral.key)
        if self._letters.reads_as(raw) == report.matter.category:
            yield SubmitByMail(at=report.at, key=f"{referral.key}/submit", by=_OFFICER, referral=referral, raw=raw)
            if judged is not None:
                at = _read_at(report.at, judged.at)
                yield Complete(at=at, key=f"{referral.key}/complete", by=_OFFICER, referral=referral)
                yield from _after(deeds, at)
        elif judged is not None and self._aside < _MOST_SET_ASIDE:
            name, value = _SET_ASIDE[self._aside % len(_SET_ASIDE)]
            self._aside += 1
            raw = self._letters.written(report, referral.key, {name: value})
            at = _read_at(report.at, judged.at)
            yield ReceiveMail(at=report.at, key=f"{referral.key}/mail", by=_OFFICER, raw=raw)
            yield ReleaseMail(at=at, key=f"{referral.key}/submit", by=_OFFICER, referral=referral, raw=raw)
            yield from _after(deeds, at)
        else:
            yield from deeds


_OFFICER = cast.CONTACT_CENTRE.sign_in_name


def _agreed(referral: Referral) -> Referral:
    """Whoever is shown a door was asked whether we may pass on what they said; who gave no name was not."""
    reporter = referral.document["reporter"] or {}
    if reporter.get("anonymous"):
        return referral
    sharing = {"consent": "given", "privacy_notice": "given"}
    return replace(referral, document={**referral.document, "sharing": sharing})


def _after(deeds: Sequence[Deed], at: datetime) -> Iterator[Deed]:
    """What was planned besides, with the minutes spent when somebody reads it."""
    for deed in deeds:
        if isinstance(deed, SpendMinutes):
            yield replace(deed, at=at + timedelta(minutes=1))
        elif not isinstance(deed, Submit):
            yield deed


def _read_at(came_at: datetime, judged_at: datetime) -> datetime:
    return max(came_at + _LEAST, judged_at - _READ_BEFORE)


def _may_break_off(report: Report) -> bool:
    """A call that is ours to deal with and whose caller said that the number is safe."""
    safe = (report.document.get("safe_contact") or {}).get("phone", {}).get("safe") == "yes"
    return report.channel == "phone" and report.listing is None and not report.matter.out and safe
