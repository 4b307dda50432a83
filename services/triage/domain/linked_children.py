"""A child who is linked to a referral is heard by the rules, which send to children's services, though nobody asked."""

from collections.abc import Mapping

from services.triage.domain.events import AnswerValue, ReferralFacts

_ANSWER, _CHILD = "children_in_household", "child"


def with_linked_children(referral: ReferralFacts, answers: Mapping[str, AnswerValue]) -> dict[str, AnswerValue]:
    """The answers, where a child stands in the referral and nobody said whether children live there, with a yes.

    Whoever said that none does is believed: the child may live with somebody else, and the family's page asks on.
    """
    linked = any(_CHILD in person.roles for person in referral.people)
    if not linked or answers.get(_ANSWER) in ("yes", "no"):
        return dict(answers)
    return {**answers, _ANSWER: "yes"}
