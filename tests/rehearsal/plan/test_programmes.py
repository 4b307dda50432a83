"""The borough's 46 referrals to programmes, and that an adviser answers each signal within its day."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.programmes import REFERRED
from services.triage.domain.programme import commands as asked
from services.triage.domain.vawg.commands import AnswerSafetySignal
from tests.support.builders.rehearsal import a_plan, deeds_of

FORMS = deeds_of(a_plan(), FillIn)


def test_forty_six_of_full_age_are_referred_in_a_year() -> None:
    referred = [deed for deed in FORMS if deed.command is asked.ReferToProgramme]
    assert len(referred) == REFERRED == 46
    assert all(deed.referral.document["facts"]["perpetrator_age"] >= 18 for deed in referred)
    assert {deed.said["programme"] for deed in referred} == {"adults", "young_people"}
    assert not [deed for deed in referred if deed.said["lever"] == "tenancy"]


def test_each_signal_over_the_wall_is_answered_by_its_own_id_within_a_day() -> None:
    due: dict[str, list[FillIn]] = {}
    missed: dict[str, int] = {}
    for deed in FORMS:
        enrolment = deed.said.get("enrolment_id", "")
        row = missed.get(enrolment, 0)
        if deed.command is asked.RecordSession:
            came = deed.said["attendance"]
            missed[enrolment] = row + 1 if came == "missed" else row if came == "excused" else 0
        first = deed.command is asked.RecordSession and deed.said["attendance"] == "missed" and row == 0
        refused = deed.command is asked.DecideOnProgramme and not deed.said["taken"]
        lost = deed.command is asked.EndProgramme and deed.said["result"] == "excluded"
        if first or refused or lost or deed.command is asked.SignalDanger:
            due.setdefault(enrolment, []).append(deed)
    answered = {deed.said["signal_id"]: deed.at for deed in FORMS if deed.command is AnswerSafetySignal}
    told = {
        str(uuid5(NAMESPACE_OID, f"{enrolment}|{number}")): deed.at
        for enrolment, deeds in due.items()
        for number, deed in enumerate(deeds)
    }
    assert len(answered) > 20
    assert set(answered) <= set(told)
    assert all(timedelta(0) < at - told[signal] < timedelta(hours=24) for signal, at in answered.items())
    left = [signal for signal in told if signal not in answered]
    assert len(left) <= 2, "only those of the last evening"
