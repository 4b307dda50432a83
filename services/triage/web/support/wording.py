"""The codes of support in domestic abuse in plain English: labels document, words belong to the page."""

WAYS = {
    "phone": "A call",
    "sms": "A text",
    "email": "A message by e-mail",
    "post": "A letter",
    "in_person": "In person",
}
OUTCOMES = {
    "reached": "Spoke to them",
    "no_answer": "No answer",
    "message_left": "A message was left",
    "sent": "Sent",
    "not_safe_then": "It was not safe to speak just then",
}
AGENCIES = {
    "adviser": "The adviser",
    "council": "The council",
    "herself": "The person herself",
    "police": "Police",
    "housing": "Housing",
    "landlord": "Landlord",
    "childrens_services": "Children’s services",
    "adult_social_care": "Adult social care",
    "health": "Health",
    "school": "School",
    "solicitor": "Solicitor",
    "voluntary": "Voluntary sector",
}
ACTION_RESULTS = {
    "done": "Done",
    "not_possible": "Not possible any more",
    "not_undertaken": "Not undertaken",
}
AREAS = {
    "borough": "A whole borough",
    "ward": "A ward of ours",
    "words": "A place in words",
}
LIFTED = {
    "she_says_so": "They say so",
    "police_say_so": "The police say so",
    "named_by_mistake": "It was named by mistake",
}
PLACES = {
    "refuge": "Refuge",
    "emergency_accommodation": "Emergency accommodation",
    "temporary_accommodation": "Temporary accommodation",
    "managed_move": "Managed move",
    "own_choice": "A place they found themselves",
}
CHECKED = {
    "clear": "Yes, and it lies in none of these places",
    "not_safe": "Yes, and it lies in or near one of them",
    "not_checked": "No, nobody who knows it was asked",
}
FOUND = {
    "clear": "Compared with where it is not safe: clear",
    "not_safe": "It lies where it is not safe",
    "not_compared": "Not known whether it lies where it is not safe",
    "not_asked": "Nobody had asked where it is not safe",
}
DESPITE = {
    "she_chooses_it_knowing": "They know and choose it",
    "no_threat_there_now": "There is no threat there now",
    "police_advise_it": "The police advise it",
    "nowhere_else_tonight": "There is nowhere else tonight",
}
LEFT = {
    "moved_on": "They moved on",
    "went_home": "They went home",
    "not_safe_there": "It was not safe there",
    "asked_to_leave": "They had to leave",
    "recorded_by_mistake": "It was recorded by mistake",
}
CAME = {
    "by_themselves": "By themselves",
    "call_card": "With a call card",
    "police_station": "From the police station",
    "sent_by_agency": "An agency sent them",
    "known_here": "They came before",
}
TOPICS = {
    "safety": "Safety",
    "orders": "Court orders",
    "housing": "Housing",
    "children": "Children",
    "money": "Money and benefits",
    "immigration": "Immigration advice",
    "health": "Health",
    "reporting": "Reporting to the police",
}
ORDERS = {
    "non_molestation": "Non-molestation order",
    "occupation": "Occupation order",
    "protection_notice": "Domestic abuse protection notice",
    "protection_order": "Domestic abuse protection order",
    "restraining": "Restraining order",
    "stalking_protection": "Stalking protection order",
    "bail_conditions": "Bail conditions",
    "child_arrangements": "Order about children",
}
TENURES = {
    "owner": "They own it",
    "council": "Council tenancy",
    "housing_association": "Housing association tenancy",
    "private_renter": "Private tenancy",
    "other": "Something else",
}
WORKS = {
    "asked": "Asked for",
    "surveyed": "The home was surveyed",
    "owner_agreed": "Whoever owns the home agreed",
    "works_ordered": "The works are ordered",
    "works_done": "The works are done",
    "checked_with_her": "Checked with them: it works and they feel safe",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
}
MOVES = {
    "accepted": "They accepted it",
    "refused": "They refused it",
    "withdrawn": "It was withdrawn",
}
YES_NO = {"yes": "Yes", "no": "No", "unknown": "Not known"}
GROUNDS = {
    "management": "Management move",
    "housing_needs_panel": "Housing needs panel",
    "marac_plan": "Plan of the MARAC",
    "officer": "Housing officer",
    "review": "Review of a decision",
}
ASKS = {
    "band": "Band of the housing register",
    "management_move": "Management move",
    "review": "Another look at their band",
}
BAND_RESULTS = {
    "awarded": "Band awarded",
    "not_awarded": "No band awarded",
    "deferred": "Put off to a later meeting",
}
# Why a panel gave a band, by the codes of its terms of reference.
BAND_REASONS = {
    "abuse": "Not safe at home because of domestic abuse",
    "management": "Management move agreed by the landlord",
    "homeless": "Homeless, with priority need",
    "medical": "Health or disability",
    "overcrowded": "Too little room",
    "leaving_refuge": "Ready to move on from a refuge or supported home",
}
DUE = {
    "adviser": "Give the case to an adviser, who reaches them",
    "contact": "The adviser reaches them",
    "action": "An action of the safety plan",
    "review": "Look at the safety plan again",
    "moved": "Look at the safety plan and at how to reach them again: they moved, or named a place that is not safe",
    "danger": "They stay where it is not safe: find another place",
    "police": "The police must say that they have the order",
    "works": "The works at home are to be done",
    "check": "Check the works with them",
}
_ALL = (
    OUTCOMES,
    AGENCIES,
    ACTION_RESULTS,
    AREAS,
    LIFTED,
    PLACES,
    FOUND,
    LEFT,
    ORDERS,
    WORKS,
    MOVES,
    YES_NO,
    GROUNDS,
    ASKS,
    BAND_RESULTS,
    BAND_REASONS,
    WAYS,
)


def said(code: str) -> str:
    """A code in the words of a sentence; one nobody has worded is shown with spaces."""
    found = next((words[code] for words in _ALL if code in words), code.replace("_", " "))
    return found if found[:2].isupper() else found[:1].lower() + found[1:]
