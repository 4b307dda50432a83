"""Households with their members, and where each of these people stands: as all is known, whoever asks."""

from services.triage.domain import events
from services.triage.domain.events import AddressHidden, AddressShown
from services.triage.domain.family import events as told
from services.triage.read_models.families.following import (
    on_address_hidden,
    on_address_shown,
    on_answers_added,
    on_assessment_opened,
    on_marked_for_panel,
    on_member_left,
    on_member_named,
    on_member_taken_back,
    on_people_joined,
    on_people_parted,
    on_person_told_apart,
    on_referral_triaged,
    on_support_requested,
    on_trio_recorded,
)
from services.triage.read_models.families.queries import elsewhere_of as elsewhere_of
from services.triage.read_models.families.queries import graph_of as graph_of
from services.triage.read_models.families.queries import here_of as here_of
from services.triage.read_models.families.queries import standing_of as standing_of
from services.triage.read_models.families.queries import whom_of as whom_of
from services.triage.read_models.families.tables import hidden, joined, members, people, referrals, split, trios
from shared.event_store.views import View

VIEW = View(
    "families",
    1,
    (referrals, people, members, trios, joined, split, hidden),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AnswersAdded: on_answers_added,
        events.ReferralTriaged: on_referral_triaged,
        events.SupportRequested: on_support_requested,
        events.MarkedForPanel: on_marked_for_panel,
        told.HouseholdMemberNamed: on_member_named,
        told.HouseholdMemberLeft: on_member_left,
        told.HouseholdMemberTakenBack: on_member_taken_back,
        told.TrioRecorded: on_trio_recorded,
        told.PeopleJoined: on_people_joined,
        told.PeopleParted: on_people_parted,
        told.PersonToldApart: on_person_told_apart,
        AddressHidden: on_address_hidden,
        AddressShown: on_address_shown,
    },
)
