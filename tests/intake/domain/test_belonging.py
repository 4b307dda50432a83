"""Two referrals: linked, read in one another, taken apart, in whatever order that is asked."""

from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.intake.domain.belonging import (
    DECIDER,
    Linked,
    MergedInto,
    Unrelated,
    link_referrals,
    merge_referral,
    tell_referrals_apart,
    unlink_referrals,
    unmerge_referral,
)
from services.intake.domain.events.sameness import (
    ReferralMerged,
    ReferralsLinked,
    ReferralsToldApart,
    ReferralsUnlinked,
    ReferralUnmerged,
)
from services.intake.domain.record_commands import (
    LinkReferrals,
    MergeReferral,
    TellReferralsApart,
    UnlinkReferrals,
    UnmergeReferral,
)
from services.intake.domain.refusals import MergedNow, MergedTheOtherWay, NotLinked, NotMerged, OneReferral
from shared.kernel.messages import Fact
from shared.kernel.refusals import Refusal
from tests.support.builders.intake import NOW
from tests.support.scenario import given

A, B = "WM-2345-6", "WM-3456-7"
DECIDED: dict[str, Any] = {"because": "same_words", "words": None}
LINKED = ReferralsLinked(reference=A, other_reference=B, link="same_incident", **DECIDED)
UNLINKED = ReferralsUnlinked(reference=A, other_reference=B, **DECIDED)
MERGED = ReferralMerged(reference=B, into_reference=A, **DECIDED)
UNMERGED = ReferralUnmerged(reference=B, into_reference=A, **DECIDED)
APART = ReferralsToldApart(reference=A, other_reference=B, **DECIDED)
ASKED: dict[str, Any] = {"at": NOW, "reference": B, "words_under": "person-1", "because": "same_words"}
LINK = LinkReferrals(**ASKED, other_reference=A, link="same_incident")
UNLINK = UnlinkReferrals(**ASKED, other_reference=A)
MERGE, UNMERGE = MergeReferral(**ASKED, into_reference=A), UnmergeReferral(**ASKED, into_reference=A)
TELL_APART = TellReferralsApart(**ASKED, other_reference=A)


def test_a_link_is_made_once_said_in_another_way_and_undone() -> None:
    given(DECIDER).when(link_referrals, LINK).then(LINKED)
    given(DECIDER, LINKED).when(link_referrals, LINK).then_nothing()
    (other,) = (
        given(DECIDER, LINKED).when(link_referrals, LINK.model_copy(update={"link": "same_trouble"})).then_facts()
    )
    assert isinstance(other, ReferralsLinked)
    assert other.link == "same_trouble"
    given(DECIDER, LINKED).when(unlink_referrals, UNLINK).then(UNLINKED)
    given(DECIDER).when(unlink_referrals, UNLINK).then_refused(NotLinked)


def test_one_report_told_twice_is_read_in_the_other_and_can_be_taken_apart() -> None:
    given(DECIDER).when(merge_referral, MERGE).then(MERGED)
    given(DECIDER, LINKED).when(merge_referral, MERGE).then(MERGED)
    given(DECIDER, MERGED).when(merge_referral, MERGE).then_nothing()
    given(DECIDER, MERGED).when(unmerge_referral, UNMERGE).then(UNMERGED)
    given(DECIDER, MERGED, UNMERGED).when(unmerge_referral, UNMERGE).then_refused(NotMerged)


def test_two_referrals_never_lead_to_each_other() -> None:
    other_way = MergeReferral(**(ASKED | {"reference": A}), into_reference=B)
    given(DECIDER, MERGED).when(merge_referral, other_way).then_refused(MergedTheOtherWay)
    given(DECIDER).when(merge_referral, MERGE.model_copy(update={"leads_back": True})).then_refused(MergedTheOtherWay)
    given(DECIDER, MERGED).when(link_referrals, LINK).then_refused(MergedNow)


def test_told_apart_is_remembered_and_a_person_may_change_it() -> None:
    given(DECIDER).when(tell_referrals_apart, TELL_APART).then(APART)
    given(DECIDER, APART).when(tell_referrals_apart, TELL_APART).then_nothing()
    given(DECIDER, APART).when(link_referrals, LINK).then(LINKED)
    for fact in (LINKED, MERGED):
        given(DECIDER, fact).when(tell_referrals_apart, TELL_APART).then_refused(MergedNow)


def test_a_referral_does_not_belong_to_itself() -> None:
    given(DECIDER).when(link_referrals, LINK.model_copy(update={"other_reference": B})).then_refused(OneReferral)
    given(DECIDER).when(merge_referral, MERGE.model_copy(update={"into_reference": B})).then_refused(OneReferral)


_STEPS: dict[str, Any] = {
    "link": (link_referrals, LINK),
    "unlink": (unlink_referrals, UNLINK),
    "merge": (merge_referral, MERGE),
    "unmerge": (unmerge_referral, UNMERGE),
    "apart": (tell_referrals_apart, TELL_APART),
}
_AFTER = {
    ("apart", "link"): "linked", ("nothing", "link"): "linked", ("linked", "unlink"): "nothing",
    ("nothing", "merge"): "merged", ("apart", "merge"): "merged", ("linked", "merge"): "merged",
    ("merged", "unmerge"): "nothing", ("nothing", "apart"): "apart",
}  # fmt: skip


@settings(max_examples=150)
@for_all(st.lists(st.sampled_from(sorted(_STEPS)), max_size=12))
def test_in_whatever_order_it_is_asked_each_step_leads_where_the_table_says_or_nowhere(asked: list[str]) -> None:
    state, facts, expected = DECIDER.initial, list[Fact](), "nothing"
    for name in asked:
        decide, command = _STEPS[name]
        try:
            new = list(decide(command, state))
        except Refusal:
            new = []
        facts += new
        after = _AFTER.get((expected, name), expected)
        assert bool(new) == (after != expected)
        state, expected = DECIDER.fold(facts), after
    kinds = {"linked": Linked, "merged": MergedInto}
    assert type(state) is kinds.get(expected, Unrelated)
    assert state == Unrelated(told_apart=expected == "apart") or expected in kinds
