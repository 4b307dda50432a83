"""The settled policy once more, as plain code written straight from its text: it reads no rule file.

`judge` answers outcome, primary, also, panels, priority and give; `missing` tries every value of every unknown answer.
Only the earlier repeat definition and the public spaces protection order are dated.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Case = dict[str, Any]

YES_NO = (
    "immediate_danger serious_crime_now weapon_present_now child_at_risk children_in_household adult_at_risk "
    "exploitation_indicator domestic_abuse hate_motive violence_or_threats drug_dealing statutory_nuisance_likely "
    "landlord_contacted in_borough victim_home_in_borough persistent complex_needs mental_health alcohol drugs "
    "statutory_threshold_met judgement_high_risk previous_marac new_incident_since_last_marac "
    "new_incident_same_perpetrator new_incident_criminal strangulation threats_to_kill stalking honour_based suicidal "
    "weapon_ever separation_last_year pregnancy_or_new_baby"
).split()
NOISE_KINDS = "living amplified_music party animal alarm machinery construction commercial other".split()
TENURES = "owner private_renter housing_association council supported".split()
TRIED_NUMBERS = {
    "victim_age": (15, 16, 17, 18),
    "perpetrator_age": (17, 18),
    "subject_age": (17, 18),
    "reports_in_6_months": (2, 3),
    "contacts_in_180_days": (9, 10),
    "dash_yes_count": (13, 14),
    "dash_unanswered_count": (0, 1, 13, 14),
    "incidents_in_12_months": (2, 3),
}
OTHERS = ("noise_kind", "tenure_of_source", "tenure_of_reporter", "last_marac_referral_on")
DRIVERS = ("mental_health", "alcohol", "drugs")
FLAGS = ("strangulation", "threats_to_kill", "stalking", "honour_based", "suicidal")
STREET = ("fly_tipping", "dog_fouling", "litter_or_drug_paraphernalia", "graffiti_or_vandalism", "vehicle_abandoned")
DWELLING = (
    "noise rowdy_neighbours neighbour_dispute animal_problem smell_or_smoke drug_use nuisance_communications"
).split()
SOCIAL = ("housing_association", "council", "supported")
CLOSING = ("mediation", "civil_advice", "social_landlord", "council_housing", "advice_and_record")
ALWAYS_OPEN = (
    "domestic_abuse modern_slavery children_mash adult_safeguarding vawg_specialist hate_crime_police asb_case"
).split()
DONE_BY = {
    **dict.fromkeys(("emergency_999", "police_101"), "caller"),
    **dict.fromkeys(
        "street_services civil_advice mediation neighbouring_borough advice_and_record".split(),
        "resident",
    ),
}  # by us where nothing is said
WORKING_DAYS = {"urgent": "P1D", "high": "P2D", "standard": "P5D"}
SAME_DAY = "modern_slavery children_mash adult_safeguarding vawg_specialist".split()
SCREEN = (
    "immediate_danger serious_crime_now weapon_present_now child_at_risk adult_at_risk exploitation_indicator "
    "domestic_abuse hate_motive violence_or_threats"
).split()


@dataclass
class Judged:
    rows: set[int]
    primary: str
    also: list[str]
    panels: list[str]
    priority: str
    give: list[str]
    outcome: str = ""

    def key(self) -> tuple[object, ...]:
        return self.primary, tuple(self.also), tuple(self.panels), self.priority


def said(case: Case, name: str) -> str:
    return case["facts"].get(name) or "unknown"


def number(case: Case, name: str) -> Any:
    return case["facts"].get(name)


def counts(case: Case) -> bool:
    return (number(case, "reports_in_6_months") or 0) >= 3 or (number(case, "contacts_in_180_days") or 0) >= 10


def persistent(case: Case) -> str:
    return "yes" if counts(case) else said(case, "persistent")


def violence(case: Case) -> str:
    flags = ("strangulation", "threats_to_kill", "stalking", "honour_based")
    return "yes" if any(said(case, flag) == "yes" for flag in flags) else said(case, "violence_or_threats")


def complex_needs(case: Case) -> bool:
    return any(said(case, name) == "yes" for name in ("complex_needs", *DRIVERS))


def under(case: Case, name: str, age: int) -> bool:
    return number(case, name) is not None and number(case, name) < age


def social_home(case: Case) -> str | None:
    """The tenure of the home that matched row 15's condition, the source's first."""
    if said(case, "tenure_of_source") in SOCIAL:
        return said(case, "tenure_of_source")
    reporter = said(case, "tenure_of_reporter")
    if reporter in SOCIAL and said(case, "tenure_of_source") == "unknown" and case["category"] in DWELLING:
        return reporter
    return None


def landlord_route(tenure: str) -> str:
    return "council_housing" if tenure == "council" else "social_landlord"


def a_year_later(day: date) -> date:
    if day.month == 2 and day.day == 29:
        return date(day.year + 1, 2, 28)
    return date(day.year + 1, day.month, day.day)


def is_repeat(case: Case, received: date) -> bool:
    last = number(case, "last_marac_referral_on")
    if last is None:
        return False
    last = date.fromisoformat(last)
    if not last <= received <= a_year_later(last):
        return False
    if received < date(2026, 4, 1) and said(case, "new_incident_criminal") != "yes":
        return False
    return said(case, "new_incident_since_last_marac") != "no" and said(case, "new_incident_same_perpetrator") != "no"


def early_rows(case: Case) -> dict[int, list[str]]:
    """Rows 1 to 9 that match, with their routes, no suppression applied yet."""
    strands, category = set(case["strands"]), case["category"]
    exploitation = said(case, "exploitation_indicator")
    rows: dict[int, list[str]] = {}
    if "yes" in (said(case, "immediate_danger"), said(case, "serious_crime_now"), said(case, "weapon_present_now")):
        rows[1] = ["emergency_999"]
    brothel = category in ("suspected_brothel", "prostitution_related") and exploitation != "no"
    if exploitation == "yes" or "trafficking" in strands or brothel:
        rows[2] = ["modern_slavery"]
    abuse = case["kind"] == "domestic_abuse" or said(case, "domestic_abuse") == "yes"
    if abuse or "domestic_violence_and_abuse" in strands:
        rows[3] = ["children_mash", "domestic_abuse"] if under(case, "victim_age", 16) else ["domestic_abuse"]
    if case["kind"] == "vawg_other" or strands - {"domestic_violence_and_abuse", "trafficking"}:
        rows[4] = ["vawg_specialist"]
    child = said(case, "child_at_risk") == "yes"
    young_victim = under(case, "victim_age", 18)
    if "female_genital_mutilation" in strands and (young_victim or (number(case, "victim_age") is None and child)):
        rows[5] = ["police_101"]
    if said(case, "hate_motive") == "yes":
        rows[8] = ["hate_crime_police", "asb_case"]
    if violence(case) == "yes" or said(case, "drug_dealing") == "yes" or category == "suspected_brothel":
        rows[9] = ["police_101"] + (["asb_case"] if persistent(case) == "yes" else [])
    household = said(case, "children_in_household") == "yes" and rows.keys() & {2, 3, 4}
    young = (young_victim or under(case, "perpetrator_age", 18)) and rows.keys() & {2, 3, 4, 8, 9}
    if child or household or young or (under(case, "subject_age", 18) and complex_needs(case)):
        rows[6] = ["children_mash"]
    if said(case, "adult_at_risk") == "yes" or said(case, "suicidal") == "yes":
        rows[7] = ["adult_safeguarding"]
    return rows


def one_of_rows_11_to_17(case: Case, matched: set[int]) -> tuple[int, list[str]] | None:
    category, home = case["category"], social_home(case)
    keeps_on = persistent(case) == "yes"
    landlord_allowed = not matched & {2, 4}
    if category in STREET:
        return 11, ["street_services"]
    if category == "parking_or_boundary":
        return 12, ["civil_advice"]
    if category in ("noise", "smell_or_smoke") and said(case, "statutory_nuisance_likely") == "yes":
        return 13, ["environmental_health"] + (["asb_case"] if keeps_on else [])
    if home and landlord_allowed and said(case, "landlord_contacted") == "yes" and keeps_on:
        return 14, ["asb_case", landlord_route(home)]
    if home and landlord_allowed:
        return 15, [landlord_route(home)]
    living = category == "noise" and said(case, "noise_kind") == "living"
    if (living or category == "neighbour_dispute") and not matched:
        return 16, ["mediation"]
    if keeps_on and said(case, "in_borough") != "no":
        return 17, ["asb_case"]
    return None


def panels_of(case: Case, rows: set[int], received: date) -> list[str]:
    if 3 in rows and not under(case, "victim_age", 16):
        high = (number(case, "dash_yes_count") or 0) >= 14 or said(case, "judgement_high_risk") == "yes"
        if high or (number(case, "incidents_in_12_months") or 0) >= 3 or is_repeat(case, received):
            return ["marac"]
    adult = number(case, "subject_age") is not None and number(case, "subject_age") >= 18
    needs = adult and complex_needs(case) and said(case, "statutory_threshold_met") != "yes"
    return ["cmarac"] if case["kind"] in ("asb", "unsure") and 3 not in rows and needs else []


def priority_of(case: Case, rows: set[int], panels: list[str]) -> str:
    if rows & {1, 2, 6, 7} or "marac" in panels:
        return "urgent"
    if said(case, "strangulation") == "yes" or said(case, "threats_to_kill") == "yes":
        return "urgent"
    if said(case, "immediate_danger") == "unknown" and (3 in rows or violence(case) == "yes"):
        return "urgent"
    return "high" if rows & {3, 4, 5, 8, 9} or "cmarac" in panels else "standard"


def gifts(case: Case, rows: set[int], routes: list[str], received: date) -> list[str]:
    given = []
    if 1 in rows:
        given.append("emergency_advice")
    if rows & {3, 4}:
        given.append("offer_of_support")
    if (counts(case) or 14 in rows) and 3 not in rows:
        given.append("case_review_rights")
    diary = case["category"] in ("noise", "rowdy_neighbours", "neighbour_dispute") and "asb_case" in routes
    if diary and not rows & {2, 3, 4, 5, 6, 7}:
        given.append("diary_sheet")
    if case["category"] == "street_drinking" and received >= date(2017, 10, 21):
        given.append("pspo_information")
    if "social_landlord" in routes or "council_housing" in routes:
        given.append("landlord_receipt")
    return given


def found(case: Case) -> Judged:
    """Everything but the outcome."""
    received = date.fromisoformat(case["received_on"])
    rows = early_rows(case)
    early = set(rows)
    if 3 not in rows:
        if said(case, "in_borough") == "no" and not early & {2, 4}:
            rows[10] = ["neighbouring_borough"]
        else:
            later = one_of_rows_11_to_17(case, early)
            if later:
                rows[later[0]] = later[1]
        if not rows:
            rows[18] = ["advice_and_record"]
    routes: list[str] = []
    for row in sorted(rows):
        for route in rows[row]:
            if route == "asb_case" and (3 in rows or said(case, "in_borough") == "no"):
                continue
            if route not in routes:
                routes.append(route)
    primary, also = routes[0], routes[1:]
    unknown = [said(case, name) for name in ("domestic_abuse", "hate_motive", "child_at_risk")] + [violence(case)]
    if "unknown" in unknown:
        also = [route for route in also if route not in CLOSING]
    panels = panels_of(case, set(rows), received)
    given = gifts(case, set(rows), [primary, *also], received)
    return Judged(set(rows), primary, also, panels, priority_of(case, set(rows), panels), given)


def judge(case: Case) -> Judged:
    judged = found(case)
    judged.outcome = outcome_of(case, judged)
    return judged


def undertaken(judged: Judged) -> list[tuple[str, str, str | None]]:
    """Every route with who does it and its time frame. Female genital mutilation is reported by us (row 5)."""
    done = [
        "us" if (route, 5 in judged.rows) == ("police_101", True) else DONE_BY.get(route, "us")
        for route in (judged.primary, *judged.also)
    ]
    routes = [judged.primary, *judged.also]
    return [(route, by, time_frame(route, judged.priority)) for route, by in zip(routes, done, strict=True)]


def time_frame(route: str, priority: str) -> str | None:
    if route in SAME_DAY:
        return "P0D"
    if route in ("hate_crime_police", "asb_case"):
        return WORKING_DAYS[priority]
    handed_over = dict.fromkeys(("social_landlord", "council_housing", "environmental_health"), "P2D")
    return {"emergency_999": "PT0S", "domestic_abuse": "PT24H", **handed_over}.get(route)


def outcome_of(case: Case, judged: Judged) -> str:
    if judged.primary == "emergency_999":
        return "emergency"
    if judged.primary in ALWAYS_OPEN or "asb_case" in judged.also:
        return "open_case"
    if judged.priority == "urgent":
        return "ask" if said(case, "immediate_danger") == "unknown" else "open_case"
    for name in question_set(case, judged.primary):
        others = [found(with_answer(case, name, value)) for value in tried(case, name)]
        if is_unknown(case, name) and any(other.primary != judged.primary for other in others):
            return "ask"
    return "open_case" if judged.panels else "signpost"


def question_set(case: Case, primary: str) -> list[str]:
    category = case["category"]
    if primary == "street_services":
        return ["hate_motive"] if category == "graffiti_or_vandalism" else []
    asked = list(SCREEN)
    if category not in STREET and category != "parking_or_boundary":
        asked += ["persistent", "tenure_of_source"]
        if category in DWELLING:
            asked.append("tenure_of_reporter")
        if social_home(case) and persistent(case) != "no":
            asked.append("landlord_contacted")
        if category == "noise":
            asked += ["noise_kind", "statutory_nuisance_likely"]
        if category == "smell_or_smoke":
            asked.append("statutory_nuisance_likely")
    return asked


def is_unknown(case: Case, name: str) -> bool:
    return case["facts"].get(name) in (None, "unknown")


def with_answer(case: Case, name: str, value: Any) -> Case:
    return {**case, "facts": {**case["facts"], name: value}}


def tried(case: Case, name: str) -> list[Any]:
    if name == "noise_kind":
        return list(NOISE_KINDS)
    if name in ("tenure_of_source", "tenure_of_reporter"):
        return list(TENURES)
    if name in TRIED_NUMBERS:
        return list(TRIED_NUMBERS[name])
    if name == "last_marac_referral_on":
        received = date.fromisoformat(case["received_on"])
        day = min(received.day, calendar.monthrange(received.year - 1, received.month)[1])
        year_before = received.replace(year=received.year - 1, day=day)
        return [each.isoformat() for each in (received, year_before, year_before - timedelta(days=1))]
    return ["yes", "no"]


def missing(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Each missing answer with the other decisions it could lead to."""
    now = found(case)
    listed: dict[str, list[tuple[object, ...]]] = {}
    for name in (
        *YES_NO,
        "noise_kind",
        "tenure_of_source",
        "tenure_of_reporter",
        "last_marac_referral_on",
        *TRIED_NUMBERS,
    ):
        if name in DRIVERS or not is_unknown(case, name):
            continue
        if name in FLAGS and violence(case) == "no" and 3 not in now.rows:
            continue
        others = [found(with_answer(case, name, value)).key() for value in tried(case, name)]
        if any(other != now.key() for other in others):
            listed[name] = [other for other in others if other != now.key()]
    dash, unanswered = number(case, "dash_yes_count"), number(case, "dash_unanswered_count")
    counted = dash is not None and unanswered is not None and dash < 14 <= dash + unanswered
    if 3 in now.rows and "marac" not in now.panels and counted:
        listed["dash_unanswered_count"] = []
    return listed
