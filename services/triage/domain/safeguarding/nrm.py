"""The national referral mechanism: adults only where they agree, children without; else a notice naming nobody."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.triage.domain.protection import Protection
from services.triage.domain.safeguarding.commands import (
    ConsiderExploitation,
    NotifyHomeOffice,
    RecordNrmDecision,
    ReferToNrm,
)
from services.triage.domain.safeguarding.events import (
    NOTHING_SEEN,
    NOTIFY,
    NRM,
    ExploitationConsidered,
    NoticeWithoutDetailsSent,
    NrmDecided,
    NrmReferred,
    Seen,
)
from services.triage.domain.safeguarding.file import Considered, SafeguardingFile
from services.triage.domain.safeguarding.practice import Nrm
from services.triage.domain.safeguarding.refusals import (
    AgeSaysOtherwise,
    ChildrensServicesFirst,
    ConsentNotAsked,
    NoBasisRecorded,
    NobodyWasNotified,
    NotConsidered,
    NotSent,
    NotThisWay,
    SentAlready,
)
from shared.kernel.identifying import SAYS, found_in
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Sensitive, private
from shared.kernel.refusals import FieldError, InvalidInput
from shared.kernel.sealed import sealed

ADULT = 18
LONGEST = 2_000
GENDERS = {"female": "Female", "male": "Male", "other": "Other", "not_said": "Not said"}
AGE_BANDS = {"18_25": "18 to 25", "26_40": "26 to 40", "over_40": "Over 40", "not_said": "Not said"}
WHERE = {"uk": "In the United Kingdom", "overseas": "Overseas", "both": "Both", "not_known": "Not known"}
_HOME_OFFICE, _GIVEN, _CHILD, _ADULT = "home_office", "given", "child", "adult"


def consider_exploitation(command: ConsiderExploitation, file: SafeguardingFile, practice: Nrm) -> Sequence[Fact]:
    """What follows is decided from age and agreement alone, so that nobody is referred against their will."""
    standing = file.open
    if command.considered_id in file.considered:
        return ()
    if errors := list(_wrong(command, file.protection, practice)):
        raise InvalidInput(errors)
    age = standing.answers.get("victim_age") if command.person_id == standing.referral.victim_id else None
    if isinstance(age, int) and command.age != (_CHILD if age < ADULT else _ADULT):
        raise AgeSaysOtherwise
    if command.age == _ADULT and command.consent == _GIVEN and command.interpreter == "none_yet":
        raise ConsentNotAsked
    return (
        ExploitationConsidered(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            considered_id=command.considered_id,
            person_id=command.person_id,
            age=command.age,
            consent=command.consent,
            interpreter=command.interpreter,
            accommodation=command.accommodation,
            way=way_of(command.age, command.consent, bool(command.indicators)),
            seen=sealed(command.person_id, Seen(indicators=command.indicators, words=command.words.strip())),
            considered_by=command.by,
        ),
    )


def way_of(age: str, consent: str, seen: bool) -> str:
    """Whoever may be a child counts as one (Modern Slavery Act 2015, section 51) and is referred without agreement."""
    if not seen:
        return NOTHING_SEEN
    return NRM if age != _ADULT or consent == _GIVEN else NOTIFY


def refer_to_nrm(command: ReferToNrm, file: SafeguardingFile, decision_due_on: date) -> Sequence[Fact]:
    """The form was sent: for a child after children's services were told, for an adult because they agreed."""
    one, referral = _one(file, command.considered_id, NRM), file.open.referral
    if one.age != _ADULT and not command.childrens_services_told:
        raise ChildrensServicesFirst
    basis = file.protection.bases.get(_HOME_OFFICE)
    if basis is None:
        raise NoBasisRecorded
    if one.age == _ADULT and basis.consent != _GIVEN:
        raise NotThisWay
    if errors := [*_needed("/their_number", command.their_number), *_past("/sent_on", command.sent_on, command.today)]:
        raise InvalidInput(errors)
    return (
        NrmReferred(
            referral_id=referral.referral_id,
            reference=referral.reference,
            considered_id=command.considered_id,
            their_number=private(one.person_id, Identity, command.their_number.strip()),
            sent_on=command.sent_on,
            decision_due_on=decision_due_on,
        ),
    )


