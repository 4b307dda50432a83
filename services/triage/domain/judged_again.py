"""A referral is judged again on what others have learnt about it."""

from collections.abc import Sequence

from services.triage.domain.assessment import triaged
from services.triage.domain.commands import NoteAnswers
from services.triage.domain.judging import Judge
from services.triage.domain.learning import about, learnt
from services.triage.domain.linked_children import with_linked_children
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed, Closed, Standing
from shared.kernel.messages import Fact


def note_answers(command: NoteAnswers, state: Standing, judge: Judge) -> Sequence[Fact]:
    """Triage again with what others have learnt; what changes nothing is not recorded, what is closed stays so.

    No rule reads who is in it and in which ward: that alone unsettles no decision, but for a child now linked to it.
    """
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    added = learnt(command, state.referral, state.answers)
    if isinstance(state, Closed) or added is None:
        return ()
    anew = state.with_(referral=about(state.referral, added))
    child = with_linked_children(anew.referral, state.answers) != state.answers
    if not (child or added.answers or added.kind or added.category or added.strands is not None):
        return (added,)
    return (added, *triaged(anew, state.answers | added.answers, judge))
