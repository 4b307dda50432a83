"""The words all services share about a referral: kinds, channels, categories, strands, and every answer it may hold.

Codes are stored and travel; labels are for people and may be reworded at any time. What an answer means for a decision
is no business of this module: the rules of triage say so. The answers about risk are paraphrased topics, in our words;
the published risk checklist has owners and stands nowhere here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

AnswerType = Literal["yes_no", "one_of", "count", "age", "date", "text"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing a caller or a professional may tell us.

    `yes_no` is "yes", "no" or "unknown"; `one_of` is one of `values`, "unknown" among them; `count` and `age` (whole
    years) are whole numbers from 0 to `most` or null; `date` is YYYY-MM-DD or null; `text` is free words or null.
    Absent means unknown, never no. `asks` is the question in plain English; `values` maps each code to its label.
    """

    name: str
    group: str
    type: AnswerType
    asks: str
    values: Mapping[str, str] = field(default_factory=dict)
    most: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every code a referral document may hold, in the order in which pages show them."""

    kinds: Mapping[str, str]
    channels: Mapping[str, str]
    categories: Mapping[str, str]
    strands: Mapping[str, str]
    groups: Mapping[str, str]
    answers: Mapping[str, Answer]


KINDS = {
    "asb": "Anti-social behaviour",
    "domestic_abuse": "Domestic abuse",
    "vawg_other": "Other violence against women and girls",
    "unsure": "Not sure yet",
}
CHANNELS = {
    "phone": "Telephone",
    "email": "E-mail",
    "online": "Online form",
    "in_person": "In person",
    "partner": "Partner agency",
    "councillor": "Councillor",
    "social_media": "Social media",
    "safe_space": "Safe space",
}
CATEGORIES = {
    "noise": "Noise",
    "rowdy_neighbours": "Rowdy or nuisance neighbours",
    "rowdy_behaviour": "Rowdy or inconsiderate behaviour in public",
    "neighbour_dispute": "Dispute between neighbours",
    "vehicle_abandoned": "Abandoned vehicle",
    "vehicle_nuisance": "Vehicle nuisance or inappropriate use",
    "animal_problem": "Animal problem",
    "dog_fouling": "Dog fouling",
    "fly_tipping": "Fly-tipping",
    "litter_or_drug_paraphernalia": "Litter or drug paraphernalia",
    "graffiti_or_vandalism": "Graffiti or vandalism",
    "trespass": "Trespass",
    "nuisance_communications": "Malicious or nuisance messages",
    "street_drinking": "Street drinking",
    "drug_use": "Drug use",
    "prostitution_related": "Activity linked to prostitution",
    "suspected_brothel": "Suspected brothel",
    "begging_or_rough_sleeping": "Begging or rough sleeping",
    "fireworks": "Fireworks",
    "smell_or_smoke": "Smell or smoke",
    "parking_or_boundary": "Parking or boundary",
    "other": "Something else",
}
STRANDS = {
    "domestic_violence_and_abuse": "Domestic violence and abuse",
    "sexual_violence": "Sexual violence",
    "abuse_and_exploitation": "Abuse and exploitation",
    "stalking_and_harassment": "Stalking and harassment",
    "trafficking": "Trafficking",
    "prostitution": "Prostitution",
    "forced_marriage": "Forced marriage",
    "female_genital_mutilation": "Female genital mutilation",
    "honour_based": "So-called honour-based abuse",
    "faith_based": "Faith-based abuse",
}
GROUPS = {
    "safety_now": "Safety now",
    "safeguarding": "Children and adults who may need protecting",
    "nature": "What kind of thing it is",
    "people": "People",
    "noise_and_premises": "Noise and premises",
    "homes": "Homes and landlords",
    "place": "Where it happens",
    "history": "What has happened before",
    "need": "Needs",
    "risk": "Risk",
}
NOISE_KINDS = {
    "living": "Everyday living: footsteps, doors, talking, television",
    "amplified_music": "Amplified music",
    "party": "A party",
    "animal": "An animal",
    "alarm": "An alarm",
    "machinery": "Machinery",
    "construction": "Building work",
    "commercial": "A business",
    "other": "Another kind",
    "unknown": "Not known",
}
TENURES = {
    "owner": "Owner",
    "private_renter": "Rents from a private landlord",
    "housing_association": "Rents from a housing association",
    "council": "Rents from the council",
    "supported": "Supported housing",
    "unknown": "Not known",
}
YES_NO = {"yes": "Yes", "no": "No", "unknown": "Not known"}
OLDEST = 130
MOST_COUNTED = 10_000
LONGEST_TEXT = 2_000


def _yes_no(group: str, name: str, asks: str) -> Answer:
    return Answer(name, group, "yes_no", asks, YES_NO)


def _one_of(group: str, name: str, asks: str, values: Mapping[str, str]) -> Answer:
    return Answer(name, group, "one_of", asks, values)


def _count(group: str, name: str, asks: str) -> Answer:
    return Answer(name, group, "count", asks, most=MOST_COUNTED)


def _age(group: str, name: str, asks: str) -> Answer:
    return Answer(name, group, "age", asks, most=OLDEST)


def _text(group: str, name: str, asks: str) -> Answer:
    return Answer(name, group, "text", asks, most=LONGEST_TEXT)


_SAFETY = (
    _yes_no("safety_now", "immediate_danger", "Is anyone in danger right now?"),
    _yes_no("safety_now", "serious_crime_now", "Is violence, a break-in or another serious crime happening now?"),
    _yes_no("safety_now", "weapon_present_now", "Is there a weapon there now?"),
    _yes_no("safeguarding", "child_at_risk", "Is a child being harmed or at risk of harm?"),
    _yes_no("safeguarding", "children_in_household", "Do children live in the household?"),
    _yes_no("safeguarding", "adult_at_risk", "Is an adult who needs care and support at risk?"),
    _yes_no("safeguarding", "exploitation_indicator", "Is there a sign of trafficking, slavery or cuckooing?"),
    _yes_no("nature", "domestic_abuse", "Is it by a partner, an ex-partner or a family member?"),
    _yes_no("nature", "hate_motive", "Is it because of who somebody is, or is thought to be?"),
    _yes_no("nature", "violence_or_threats", "Has there been violence, or a threat of it?"),
    _yes_no("nature", "drug_dealing", "Are drugs being sold there?"),
)
_CIRCUMSTANCES = (
    _age("people", "victim_age", "How old is the person it happens to?"),
    _age("people", "perpetrator_age", "How old is the person who does it?"),
    _age("people", "subject_age", "How old is the adult there is concern about?"),
    _one_of("noise_and_premises", "noise_kind", "What kind of noise is it?", NOISE_KINDS),
    _yes_no("noise_and_premises", "statutory_nuisance_likely", "Is it often and strong enough to be a legal nuisance?"),
    _one_of("homes", "tenure_of_source", "Who owns or rents the home the trouble comes from?", TENURES),
    _one_of("homes", "tenure_of_reporter", "Does the person reporting own or rent their home?", TENURES),
    _text("homes", "landlord", "Which landlord is it?"),
    _yes_no("homes", "landlord_contacted", "Has the landlord been told?"),
    _yes_no("place", "in_borough", "Does it happen in this borough?"),
    _yes_no("place", "victim_home_in_borough", "Does the person it happens to live in this borough?"),
    _yes_no("history", "persistent", "Has it kept happening?"),
    _count("history", "reports_in_6_months", "How often was it reported in the last six months?"),
    _count("history", "contacts_in_180_days", "How many contacts were there in the last 180 days?"),
    _yes_no("need", "complex_needs", "Does the adult of concern have several needs at once?"),
    _yes_no("need", "mental_health", "Does mental health play a part?"),
    _yes_no("need", "alcohol", "Does alcohol play a part?"),
    _yes_no("need", "drugs", "Does drug use play a part?"),
    _yes_no("need", "statutory_threshold_met", "Has a service found that its legal threshold for care is met?"),
)
_RISK = (
    _count("risk", "dash_yes_count", "How many questions of the risk checklist were answered yes?"),
    _count("risk", "dash_unanswered_count", "How many questions of the risk checklist have no answer?"),
    _yes_no("risk", "judgement_high_risk", "Do you judge the risk to be high, whatever the count?"),
    _text("risk", "judgement_reason", "Why do you judge it so?"),
    _count("risk", "incidents_in_12_months", "How many incidents were there in the last twelve months?"),
    _yes_no("risk", "previous_marac", "Was there a MARAC before?"),
    Answer("last_marac_referral_on", "risk", "date", "When was the last referral to MARAC?"),
    _yes_no("risk", "new_incident_since_last_marac", "Has anything happened since that referral?"),
    _yes_no("risk", "new_incident_same_perpetrator", "Was it the same person who did it?"),
    _yes_no("risk", "new_incident_criminal", "Could what happened since be a crime?"),
    _yes_no("risk", "strangulation", "Has anyone been strangled, choked or kept from breathing?"),
    _yes_no("risk", "threats_to_kill", "Has anyone been threatened with death?"),
    _yes_no("risk", "stalking", "Is anyone being followed, watched or contacted again and again?"),
    _yes_no("risk", "honour_based", "Is so-called honour a reason given for it?"),
    _yes_no("risk", "suicidal", "Has anyone spoken of ending their life?"),
    _yes_no("risk", "weapon_ever", "Was a weapon or an object ever used?"),
    _yes_no("risk", "separation_last_year", "Was there a separation, or an attempt at one, in the last year?"),
    _yes_no("risk", "pregnancy_or_new_baby", "Is there a pregnancy, or a baby under eighteen months?"),
)

VOCABULARY = Vocabulary(
    kinds=MappingProxyType(KINDS),
    channels=MappingProxyType(CHANNELS),
    categories=MappingProxyType(CATEGORIES),
    strands=MappingProxyType(STRANDS),
    groups=MappingProxyType(GROUPS),
    answers=MappingProxyType({answer.name: answer for answer in (*_SAFETY, *_CIRCUMSTANCES, *_RISK)}),
)
