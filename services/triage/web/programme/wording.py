"""The codes of programmes in plain English, for each side of the wall."""

STATES = {
    "referred": "Referred, to be decided on",
    "taken": "In the programme",
    "refused": "Not taken",
    "ended": "Ended",
}
LEVERS = {
    "none": "Nothing but their own wish",
    "tenancy": "A tenancy",
    "court_order": "An order of a court",
    "child_protection": "A child protection plan",
}
HOMES = {
    "victim": "Whoever is harmed",
    "landlord": "The landlord takes it back",
    "other_family": "Somebody else of the family",
    "whoever_harms": "Whoever does the harm",
    "not_asked": "Nobody has asked",
}
ATTENDANCE = {"attended": "They came", "missed": "They did not come", "excused": "Excused beforehand"}
RESULTS = {
    "completed": "Brought to its end",
    "left": "They left",
    "excluded": "They were excluded",
    "not_taken_up": "They never came",
    "moved_away": "They moved away, and another programme has them",
}
DANGERS = {
    "threat_heard": "A threat was heard",
    "contact_sought": "Contact with whoever is harmed was sought",
    "order_breached": "An order or bail was breached",
    "life_in_danger": "They spoke of killing, themselves or somebody else",
}
TAKEN = {"yes": "The programme takes them", "no": "It does not"}
# What the other side of the wall is told, and nothing more.
SIGNALS = {
    "referred": "They were referred to a programme. That makes nobody safer yet",
    "attendance_dropped": "They have stopped coming to the programme",
    "left": "They have left the programme",
    "excluded": "The programme has excluded them",
    "not_taken_up": "They never came to the programme",
    "not_taken": "The programme does not take them",
    **DANGERS,
}
ANSWERS = {
    "plan_changed": "They were told safely, and the plan was changed",
    "plan_holds": "They were told safely, and the plan holds",
    "not_reached": "They could not be reached safely yet",
}
