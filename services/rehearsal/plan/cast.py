"""Who works in the rehearsal borough: one account for each kind of user, by which a visitor may sign in too."""

from dataclasses import dataclass

from shared.access.roles import Role

# The same for all of them, and no secret: it opens nothing but a rehearsal.
PASSWORD = "invented-borough"


@dataclass(frozen=True, slots=True)
class Member:
    """An account. `first` says what there is to see."""

    sign_in_name: str
    display_name: str
    role: Role
    first: str
    agency: str | None = None


CONTACT_CENTRE = Member("contact.centre", "Robin Wrenfieldon", Role.CONTACT_CENTRE, "Take a call; what came in")
TRIAGE = Member("triage.officer", "Samira Oakenshaw", Role.TRIAGE_OFFICER, "The triage queue, by risk and clock")
CASES = Member("case.officer", "Gethin Larkinghall", Role.CASE_OFFICER, "Open cases and their next step")
MANAGER = Member("service.manager", "Oluchi Silverthwaite", Role.SERVICE_MANAGER, "Queue, panels and returns")
APPROVER = Member("rule.approver", "Dorota Calderwick", Role.RULE_APPROVER, "The rules in words, and their versions")
COORDINATOR = Member(
    "panel.coordinator", "Priya Rosehillman", Role.PANEL_COORDINATOR, "Meetings, agendas, late referrals"
)
CHAIR = Member("panel.chair", "Marek Northumley", Role.PANEL_CHAIR, "The agenda, as the chair sees it", "police")
HOUSING = Member("housing.member", "Tamsin Starlingham", Role.AGENCY_MEMBER, "An agency's own actions", "housing")
POLICE = Member("police.member", "Errol Hawksworthy", Role.AGENCY_MEMBER, "Another agency's actions", "police")
COMMUNITY = Member(
    "community.member",
    "Hodan Cloverdene",
    Role.COMMUNITY_MEMBER,
    "A Community MARAC without its cases; the forum's own actions",
    "voluntary_sector",
)
OBSERVER = Member(
    "panel.observer", "Callum Greenhalghe", Role.OBSERVER, "A meeting, without being given anything to do"
)
IDVA = Member(
    "idva", "Niamh Merriweath", Role.IDVA, "Who must be offered support, and how to reach them safely", "idva"
)
PERPETRATORS = Member(
    "perpetrator.worker",
    "Kofi Rutherdale",
    Role.PERPETRATOR_WORKER,
    "Calls asked for, programmes and their own actions; no record of a victim",
    "drugs_and_alcohol",
)
GOVERNANCE = Member("information.governance", "Elif Saxelbury", Role.INFORMATION_GOVERNANCE, "Who looked at what")
AUDITOR = Member("auditor", "Percival Thornicroftly", Role.AUDITOR, "Search, sample, verify; one story across services")
ADMINISTRATOR = Member(
    "administrator",
    "Zofia Kittiwake",
    Role.ADMINISTRATOR,
    "No page of its own: accounts and operations are commands at the terminal",
)

IOM_COORDINATOR = Member(
    "iom.coordinator", "Ksenia Marchwoode", Role.PANEL_COORDINATOR, "The offenders board and its cohort", "iom"
)
IOM_CHAIR = Member("iom.chair", "Owain Fenwickshaw", Role.PANEL_CHAIR, "The same board, as its chair sees it", "iom")
IOM_MEMBER = Member(
    "iom.probation",
    "Thandiwe Slateford",
    Role.AGENCY_MEMBER,
    "The cohort, to read; no MARAC",
    "iom_probation",
)

# Advisers beside the one whom a visitor may be: one alone could not carry the borough's cases.
COLLEAGUES = (
    Member("idva.second", "Marguerite Tamworthy", Role.IDVA, "", "idva"),
    Member("idva.third", "Philippa Quillfeather", Role.IDVA, "", "idva"),
    Member("idva.fourth", "Odalys Rainsworthy", Role.IDVA, "", "idva"),
)

# Whoever acts without an account: a resident on our pages.
RESIDENT = "a resident"

CAST = (
    CONTACT_CENTRE, TRIAGE, CASES, MANAGER, APPROVER, COORDINATOR, CHAIR, HOUSING, POLICE, COMMUNITY, OBSERVER, IDVA,
    PERPETRATORS, IOM_COORDINATOR, IOM_CHAIR, IOM_MEMBER, GOVERNANCE, AUDITOR, ADMINISTRATOR,
)  # fmt: skip
