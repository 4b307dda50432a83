"""The templates of intake's pages, and the words they share."""

from pathlib import Path

from shared.contracts.vocabulary import VOCABULARY
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")

# Asked in order of danger; the first answer that is yes turns a call to 999.
SAFETY = (
    "immediate_danger",
    "serious_crime_now",
    "weapon_present_now",
    "child_at_risk",
    "adult_at_risk",
    "exploitation_indicator",
    "domestic_abuse",
    "violence_or_threats",
    "hate_motive",
)
# What most often decides who deals with anti-social behaviour.
NATURE = (
    "persistent",
    "tenure_of_source",
    "tenure_of_reporter",
    "landlord_contacted",
    "noise_kind",
    "statutory_nuisance_likely",
)

CHANNELS_SAFE = ("phone", "sms", "email", "post")

QUESTIONS = VOCABULARY.answers
