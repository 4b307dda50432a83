"""The conditions of the law: which of them a step does not meet on a day, and in plain words what would do."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec

from services.triage.domain.asb.asking import INDIVIDUAL, Asking
from services.triage.domain.asb.days import LONDON
from services.triage.domain.asb.file import PAID, Step
from services.triage.domain.asb.law import Law


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """One condition that is not met, in plain words, and what would satisfy it."""

    condition: str
    says: str
    needs: str


def unmet(asking: Asking) -> list[Unmet]:
    """Every condition that does not hold, whatever a form may still say; empty where a person may decide to do it."""
    found = []
    for name, fails in _CONDITIONS.items():
        words = fails(asking)
        if words is not None:
            found.append(said(asking.law, name, **words))
        if found and name in _NOTHING_MORE:
            break
    return found


def said(law: Law, condition: str, **words: object) -> Unmet:
    """A condition in the words of the law's file."""
    texts = law.conditions[condition]
    shown = {name: _worded(value) for name, value in words.items()}
    return Unmet(condition=condition, says=texts.says.format(**shown), needs=texts.needs.format(**shown))


Words = dict[str, object] | None
_OTHER_WAY, _PANEL_AGREED = "other_way_chosen", "community_marac_agreed"


def _subject_kind(asking: Asking) -> Words:
    wrong = asking.subject.kind not in asking.tool.of
    return {"kind": asking.subject.kind, "of": list(asking.tool.of)} if wrong else None


def _age_known(asking: Asking) -> Words:
    unknown = asking.subject.kind == INDIVIDUAL and asking.tool.youngest and asking.subject.at_least(asking.day) is None
    return {"youngest": asking.tool.youngest} if unknown else None


def _old_enough(asking: Asking) -> Words:
    age, youngest = asking.subject.at_least(asking.day), asking.tool.youngest
    young = asking.subject.kind == INDIVIDUAL and youngest is not None and age is not None and age < youngest
    return {"youngest": youngest} if young else None


def _earlier_step(asking: Asking) -> Words:
    labels = [tool.label for tool in asking.law.tools if tool.code in asking.tool.after]
    return {"after": labels} if asking.tool.after and asking.earlier is None else None


def _in_force(asking: Asking) -> Words:
    earlier = asking.earlier
    if not asking.tool.in_force or earlier is None or earlier.in_force(asking.at):
        return None
    return {"until": earlier.ends_at}


def _time_over(asking: Asking) -> Words:
    earlier = asking.earlier if asking.tool.later_incident else None
    early = earlier is not None and earlier.comply_by is not None and asking.day <= earlier.comply_by
    return {"comply_by": earlier.comply_by} if earlier and early else None


def _later_incident(asking: Asking) -> Words:
    if not asking.tool.later_incident or asking.earlier is None or asking.earlier.comply_by is None:
        return None
    return None if asking.since() else {"comply_by": asking.earlier.comply_by}


def _incidents(asking: Asking) -> Words:
    have, need = len(asking.evidenced()), asking.tool.incidents
    return {"have": have, "need": need} if have < need else None


def _authority(asking: Asking) -> Words:
    return {} if asking.tool.authority and asking.authority is None else None


def _vulnerability(asking: Asking) -> Words:
    return {} if _asks(asking) and asking.subject.finding is None else None


def _other_way(asking: Asking) -> Words:
    return {} if _asks(asking) and asking.subject.finding == _OTHER_WAY else None


def _panel_asked(asking: Asking) -> Words:
    """Where the rules have the Community MARAC hear the case, it is asked before anybody in it is enforced against."""
    agreed = asking.subject.finding in (None, _OTHER_WAY, _PANEL_AGREED)
    return {} if _asks(asking) and asking.before_cmarac and not agreed else None


def _asks(asking: Asking) -> bool:
    return asking.tool.vulnerability and asking.subject.kind == INDIVIDUAL


