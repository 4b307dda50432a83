"""Questions about equality, asked once a referral is sent: harmonised wording, short lists, all of them optional."""

from services.intake.web.forms import Field

UNSAID = {"unsaid": "I would rather not say"}


def _asked(name: str, asks: str, says: dict[str, str], hint: str = "") -> Field:
    return Field(name, "choice", asks, hint, {**says, **UNSAID})


# After the Government Statistical Service's harmonised questions, in their shortest forms: one for each of the nine
# protected characteristics.
EQUALITY: tuple[Field, ...] = (
    _asked(
        "age", "How old are you?",
        {"u18": "Under 18", "18": "18 to 24", "25": "25 to 34", "35": "35 to 44", "45": "45 to 54", "55": "55 to 64",
         "65": "65 or over"},
    ),
    _asked("sex", "What is your sex?", {"female": "Female", "male": "Male"}),
    _asked(
        "gender", "Is the gender you identify with the same as your sex at birth?", {"yes": "Yes", "no": "No"},
    ),
    _asked(
        "ethnic_group", "What is your ethnic group?",
        {"asian": "Asian or Asian British", "black": "Black, Black British, Caribbean or African",
         "mixed": "Mixed or several ethnic groups", "white": "White", "other": "Another ethnic group"},
    ),
    _asked(
        "condition", "Do you have a health condition or illness that lasts a year or more?", {"yes": "Yes", "no": "No"},
        "Of the body or of the mind.",
    ),
    _asked(
        "pregnancy", "Are you pregnant, or have you had a baby in the last 26 weeks?", {"yes": "Yes", "no": "No"},
    ),
    _asked(
        "marriage", "Are you married or in a civil partnership?",
        {"married": "Married", "partnership": "In a civil partnership", "neither": "Neither"},
    ),
    _asked(
        "religion", "What is your religion?",
        {"none": "No religion", "christian": "Christian", "buddhist": "Buddhist", "hindu": "Hindu", "jewish": "Jewish",
         "muslim": "Muslim", "sikh": "Sikh", "other": "Another religion"},
    ),
    _asked(
        "orientation", "Which of these fits you best?",
        {"straight": "Straight or heterosexual", "gay": "Gay or lesbian", "bisexual": "Bisexual", "other": "Another"},
    ),
)  # fmt: skip
