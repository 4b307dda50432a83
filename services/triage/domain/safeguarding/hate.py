"""Hate crime: what somebody sees as done out of hate is handled so, whatever kind of case it is."""

from collections.abc import Iterator, Sequence

from services.triage.domain.assessment import triaged
from services.triage.domain.events import AnswersAdded
from services.triage.domain.judging import Judge
from services.triage.domain.panel_news import news_for_panels
from services.triage.domain.safeguarding.commands import HandleHateCrime
from services.triage.domain.safeguarding.events import HateCrimeHandled, Motives
from services.triage.domain.safeguarding.file import SafeguardingFile
from services.triage.domain.safeguarding.practice import Hate
from services.triage.domain.safeguarding.refusals import NoBasisRecorded
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput
from shared.kernel.sealed import sealed

LONGEST = 2_000
_MOTIVE = "hate_motive"


def handle_hate_crime(command: HandleHateCrime, file: SafeguardingFile, practice: Hate, judge: Judge) -> Sequence[Fact]:
    """Nobody has to prove it. The rules hear of a hate motive, and are asked again where they did not know."""
    standing = file.open
    if errors := list(_wrong(command, practice)):
        raise InvalidInput(errors)
    if command.police == "told_by_us" and "police" not in file.protection.bases:
        raise NoBasisRecorded
    referral, subject = standing.referral, standing.subject()
    number, words = command.crime_number.strip(), command.words.strip()
    handled = HateCrimeHandled(
        referral_id=referral.referral_id,
        reference=referral.reference,
        perceived_by=command.perceived_by,
        motives=sealed(subject, Motives(codes=command.motives)),
        police=command.police,
        crime_number=private(subject, Identity, number) if number else None,
        support=command.support,
        words=private(subject, Narrative, words) if words else None,
    )
    if standing.answers.get(_MOTIVE) == "yes":
        return (handled,)
    added = AnswersAdded(referral_id=referral.referral_id, answers={_MOTIVE: "yes"})
    again = triaged(standing, standing.answers | {_MOTIVE: "yes"}, judge)
    return (handled, added, *again, *news_for_panels(file.protection, again))


def _wrong(command: HandleHateCrime, practice: Hate) -> Iterator[FieldError]:
    if not command.motives:
        yield FieldError("/motives", "missing", "Choose at least one reason why they were chosen.")
    elif any(each not in practice.motives for each in command.motives):
        yield FieldError("/motives", "unknown", "Choose among the reasons listed.")
    if len(command.words) > LONGEST:
        yield FieldError("/words", "too_long", f"Use at most {LONGEST} characters.")