def _not_twice(asking: Asking) -> Words:
    """Of what binds or is under way there is one at a time; a court makes one order on one application.

    Penalties are several: each answers a breach of its own.
    """
    tool, earlier = asking.tool, asking.earlier
    same = asking.same()
    found = [each for each in same if not tool.amount_pence and each.in_force(asking.at) and not _led_on(each, asking)]
    if tool.court and earlier is not None:
        found += [each for each in same if each.served_at >= earlier.served_at]
    return {"served": found[0].served_at} if found else None


def _led_on(step: Step, asking: Asking) -> bool:
    """Whether a court has decided on it since."""
    orders = [tool.code for tool in asking.law.tools if tool.court and step.tool in tool.after]
    return any(each.tool in orders and each.served_at >= step.served_at for each in asking.standing())


def _one_a_breach(asking: Asking) -> Words:
    """One breach has one penalty, however often it is entered, and by however many."""
    given = len(asking.penalties(asking.tool.code))
    return {"given": given} if asking.tool.amount_pence and given >= max(len(asking.breaches()), 1) else None


def _may_be_paid(asking: Asking) -> Words:
    """Whoever pays is not prosecuted for that breach (2014 Act, sections 52(4) and 68(4)), nor before time is over."""
    penalties = asking.penalties(*asking.tool.instead)
    open_ones = [each for each in penalties if each.result is None and each.pay_by and asking.day <= each.pay_by]
    paid = [each for each in penalties if each.result == PAID]
    answered = [each.pay_by for each in (open_ones or paid) if each.pay_by]
    if not answered or len(asking.breaches()) > len(paid) + len(open_ones):
        return None
    return {"until": max(answered)}


def _before_hearing(asking: Asking) -> Words:
    hearing = asking.earlier.hearing_by_at if asking.earlier and asking.tool.before_hearing else None
    return {"hearing": hearing} if hearing is not None and asking.at > hearing else None


def _order(asking: Asking) -> Words:
    return {} if asking.tool.order and asking.order is None else None


def _worded(value: object) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{local:%H:%M} on {local.day} {local:%B %Y}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        return " or ".join(_worded(each) for each in value)
    return _KINDS.get(str(value), str(value).replace("_", " "))


_KINDS = {
    "individual": "a person",
    "body": "a business or other body",
    "council": "the council itself",
    "premises": "premises",
    "occupiers_informed": "reasonable efforts were made to inform those who live there or have a say over it",
    "convicted": "they were convicted",
    "youth_team_heard": "the youth justice team was asked for its view, or the person is 18 or over",
    "inspector_authorised": "an officer of at least the rank of inspector authorised it for that place and time",
    "landlord_decided": "the landlord has decided to give notice",
    "absolute_ground": "one of the five conditions of the absolute ground is met, and the notice is in time",
    "review_offered": "a tenant of the council was told of the right to a review within seven days",
    "residents_not_barred": "it bars neither the owner nor anybody who lives there",
    "youth_team_consulted": "the youth justice team was consulted, as it must be for a person under 18",
    "youth_court": "the youth court made it, as it must be for a person under 18",
}

_CONDITIONS: dict[str, Callable[[Asking], Words]] = {
    "subject_kind": _subject_kind,
    "age_known": _age_known,
    "old_enough": _old_enough,
    "earlier_step": _earlier_step,
    "in_force": _in_force,
    "time_over": _time_over,
    "later_incident": _later_incident,
    "incidents": _incidents,
    "before_hearing": _before_hearing,
    "order": _order,
    "not_twice": _not_twice,
    "one_a_breach": _one_a_breach,
    "may_be_paid": _may_be_paid,
    "vulnerability": _vulnerability,
    "other_way": _other_way,
    "panel_asked": _panel_asked,
    "authority": _authority,
}
# Once one of these fails, what else is missing is beside the point.
_NOTHING_MORE = ("subject_kind", "old_enough", "earlier_step")
