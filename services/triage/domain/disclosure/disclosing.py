"""Nobody outside is told without a lawful basis, and no Community MARAC without a threshold that was considered."""

from collections.abc import Iterator, Sequence

from services.triage.domain.assessment import triaged
from services.triage.domain.disclosure.commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.disclosure.events import Basis, DisclosureRecorded, ThresholdConsidered, Wish
from services.triage.domain.disclosure.lawful import LawfulWording
from services.triage.domain.events import AnswersAdded
from services.triage.domain.judging import Judge
from services.triage.domain.panel_news import informed, news_for_panels
from services.triage.domain.protection import Protection, evolve
from services.triage.domain.risk.refusals import NotBeforePanel, ThresholdMet, ThresholdNotConsidered
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, Personal, private
from shared.kernel.refusals import FieldError, InvalidInput

POLICE = ("yes", "no", "unknown")
WISH_STATES = ("said", "not_known", "not_asked")
MET, NOT_MET = "met", "not_met"
LONGEST_WORDS = 2_000
_THRESHOLD = "statutory_threshold_met"
_CONSENT, _GIVEN = "consent", "given"


def record_disclosure(command: RecordDisclosure, state: Protection, wording: LawfulWording) -> Sequence[Fact]:
    """Write down on what basis a recipient may be told; a panel that waits for it hears at once."""
    standing = state.open
    if command.disclosure_id in state.disclosures:
        return ()
    recipient = wording.recipients.get(command.recipient)
    if recipient is None:
        raise InvalidInput([FieldError("/recipient", "unknown_value", "Choose who is told.")])
    if recipient.panel is not None and recipient.panel not in state.marked:
        raise NotBeforePanel
    if errors := list(_missing(command, state, wording)):
        raise InvalidInput(errors)
    if recipient.threshold:
        _refuse_without_threshold(state)
    recorded = _recorded(command, state, wording, standing.subject())
    if recipient.panel is None:
        return (recorded,)
    return (recorded, informed(evolve(state, recorded), state.marked[recipient.panel]))


def consider_threshold(
    command: ConsiderThreshold, state: Protection, wording: LawfulWording, judge: Judge
) -> Sequence[Fact]:
    """Considered, met or not met, by whom; the rules hear it as an answer, and are asked again."""
    standing = state.open
    if errors := list(_missing_of_threshold(command, wording)):
        raise InvalidInput(errors)
    referral, subject = standing.referral, standing.subject()
    considered = ThresholdConsidered(
        referral_id=referral.referral_id,
        reference=referral.reference,
        threshold=command.threshold,
        result=command.result,
        considered_by=private(subject, Identity, command.considered_by.strip()),
        considered_on=command.considered_on,
        why=private(subject, Narrative, command.why.strip()),
    )
    met = MET in {**state.thresholds, command.threshold: command.result}.values()
    answer = "yes" if met else "no"
    if standing.answers.get(_THRESHOLD) == answer:
        return (considered,)
    added = AnswersAdded(referral_id=referral.referral_id, answers={_THRESHOLD: answer})
    again = triaged(standing, standing.answers | {_THRESHOLD: answer}, judge)
    return (considered, added, *again, *news_for_panels(state, again))


def _recorded(command: RecordDisclosure, state: Protection, wording: LawfulWording, subject: str) -> DisclosureRecorded:
    def sealed(text: str) -> Personal[Narrative]:
        return private(subject, Narrative, text.strip())

    referral, recipient = state.open.referral, wording.recipients[command.recipient]
    basis = Basis(
        lawful_basis=command.lawful_basis,
        condition=command.condition,
        consent=command.consent,
        police=command.police,
        wording=wording.version,
    )
    return DisclosureRecorded(
        referral_id=referral.referral_id,
        reference=referral.reference,
        disclosure_id=command.disclosure_id,
        recipient=command.recipient,
        title=recipient.title,
        to=sealed(command.to) if command.to.strip() else None,
        basis=basis,
        consent_why=sealed(command.consent_why) if command.consent_why.strip() else None,
        necessity=sealed(command.necessity),
        proportionality=sealed(command.proportionality),
        police_why=sealed(command.police_why),
        wishes=tuple(
            Wish(question=code, state=command.wishes[code][0], text=sealed(command.wishes[code][1]))
            for code in wishes_asked(command.recipient, state.pathway, wording)
        ),
    )


