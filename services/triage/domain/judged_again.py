"""A referral is judged again on what others have learnt about it."""

from collections.abc import Sequence

from services.triage.domain.assessment import triaged
from services.triage.domain.commands import NoteAnswers
from services.triage.domain.judging import Judge
from services.triage.domain.learning import about, learnt
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed, Closed, Standing
from shared.kernel.messages import Fact


def note_answers(command: NoteAnswers, state: Standing, judge: Judge) -> Sequence[Fact]:
    """Triage again with what others have learnt; what changes nothing is not recorded, what is closed stays so."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    added = learnt(command, state.referral, state.answers)
    if isinstance(state, Closed) or added is None:
        return ()
    anew = state.with_(referral=about(state.referral, added))
    return (added, *triaged(anew, state.answers | added.answers, judge))
