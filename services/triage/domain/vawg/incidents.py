"""A further incident on a case of abuse: what it tells the rules, and the way back to MARAC where it is a repeat."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from services.triage.domain.anniversary import within_months
from services.triage.domain.assessment import triaged
from services.triage.domain.consequences import marked_for
from services.triage.domain.disclosure.events import PanelInformed
from services.triage.domain.events import AnswersAdded, AnswerValue, MarkedForPanel
from services.triage.domain.judging import Judge
from services.triage.domain.panel_news import informed, news_for_panels
from services.triage.domain.protection import PROTECTION, Protection
from services.triage.domain.vawg.commands import RecordFurtherIncident
from services.triage.domain.vawg.events import FurtherIncidentRecorded, RepeatFound
from services.triage.domain.vawg.file import AbuseFile, worked_on
from services.triage.domain.vawg.refusals import NotYetHappened
from services.triage.domain.vawg.repeats import MARAC, SEXUAL_VIOLENCE, Repeats, earlier_sexual_violence
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private

_LONDON = ZoneInfo("Europe/London")
_YEAR = 12
_ADULT_PANEL_FROM = 16


def record_further_incident(
    command: RecordFurtherIncident, file: AbuseFile, repeats: Repeats, judge: Judge
) -> Sequence[Fact]:
    """Something more happened. The rules hear of it; a repeat goes back to MARAC at once, and is kept as what it is."""
    standing, today = worked_on(file), command.at.astimezone(_LONDON).date()
    if command.occurred_on > today:
        raise NotYetHappened
    if command.incident_id in {each.incident_id for each in file.incidents}:
        return ()
    text = command.text.strip()
    incident = FurtherIncidentRecorded(
        referral_id=standing.referral.referral_id,
        reference=standing.referral.reference,
        incident_id=command.incident_id,
        occurred_on=command.occurred_on,
        criminal=command.criminal,
        same_person=command.same_person,
        sexual=command.sexual,
        police_told=command.police_told,
        recorded_by=command.by,
        text=private(standing.subject(), Narrative, text) if text else None,
    )
    found = list(_repeats(command, file, repeats, today))
    learnt = _learnt(command, file, today)
    facts: list[Fact] = [incident, *found]
    if learnt:
        added = AnswersAdded(referral_id=standing.referral.referral_id, answers=learnt)
        facts += [added, *triaged(standing, standing.answers | learnt, judge)]
    marac = next((each for each in found if each.kind == MARAC), None)
    return [*facts, *_to_panels(file.protection, facts, marac)]


def last_referral_to_marac(file: AbuseFile, marked_on: date | None) -> date | None:
    """The last of: what was answered, the day this case was marked, and each repeat since."""
    said = file.answer("last_marac_referral_on")
    days = [date.fromisoformat(said)] if isinstance(said, str) else []
    days += [marked_on] if marked_on is not None else []
    return max([*days, *(each.referred_on for each in file.repeats if each.kind == MARAC)], default=None)


def sexual_violence_days(file: AbuseFile) -> list[date]:
    """The days of sexual violence that are known: of the referral itself, and of each further incident of it."""
    standing = worked_on(file)
    first = [standing.referral.received_at.astimezone(_LONDON).date()] if SEXUAL_VIOLENCE in file.strands else []
    return [*first, *(each.occurred_on for each in file.incidents if each.sexual == "yes")]


def _repeats(command: RecordFurtherIncident, file: AbuseFile, repeats: Repeats, today: date) -> Iterator[RepeatFound]:
    referral, book = worked_on(file).referral, repeats.on(today)
    named = {"referral_id": referral.referral_id, "reference": referral.reference, "incident_id": command.incident_id}
    last = last_referral_to_marac(file, command.marked_on)
    if last is not None and book.marac.met(last, command.occurred_on, command.criminal, command.same_person):
        yield RepeatFound(**named, kind=MARAC, counted_from=last, referred_on=today, edition=book.version)
    if command.sexual == "yes":
        before = earlier_sexual_violence(book.sexual_violence, sexual_violence_days(file), command.occurred_on)
        if before is not None:
            yield RepeatFound(
                **named, kind=SEXUAL_VIOLENCE, counted_from=before, referred_on=today, edition=book.version
            )


def _learnt(command: RecordFurtherIncident, file: AbuseFile, today: date) -> dict[str, AnswerValue]:
    """What the rules ask of it. The count is at least what stands here; a higher one that was told stays."""
    standing, said = worked_on(file), file.answer("last_marac_referral_on")
    first = standing.referral.received_at.astimezone(_LONDON).date()
    days = [first, *(each.occurred_on for each in file.incidents), command.occurred_on]
    counted = sum(within_months(day, today, _YEAR) for day in days)
    before = file.answer("incidents_in_12_months")
    learnt: dict[str, AnswerValue] = {"incidents_in_12_months": max(counted, before if isinstance(before, int) else 0)}
    if isinstance(said, str) and date.fromisoformat(said) <= command.occurred_on:
        learnt["new_incident_since_last_marac"] = "yes"
        known = {"new_incident_same_perpetrator": command.same_person, "new_incident_criminal": command.criminal}
        # A no here only says that this incident was not; an earlier one may have been.
        learnt |= {
            name: value for name, value in known.items() if value == "yes" or file.answer(name) in (None, "unknown")
        }
    return {name: value for name, value in learnt.items() if (file.answer(name) or "unknown") != value}


def _to_panels(before: Protection, facts: Sequence[Fact], repeat: RepeatFound | None) -> list[Fact]:
    """What each panel hears: what is new, and of a repeat MARAC hears anew, whether or not it had the case before."""
    after = PROTECTION.fold(facts, before)
    news = news_for_panels(before, facts)
    if repeat is None:
        return news
    news = [each for each in news if isinstance(each, PanelInformed) and each.panel != MARAC]
    standing = after.open
    age = standing.answers.get("victim_age")
    if isinstance(age, int) and age < _ADULT_PANEL_FROM:
        return news
    known = after.marked.get(MARAC)
    marked = known or marked_for(standing, standing.answers, MARAC, standing.decision)
    again = msgspec.structs.replace(
        marked,
        criteria=tuple(dict.fromkeys((*marked.criteria, "repeat"))),
        is_repeat=True,
        last_referral_on=repeat.counted_from,
    )
    if known is None:
        assert isinstance(again, MarkedForPanel)
        return [*news, again]
    return [*news, informed(after, again)]
