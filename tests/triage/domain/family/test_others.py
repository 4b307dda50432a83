"""A new victim’s case learns that he harmed somebody before, never who: over every way in which people may stand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.domain.family.graph import Graph, Stands
from services.triage.domain.family.others import ONE, SEVERAL, others_harmed

# Mark (m) is said to harm Bea (b) here, and to have harmed Amina (a), whose child is Zainab (z).
HERE = (("b", "victim"), ("m", "perpetrator"))
BEFORE = (("a", "victim"), ("m", "perpetrator"), ("z", "child"))


def stands(referral: str, *people: tuple[str, str]) -> list[Stands]:
    return [Stands(referral, who, tuple(roles.split())) for who, roles in people]


def told(
    *further: list[Stands],
    here: tuple[tuple[str, str], ...] = HERE,
    before: tuple[tuple[str, str], ...] = BEFORE,
    abuse: str = "here before",
    **how: Any,
) -> dict[str, str]:
    everybody = [*stands("here", *here), *stands("before", *before), *(each for some in further for each in some)]
    graph = Graph(here="here", people={who: who for who, _ in here}, stands=everybody, abuse=frozenset(abuse.split()))
    return dict(others_harmed(graph, **how))


def test_that_he_harmed_another_is_told_of_him_alone_and_of_several_only_that_they_are_several() -> None:
    assert told() == {"m": ONE}
    again = stands("third", ("c", "victim"), ("m", "perpetrator"))
    assert told(again, abuse="here before third") == {"m": SEVERAL}
    same = stands("third", ("a", "victim"), ("m", "perpetrator"))
    assert told(same, abuse="here before third") == {"m": ONE}


@pytest.mark.parametrize(
    "how",
    [
        {"abuse": "before"},
        {"abuse": "here"},
        {"kept": frozenset({"before"})},
        {"gone": frozenset({("before", "a")})},
        {"gone": frozenset({("here", "m")})},
        {"before": (("m", "perpetrator"),)},
        {"before": (("a", "victim"), ("m", "witness"))},
        {"here": (*HERE, ("a", "other"))},
        {"here": (*HERE, ("z", "child"))},
        {"here": (("b", "victim"), ("m", "perpetrator victim"))},
        {"here": (("m", "victim"), ("a", "perpetrator"))},
        {"before": (("b", "victim"), ("m", "perpetrator"))},
    ],
    ids=[
        "not a case of abuse", "abuse was not seen there", "kept from whoever looks", "she is forgotten", "he is",
        "nobody is named there", "he harmed nobody there", "she stands here", "her child stands here",
        "he is at risk here himself", "whoever harmed her accuses her", "it is the same victim",
    ],
)  # fmt: skip
def test_nothing_is_told(how: dict[str, Any]) -> None:
    assert told(**how) == {}


def test_a_victim_who_is_said_elsewhere_to_harm_the_one_before_learns_nothing() -> None:
    harm = stands("third", ("b", "perpetrator"), ("a", "victim"))
    assert told(harm) == {}
    assert told(harm, kept=frozenset({"third"})) == {}, "what is kept still protects"


ROLES = st.sampled_from(["victim", "perpetrator", "child", "other", "victim perpetrator"])
REFERRALS, PEOPLE = ["here", "r2", "r3", "r4"], "abcde"
STANDING = st.dictionaries(st.tuples(st.sampled_from(REFERRALS), st.sampled_from(PEOPLE)), ROLES, max_size=12)


@settings(max_examples=100, deadline=None)
@given(STANDING, st.frozensets(st.sampled_from(REFERRALS)), st.permutations(PEOPLE))
def test_what_is_told_is_a_word_about_somebody_here_and_does_not_depend_on_who_the_others_are(
    standing: dict[tuple[str, str], str], abuse: frozenset[str], names: list[str]
) -> None:
    def graph(called: dict[str, str]) -> Graph:
        return Graph(
            here="here",
            people={f"id-{who}": called[who] for referral, who in standing if referral == "here"},
            stands=[Stands(referral, called[who], tuple(roles.split())) for (referral, who), roles in standing.items()],
            abuse=abuse,
        )

    found = others_harmed(graph({each: each for each in PEOPLE}))
    assert found == others_harmed(graph(dict(zip(PEOPLE, names, strict=True))))
    assert set(found.values()) <= {ONE, SEVERAL}
    for person_id in found:
        roles = standing["here", person_id.removeprefix("id-")].split()
        assert "perpetrator" in roles
        assert not {"victim", "child"} & set(roles)
        assert len(abuse - {"here"}) >= 1
