"""Whether somebody is said to have harmed others before: that it is so, for a new victim’s case, and no more."""

from collections.abc import Mapping

from services.triage.domain.family.graph import AT_RISK, HARM, Graph, Stands

ONE, SEVERAL = "one", "several"
_AN_ADULT = "victim"


def others_harmed(
    graph: Graph, kept: frozenset[str] = frozenset(), gone: frozenset[tuple[str, str]] = frozenset()
) -> Mapping[str, str]:
    """Of each person here who is said to do harm, by person id, whether one or several others were harmed elsewhere.

    Who they are, where and when is in no part of the answer. Nothing is told where abuse was not seen on both sides,
    of whoever is at risk here themselves, or of a referral
    - that is `kept` from whoever looks,
    - in which nobody at risk is named, so that nobody knows whether it is another,
    - in which somebody of this case is at risk, or is said anywhere to harm who is: whom it is about could be guessed,
    - whose people are forgotten: `gone` are (referral, person) of those whose key was destroyed.
    """
    if graph.here not in graph.abuse:
        return {}
    here = [each for each in graph.stands if each.referral_id == graph.here]
    harming = {each.who for each in here if HARM in each.roles} - {each.who for each in here if _at_risk(each)}
    bands = {}
    for person_id, who in graph.people.items():
        if who in harming and (graph.here, who) not in gone and (others := _others(graph, who, kept, gone)):
            bands[person_id] = ONE if len(others) == 1 else SEVERAL
    return bands


def _others(graph: Graph, who: str, kept: frozenset[str], gone: frozenset[tuple[str, str]]) -> set[str]:
    ours = set(graph.people.values())
    found = set[str]()
    for referral_id in graph.abuse - {graph.here} - kept:
        there = [each for each in graph.stands if each.referral_id == referral_id]
        if not any(each.who == who and HARM in each.roles for each in there):
            continue
        harmed = {each.who for each in there if _at_risk(each)} - {who}
        if harmed & ours or _harmed_by(graph, ours - {who}) & harmed:
            continue
        # A family is one: children are not counted beside the adult they live with.
        adults = {each.who for each in there if _AN_ADULT in each.roles} - {who}
        found |= {each for each in adults or harmed if (referral_id, each) not in gone}
    return found


def _harmed_by(graph: Graph, some: set[str]) -> set[str]:
    """Everybody whom any of these is said to harm, anywhere."""
    where = {each.referral_id for each in graph.stands if each.who in some and HARM in each.roles}
    return {each.who for each in graph.stands if each.referral_id in where and _at_risk(each)}


def _at_risk(each: Stands) -> bool:
    return not set(AT_RISK).isdisjoint(each.roles)
