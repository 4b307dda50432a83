"""The facts of safeguarding on a case: exploitation, hate crime, and premises where people may be exploited."""

from datetime import date

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal, Sensitive
from shared.kernel.sealed import Sealed

# What may follow from having considered exploitation.
NRM, NOTIFY, NOTHING_SEEN = "nrm", "duty_to_notify", "nothing_seen"


class SafeguardingWorked(Fact, frozen=True, kw_only=True):
    """A fact about the safeguarding of one referral."""

    referral_id: str
    reference: str


class ExploitationConsidered(SafeguardingWorked, frozen=True, kw_only=True):
    """What was seen of exploitation, how old they are and whether an adult agrees; `way` is what follows: "nrm",
    "duty_to_notify" (a notice without their details), or "nothing_seen". What was seen is sealed."""

    considered_id: str
    person_id: str
    age: str
    consent: str
    interpreter: str
    accommodation: str
    way: str
    seen: Personal[Sensitive]
    considered_by: str


class Seen(Sealed, frozen=True, kw_only=True):
    """What stands in `seen`: indicators of the practice of that day, and words."""

    indicators: tuple[str, ...]
    words: str


class NrmReferred(SafeguardingWorked, frozen=True, kw_only=True):
    """A referral to the national referral mechanism was sent; a first decision is expected by then."""

    considered_id: str
    their_number: Personal[Identity]
    sent_on: date
    decision_due_on: date


class NoticeWithoutDetailsSent(SafeguardingWorked, frozen=True, kw_only=True):
    """The Home Office was notified that somebody was met who may be a victim, without anything that tells who.

    `text` is exactly what left.
    """

    considered_id: str
    text: Personal[Sensitive]
    their_number: Personal[Identity] | None
    sent_on: date


class NrmDecided(SafeguardingWorked, frozen=True, kw_only=True):
    """The Home Office decided."""

    considered_id: str
    decision: str
    decided_on: date


class HateCrimeHandled(SafeguardingWorked, frozen=True, kw_only=True):
    """Somebody sees it as done out of hate, which is enough; for what they were chosen is sealed.

    `police` and `support` are what was done about it.
    """

    perceived_by: str
    motives: Personal[Sensitive]
    police: str
    crime_number: Personal[Identity] | None
    support: str
    words: Personal[Narrative] | None


class Motives(Sealed, frozen=True, kw_only=True):
    """What stands in `motives`."""

    codes: tuple[str, ...]


class PremisesClaimAssessed(SafeguardingWorked, frozen=True, kw_only=True):
    """Whether it holds that sex is sold there: who says it, and who is thought of there.

    `people` is "may_be_exploited", "nothing_seen" or "not_known".
    """

    claim: str
    source: str
    people: str
    words: Personal[Narrative]


class PremisesPartyNoted(SafeguardingWorked, frozen=True, kw_only=True):
    """Who has to do with the premises, and whether they may be part of it."""

    party_id: str
    party: str
    involved: str
    name: Personal[Identity] | None


class PremisesStepTaken(SafeguardingWorked, frozen=True, kw_only=True):
    """Something was done about the premises."""

    step: str
    taken_on: date


SAFEGUARDING_FACTS: tuple[FactType, ...] = (
    FactType(
        "triage.exploitation_considered", 1, ExploitationConsidered, "Exploitation was considered; what follows: {way}."
    ),
    FactType("triage.nrm_referred", 1, NrmReferred, "Referred to the national referral mechanism on {sent_on}."),
    FactType(
        "triage.notice_without_details_sent",
        1,
        NoticeWithoutDetailsSent,
        "The Home Office was notified without anybody’s details on {sent_on}.",
    ),
    FactType("triage.nrm_decided", 1, NrmDecided, "The Home Office decided: {decision}."),
    FactType("triage.hate_crime_handled", 1, HateCrimeHandled, "Handled as hate crime; the police: {police}."),
    FactType(
        "triage.premises_claim_assessed",
        1,
        PremisesClaimAssessed,
        "The claim about premises was assessed: {claim}.",
    ),
    FactType("triage.premises_party_noted", 1, PremisesPartyNoted, "Who has to do with the premises: {party}."),
    FactType("triage.premises_step_taken", 1, PremisesStepTaken, "Done about the premises: {step}."),
)
