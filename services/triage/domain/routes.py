"""The routes a referral can take, and which of them are ours to keep open or protect somebody."""

EMERGENCY = "emergency_999"

# In the order of the policy's rows; a later row never outranks an earlier one.
PROTECTING = (
    EMERGENCY,
    "modern_slavery",
    "domestic_abuse",
    "vawg_specialist",
    "children_mash",
    "adult_safeguarding",
    "hate_crime_police",
)
LATER = (
    "neighbouring_borough",
    "street_services",
    "civil_advice",
    "environmental_health",
    "social_landlord",
    "council_housing",
    "mediation",
    "advice_and_record",
)
ROUTES = (*PROTECTING, "police_101", "asb_case", *LATER)

# What domestic abuse may never be turned into: rows 10 to 18, the case of anti-social behaviour among them.
CLOSING_AND_LATER = (*LATER, "asb_case")

_OURS = frozenset({*PROTECTING, "asb_case"}) - {EMERGENCY}


def is_ours(route: str) -> bool:
    """Whether taking this route opens a case with us instead of showing a door."""
    return route in _OURS


def opens_case(route: str) -> bool:
    """Whether a person who chooses it has us follow it: who says that it is an emergency leaves somebody in danger."""
    return is_ours(route) or route == EMERGENCY
