"""Risk and disclosure made ready to be shown: answers opened, set beside those before, and what is due for a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.disclosure.events import DisclosureRecorded, Wish
from services.triage.domain.disclosure.lawful import Law
from services.triage.domain.risk.events import GivenAnswers, RiskAnswersKept, RiskAssessed
from services.triage.domain.risk.tools import NOT_ASKED, YES, Question, Tool
from services.triage.read_models import cases, protection
from services.triage.read_models.protection import Shown
from services.triage.web.desk import Desk, known_reference
from services.triage.web.risk_forms import levels_of
from shared.kernel.personal import ERASED, Narrative, Personal, Sensitive
from shared.kernel.refusals import NotFound

WISH_STATES = {"said": "They answered", "not_known": "They do not know", "not_asked": "Not asked"}
POLICE = {"yes": "Yes", "no": "No", "unknown": "Not known"}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question as it was answered; `before` is the label of the last time where it was another."""

    asks: str
    said: str
    source: str | None
    words: str | None
    before: str | None
    further: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Read:
    """An assessment opened. `erased` where the person's key was destroyed: then no answer is left to show."""

    tool: Tool | None
    given: GivenAnswers
    erased: bool
    why: str | None
    answers: Sequence[Answered]
    handling: Sequence[str]
    opens: Sequence[str]
    clusters: Sequence[str]
    escalators: Sequence[str]
    band: str | None
    could_be: str | None


def protection_of(desk: Desk, referral_id: str) -> Shown:
    """What was assessed and told of a referral."""
    with desk.views.reading() as connection:
        return protection.of(connection, referral_id)


def record_of(desk: Desk, reference: str) -> Any:
    """What stands of a referral: a panel may have to be told of one that is no case yet. NotFound if there is none."""
    with desk.views.reading() as connection:
        found = cases.of_referral(connection, known_reference(reference))
    if found is None:
        raise NotFound
    return found


def pathway_of(desk: Desk, case: Any) -> str:
    """What kind of case it is, so that each has its own tools. Domestic abuse, once seen, stays so."""
    decision = desk.card(case.reference).newest.decision
    routes = {decision["primary"]["route"], *(also["route"] for also in decision["also"])}
    if case.support_due_at is not None or "domestic_abuse" in routes:
        return "domestic_abuse"
    return "vawg" if "vawg_specialist" in routes else "asb"


def earlier_of(shown: Shown, fact: RiskAssessed) -> RiskAssessed | None:
    """The assessment with which this one was compared."""
    if fact.compared in ("first", "other_edition"):
        return None
    return next((each.fact for each in shown.assessed if each.fact.assessment_id == fact.before), None)


def read_assessment(
    desk: Desk, room: ProtectionRoom, fact: RiskAssessed | RiskAnswersKept, before: RiskAssessed | None
) -> Read:
    """The answers of an assessment, opened, in the words of its own edition."""
    tool = room.tools.edition(fact.given.tool, fact.given.version)
    text = desk.opener.open(fact.given.answers, Sensitive)
    given = GivenAnswers() if text in (None, ERASED) else msgspec.json.decode(text or "", type=GivenAnswers)
    earlier = None if before is None else _opened(desk, before)
    assessed = fact if isinstance(fact, RiskAssessed) else None
    questions = tool.questions if tool is not None else ()
    yes = [question for question in questions if given.answers.get(question.code) == YES]
    said = {band.code: band.says for band in tool.bands} if tool is not None else {}
    asks = {question.code: question.asks for question in questions}
    return Read(
        tool=tool,
        given=given,
        erased=text == ERASED,
        why=desk.opener.open(assessed.why, Narrative) if assessed is not None else None,
        answers=[_answered(question, given, earlier) for question in questions],
        handling=[says for question in yes for says in question.handling],
        opens=[question.opens for question in yes if question.opens is not None],
        clusters=[
            cluster.says
            for cluster in (tool.clusters if tool is not None else ())
            if assessed is not None and cluster.code in assessed.clusters
        ],
        escalators=[asks.get(code, code) for code in (assessed.escalators if assessed is not None else ())],
        band=said.get(assessed.band or "") if assessed is not None else None,
        could_be=said.get(assessed.could_be or "") if assessed is not None else None,
    )


def due_of(shown: Shown, room: ProtectionRoom, case: Any, say: Any) -> Iterator[tuple[str, str]]:
    """What must be written down on a case and when: the lawful basis for each panel that waits for it."""
    if case.state == cases.CLOSED:
        return
    for panel, entry in shown.marked.items():
        if panel not in shown.told:
            yield room.basis_due_at(entry.at), f"Record the lawful basis of telling {say.panel(panel)}"


def _opened(desk: Desk, fact: RiskAssessed) -> GivenAnswers | None:
    text = desk.opener.open(fact.given.answers, Sensitive)
    return None if text in (None, ERASED) else msgspec.json.decode(text or "", type=GivenAnswers)


def _answered(question: Question, given: GivenAnswers, before: GivenAnswers | None) -> Answered:
    value = given.answers.get(question.code, NOT_ASKED)
    last = before.answers.get(question.code, NOT_ASKED) if before is not None else value
    return Answered(
        asks=question.asks,
        said=_label(question, value),
        source=given.sources.get(question.code),
        words=given.words.get(question.code),
        before=_label(question, last) if last != value else None,
        further=[
            (part.asks, _label(question, given.answers.get(part.code, NOT_ASKED)))
            for part in question.follow
            if value == YES
        ],
    )


def _label(question: Question, value: str) -> str:
    labels: Mapping[str, str] = levels_of(question)
    return labels.get(value, value)


@dataclass(frozen=True, slots=True)
class ToldOf:
    """A disclosure opened: (what, said) in the words of its own edition; None stands for what there is not."""

    entry: Any
    lines: Sequence[tuple[str, str]]


def told_of(desk: Desk, room: ProtectionRoom, entry: Any) -> ToldOf:
    """One disclosure as it is read: codes in words, words opened."""
    fact: DisclosureRecorded = entry.fact
    wording, basis = room.wordings.edition(fact.basis.wording), fact.basis
    lines = [
        ("Told", _open(desk, fact.to)),
        ("Lawful basis", _law(wording.bases, basis.lawful_basis)),
        ("Condition", _law(wording.conditions, basis.condition)),
        ("Agreement", wording.consents[basis.consent].says if basis.consent in wording.consents else basis.consent),
        ("Why without it", _open(desk, fact.consent_why)),
        ("Why it is necessary", _open(desk, fact.necessity)),
        ("Why it is no more than needed", _open(desk, fact.proportionality)),
        *((wording.wishes.get(wish.question, wish.question), _wished(desk, wish)) for wish in fact.wishes),
        ("Do they want the police told?", POLICE.get(basis.police, basis.police)),
        ("Why", _open(desk, fact.police_why)),
    ]
    return ToldOf(entry, [(what, said) for what, said in lines if said])


def _open(desk: Desk, words: Personal[Narrative] | None) -> str:
    return desk.opener.open(words, Narrative) or ""


def _wished(desk: Desk, wish: Wish) -> str:
    """What she said, or that there is no answer and why."""
    words = _open(desk, wish.text)
    return f"{WISH_STATES[wish.state]}. {words}" if wish.state in ("not_known", "not_asked") else words


def _law(laws: Mapping[str, Law], code: str) -> str:
    return f"{laws[code].says} ({laws[code].law})" if code in laws else code