def notify_home_office(command: NotifyHomeOffice, file: SafeguardingFile, practice: Nrm) -> Sequence[Fact]:
    """Nothing leaves in which any detail of anybody in the case is found, or what looks like one of somebody else."""
    one, referral = _one(file, command.considered_id, NOTIFY), file.open.referral
    if errors := list(_wrong_notice(command, practice)):
        raise InvalidInput(errors)
    number = command.their_number.strip()
    return (
        NoticeWithoutDetailsSent(
            referral_id=referral.referral_id,
            reference=referral.reference,
            considered_id=command.considered_id,
            text=private(one.person_id, Sensitive, notice_of(command, practice)),
            their_number=private(one.person_id, Identity, number) if number else None,
            sent_on=command.sent_on,
        ),
    )


def notice_of(command: NotifyHomeOffice, practice: Nrm) -> str:
    """The notice as it leaves: chosen answers, a month, and words that were looked through; no reference of ours."""
    lines = [
        "Duty to notify, Modern Slavery Act 2015, section 52. The adult did not agree to be named.",
        f"Met in: {command.sent_on:%B %Y}",
        f"Gender: {GENDERS[command.gender]}",
        f"Age: {AGE_BANDS[command.age_band]}",
        f"Exploitation: {practice.types[command.exploitation]}",
        f"Where: {WHERE[command.where]}",
    ]
    words = command.words.strip()
    return "\n".join([*lines, *([f"What was seen: {words}"] if words else [])])


def record_nrm_decision(command: RecordNrmDecision, file: SafeguardingFile, practice: Nrm) -> Sequence[Fact]:
    """What the Home Office decided on a referral that was sent."""
    referral, one = file.open.referral, file.considered.get(command.considered_id)
    if one is None or one.sent_on is None or one.way != NRM:
        raise NotSent
    errors = list(_past("/decided_on", command.decided_on, command.today))
    if command.decided_on < one.sent_on:
        errors.append(FieldError("/decided_on", "too_early", "Give the day of the decision, after it was sent."))
    if command.decision not in practice.decisions:
        errors.append(FieldError("/decision", "missing", "Choose what they decided."))
    if errors:
        raise InvalidInput(errors)
    return (
        NrmDecided(
            referral_id=referral.referral_id,
            reference=referral.reference,
            considered_id=command.considered_id,
            decision=command.decision,
            decided_on=command.decided_on,
        ),
    )


def refuse_while_unnotified(file: SafeguardingFile) -> None:
    """No case closes over the duty to notify (Modern Slavery Act 2015, section 52)."""
    if any(one.way != NOTHING_SEEN and one.sent_on is None for one in file.found_last.values()):
        raise NobodyWasNotified


def _one(file: SafeguardingFile, considered_id: str, way: str) -> Considered:
    one = file.considered.get(considered_id)
    if one is None:
        raise NotConsidered
    if one.way != way:
        raise NotThisWay
    if one.sent_on is not None:
        raise SentAlready
    return one


def _wrong(command: ConsiderExploitation, protection: Protection, practice: Nrm) -> Iterator[FieldError]:
    if command.person_id not in {each.person_id for each in protection.open.referral.people}:
        yield FieldError("/person", "missing", "Choose whom it is about.")
    if command.age == _ADULT and command.consent == "not_needed":
        yield FieldError(
            "/consent", "missing", "An adult is asked. Say what they answered, or that they were not asked."
        )
    if any(each not in practice.indicators for each in command.indicators):
        yield FieldError("/indicators", "unknown", "Choose among the signs listed.")
    if not command.words.strip():
        yield FieldError("/words", "missing", "Say what was seen and heard, or that nothing was.")
    elif len(command.words) > LONGEST:
        yield FieldError("/words", "too_long", f"Use at most {LONGEST} characters.")


def _wrong_notice(command: NotifyHomeOffice, practice: Nrm) -> Iterator[FieldError]:
    for name, value, among in (
        ("gender", command.gender, GENDERS),
        ("age_band", command.age_band, AGE_BANDS),
        ("exploitation", command.exploitation, practice.types),
        ("where", command.where, WHERE),
    ):
        if value not in among:
            yield FieldError(f"/{name}", "missing", "Choose one of the answers.")
    yield from _past("/sent_on", command.sent_on, command.today)
    if len(command.words) > LONGEST:
        yield FieldError("/words", "too_long", f"Use at most {LONGEST} characters.")
    for kind in found_in(command.words, command.details):
        yield FieldError("/words", kind, SAYS[kind])


def _needed(pointer: str, text: str) -> Iterator[FieldError]:
    if not text.strip():
        yield FieldError(pointer, "missing", "Give the number the Home Office answered with.")


def _past(pointer: str, day: date, today: date) -> Iterator[FieldError]:
    if day > today:
        yield FieldError(pointer, "in_future", "Give a day that has come.")
