"""The codes of work on anti-social behaviour in plain English: labels document, words belong to the page."""

HOW = {
    "phone": "Telephone",
    "email": "E-mail",
    "online": "Online",
    "in_person": "In person",
    "diary": "In the diary",
    "partner": "A partner told us",
    "officer": "An officer saw it",
}
SUBJECT_KINDS = {
    "individual": "A person",
    "body": "A business or other body",
    "council": "The council itself, as landlord",
    "premises": "Premises",
}
AGE_SOURCES = {
    "document_seen": "A document was seen",
    "police": "Police",
    "school_or_youth_service": "School or youth service",
    "landlord": "Landlord",
    "told_us": "They told us",
}
VULNERABLE = {
    "not_found": "Considered, and no vulnerability found",
    "support_offered": "Support was offered first, and enforcement is still right",
    "community_marac_agreed": "The Community MARAC was asked, and agreed",
    "other_way_chosen": "Another way is better than enforcement for now",
}
RESULTS = {
    "complied": "They complied",
    "breached": "It was breached",
    "paid": "It was paid",
    "withdrawn": "It was withdrawn",
    "quashed": "It was quashed on appeal",
    "refused_by_court": "The court refused it",
    "ended": "It ended",
}
PROMISES = {
    "acknowledge": "Acknowledge the report",
    "interview": "Interview whoever reported it",
    "plan": "Agree a plan with them",
    "update": "Tell them how it stands",
}
KEPT = {
    "acknowledge": "The report was acknowledged",
    "interview": "Whoever reported it was interviewed",
    "plan": "A plan was agreed",
}
DUE = {
    **PROMISES,
    "acknowledge_review": "Acknowledge the application for a case review",
    "decide_review": "Decide whether a case review is held",
    "hold_review": "Hold the case review",
    "hearing": "The court must have heard the closure",
    "notice_ends": "It ends: record what came of it",
    "time_to_comply": "The time to comply runs out",
    "payment": "Payment is due",
}
TOLD = {
    "notice": "Send a notice, if there is a safe way",
    "spoken": "I have spoken to them",
}
TOLD_SINCE = {"notice": "by a notice, where there is a safe way", "spoken": "spoken to"}
PAUSES = {
    "reporter_away": "Whoever reported it is away",
    "reporter_asked": "Whoever reported it asked us to wait",
    "waiting_for_police": "The police asked us to wait",
    "waiting_for_court": "The court decides",
    "diary_running": "The diary is being filled in",
}
OPERATIONS = {
    "visit": "Visit",
    "joint_visit": "Joint visit with a partner",
    "patrol": "Patrol",
    "letter": "Letter",
    "interview": "Interview",
    "camera": "Mobile camera",
    "test_purchase": "Test purchase",
    "weapons_sweep": "Weapons sweep",
    "knife_arch": "Knife arch",
    "trading_standards": "Trading standards visit",
}
PARTNERS = {
    "none": "Nobody else",
    "police": "Police",
    "landlord": "Landlord",
    "environmental_health": "Environmental health",
    "trading_standards": "Trading standards",
    "fire_service": "Fire service",
    "youth_service": "Youth service",
    "health": "Health",
}
OPERATION_RESULTS = {
    "behaviour_seen": "The behaviour was seen",
    "nothing_seen": "Nothing was seen",
    "spoken_to": "Somebody was spoken to",
    "nobody_there": "Nobody was there",
    "agreed": "Something was agreed",
    "sold": "Sold to a minor",
    "not_sold": "Not sold to a minor",
    "found": "Something was found",
    "nothing_found": "Nothing was found",
}
SIDES = {"a": "Whoever reported it", "b": "The other side"}
ANSWERS = {"accepted": "Accepted", "declined": "Declined"}
MEDIATION_RESULTS = {
    "agreed": "They agreed",
    "partly_agreed": "They agreed in part",
    "not_agreed": "They did not agree",
    "declined": "One side declined",
    "broken_off": "It was broken off",
    "not_safe": "It was stopped because it was not safe",
}
WHENS = {"before": "Before the work", "after": "After it"}
SATISFACTION = {
    "in_time": "Were you answered in the time we promised?",
    "kept_informed": "Were you kept informed?",
    "could_reach": "Could you reach the officer?",
    "support_offered": "Were you offered support?",
    "outcome": "Are you content with what came of it?",
    "understood": "Do you understand why we could not do more?",
}
YES_NO = {"yes": "Yes", "no": "No", "not_asked": "Not asked"}
ASKED_FOR = {
    "self": "The person affected",
    "somebody_else": "Somebody for them, with their consent",
    "business_or_group": "A business or a group",
    "manager": "A senior manager, to protect somebody",
}
GROUNDS = {
    "threshold": "Enough complaints counted",
    "potential_harm": "The harm, or the harm it may do",
    "cumulative_effect": "The effect of all of it together",
    "persistence": "How long it has gone on",
    "below_threshold": "Fewer complaints counted, and nothing else asks for it",
}
CONFIRMED = {
    "convicted": "They were convicted",
    "youth_team_heard": "The youth justice team was asked for its view, or the person is 18 or over",
    "inspector_authorised": "An officer of at least the rank of inspector authorised it for that place and time",
    "landlord_decided": "The landlord has decided to give notice",
    "absolute_ground": (
        "One of the five conditions is met: a serious offence, a breach of an injunction found by the court, a breach "
        "of a criminal behaviour order or of an abatement notice for noise, or a home closed for more than 48 hours; "
        "and the notice comes within twelve months of it, of a closure within three"
    ),
    "review_offered": "A tenant of the council was told of the right to a review within seven days",
    "occupiers_informed": "Reasonable efforts were made to inform those who live there or have a say over it",
    "residents_not_barred": "It bars neither the owner nor anybody who lives there",
    "youth_team_consulted": "The person is or may be under 18: the youth justice team was consulted",
    "youth_court": "The person is or may be under 18: the youth court made it",
}
CONSULTED = {
    "police": "Police",
    "community_representatives": "Representatives of the community",
    "owners_of_the_land": "Owners and occupiers of the land",
    "those_next_to_it": "Those who live next to the way",
    "those_who_use_it": "Those who use the way",
}
FINDINGS = {"lapse": "Let it lapse", "vary": "Vary it", "make_again": "Make it again"}
PROBLEMS = {
    "street_drinking": "Street drinking",
    "drug_use_or_dealing": "Drug use or dealing",
    "rowdy_groups": "Rowdy groups",
    "vehicle_nuisance": "Nuisance vehicles",
    "noise": "Noise",
    "fly_tipping": "Fly-tipping",
    "begging": "Begging",
    "problem_premises": "Premises",
}
CAUSES = {
    "poor_lighting": "Place: poor light",
    "hidden_spots": "Place: hidden from view",
    "easy_ways_out": "Place: easy ways in and out",
    "nobody_in_charge": "Place: nobody in charge of it",
    "licensed_premises": "Place: licensed premises near by",
    "empty_property": "Place: an empty property",
    "few_who_report": "Those who suffer it: few who report",
    "vulnerable_residents": "Those who suffer it: vulnerable residents",
    "known_group": "Those who do it: a known group",
    "unmet_needs": "Those who do it: needs nobody meets",
}
RESPONSES = {
    "lighting": "Better light",
    "camera": "Mobile camera",
    "patrols": "Patrols",
    "design": "Change the place",
    "licensing": "Licensing conditions",
    "outreach": "Outreach and support",
    "order": "Public spaces protection order or gating",
    "closure": "Closure of premises",
}
ASSESSED = {
    "solved": "Solved",
    "better": "Better, but not over",
    "no_change": "No change",
    "worse": "Worse",
    "moved": "It has moved elsewhere",
}
STAGES = {
    "analyse": "Analyse",
    "respond": "Respond",
    "assess": "Assess",
    "closed": "Ended",
}
TOOLS = {
    "community_protection_warning": "Community protection warning",
    "community_protection_notice": "Community protection notice",
    "fixed_penalty": "Fixed penalty for breach of a notice",
    "prosecution": "Prosecution",
    "order_penalty": "Fixed penalty for breach of an order",
    "order_prosecution": "Prosecution for breach of an order",
    "closure_notice": "Closure notice",
    "closure_notice_extended": "Closure notice extended",
    "closure_application": "Application for a closure order",
    "closure_order": "Closure order",
    "closure_order_extended": "Closure order extended",
    "injunction_application": "Application for an injunction",
    "injunction": "Injunction",
    "abatement_notice": "Abatement notice",
    "remedial_order": "Remedial order",
    "dispersal_direction": "Direction to leave a place",
    "behaviour_order_request": "Request for a criminal behaviour order",
    "criminal_behaviour_order": "Criminal behaviour order",
    "possession_notice": "Notice seeking possession",
    "possession_notice_absolute": "Notice seeking possession, absolute ground",
    "possession_order": "Possession order",
    "public_spaces_protection_order": "Public spaces protection order",
    "gating": "Gating of a public right of way",
}
_ALL = (
    KEPT,
    TOLD_SINCE,
    OPERATIONS,
    TOOLS,
    SUBJECT_KINDS,
    VULNERABLE,
    MEDIATION_RESULTS,
    RESULTS,
    PAUSES,
    HOW,
    GROUNDS,
    WHENS,
    CONSULTED,
    PROBLEMS,
    RESPONSES,
    ASSESSED,
    FINDINGS,
)


def tool(code: str) -> str:
    """A tool by its short name; one that a later law brings, by its code."""
    return TOOLS.get(code) or _spaced(code)


def confirmed(code: str) -> str:
    """What somebody confirms; what a later law asks for, by its code."""
    return CONFIRMED.get(code) or _spaced(code)


def _spaced(code: str) -> str:
    return code[:1].upper() + code[1:].replace("_", " ")


def said(code: str) -> str:
    """A code in the words of a sentence; one nobody has worded is shown with spaces."""
    found = next((words[code] for words in _ALL if code in words), code.replace("_", " "))
    initials = found[:2].isalpha() and found[:2].isupper()
    return found if initials else found[:1].lower() + found[1:]