def _refuse_without_threshold(state: Protection) -> None:
    if not state.thresholds:
        raise ThresholdNotConsidered
    if MET in state.thresholds.values():
        raise ThresholdMet


def wishes_asked(recipient: str, pathway: str, wording: LawfulWording) -> Sequence[str]:
    """The questions of the victim's wishes: before every panel, and of abuse whoever is told."""
    return list(wording.wishes) if wording.recipients[recipient].panel is not None or pathway != "asb" else ()


def _missing(command: RecordDisclosure, state: Protection, wording: LawfulWording) -> Iterator[FieldError]:
    """Everything that is missing, each at its field."""
    if wording.recipients[command.recipient].panel is None:
        yield from _needed("/to", command.to, "Say which agency is told, and whom there.")
    if command.lawful_basis not in wording.bases_for(command.recipient):
        yield FieldError("/lawful_basis", "missing", "Choose the lawful basis.")
    if command.condition not in wording.conditions:
        yield FieldError("/condition", "missing", "Choose the condition for what is especially protected.")
    yield from _missing_of_consent(command, wording)
    yield from _needed("/necessity", command.necessity, "Say why it is necessary to tell them.")
    yield from _needed("/proportionality", command.proportionality, "Say why it is no more than is needed.")
    if command.police not in POLICE:
        yield FieldError("/police", "missing", "Say whether they want the police told, or that it is not known.")
    yield from _needed("/police_why", command.police_why, "Say why, or why it is not known.")
    for code in wishes_asked(command.recipient, state.pathway, wording):
        yield from _missing_of_wish(command, code)


def _missing_of_consent(command: RecordDisclosure, wording: LawfulWording) -> Iterator[FieldError]:
    if command.consent not in wording.consents:
        yield FieldError("/consent", "missing", "Say whether they were asked, and what they said.")
    elif command.consent != _GIVEN:
        yield from _needed("/consent_why", command.consent_why, "Say why it goes without their agreement.")
        if command.lawful_basis == _CONSENT:
            yield FieldError("/lawful_basis", "no_consent", "They did not agree, so choose another lawful basis.")


def _missing_of_wish(command: RecordDisclosure, code: str) -> Iterator[FieldError]:
    state, text = command.wishes.get(code, ("", ""))
    if state not in WISH_STATES:
        yield FieldError(f"/wishes/{code}", "missing", "Say whether they answered this, or why it was not asked.")
    else:
        says = "Write down what they said." if state == "said" else "Say why there is no answer."
        yield from _needed(f"/wishes/{code}/text", text, says)


def _missing_of_threshold(command: ConsiderThreshold, wording: LawfulWording) -> Iterator[FieldError]:
    if command.threshold not in wording.thresholds:
        yield FieldError("/threshold", "missing", "Choose which law was considered.")
    if command.result not in (MET, NOT_MET):
        yield FieldError("/result", "missing", "Say whether its threshold is met.")
    if command.considered_on > command.today:
        yield FieldError("/considered_on", "in_future", "Give the day on which it was considered.")
    yield from _needed("/considered_by", command.considered_by, "Say who considered it: name and service.")
    yield from _needed("/threshold_why", command.why, "Say why it is met, or not met.")


def _needed(pointer: str, text: str, says: str) -> Iterator[FieldError]:
    if not text.strip():
        yield FieldError(pointer, "missing", says)
    elif len(text) > LONGEST_WORDS:
        yield FieldError(pointer, "too_long", f"Use at most {LONGEST_WORDS} characters.")
