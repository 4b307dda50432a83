"""Where each role goes: the places in the staff bar, and the page that a reference leads to."""

from dataclasses import dataclass

from shared.access.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the staff bar, by the words on its link."""

    text: str
    path: str


_CALL = Place("Take a call", "/intake/call")
_REFERRALS = Place("Referrals", "/intake/referrals")
_MAIL = Place("Mail", "/intake/mail")
_QUEUE = Place("Triage queue", "/triage/queue")
_RULES = Place("Rules", "/triage/rules")
_SUPPORT = Place("Support", "/triage/support")
_PANELS = Place("Panels", "/panels")
_ACTIONS = Place("Actions", "/panels/actions")
_NOTICES = Place("Notices", "/notifications")
_AUDIT = Place("Audit", "/audit")
_CHANGE = Place("Calls asked for", "/intake/change-calls")
_RETURNS = Place("Returns", "/audit/returns")
_PROGRAMMES = Place("Programmes", "/triage/programmes")
_HIDDEN = Place("Restricted places", "/intake/restricted-places")
_LOCKED = Place("Locked records", "/intake/locked-records")
_SELF = Place("Self-referrals", "/intake/self-referrals")

_PANEL_MEMBER = (_PANELS, _ACTIONS)

PLACES: dict[Role, tuple[Place, ...]] = {
    Role.CONTACT_CENTRE: (_CALL, _REFERRALS, _MAIL),
    Role.TRIAGE_OFFICER: (_QUEUE, _REFERRALS, _MAIL, _NOTICES),
    Role.CASE_OFFICER: (_QUEUE, _REFERRALS, _ACTIONS, _NOTICES),
    Role.SERVICE_MANAGER: (_QUEUE, _REFERRALS, _PANELS, _NOTICES, _RETURNS),
    Role.RULE_APPROVER: (_RULES,),
    Role.PANEL_COORDINATOR: (_PANELS, _ACTIONS, _NOTICES),
    Role.PANEL_CHAIR: _PANEL_MEMBER,
    Role.AGENCY_MEMBER: _PANEL_MEMBER,
    Role.COMMUNITY_MEMBER: _PANEL_MEMBER,
    Role.OBSERVER: (_PANELS,),
    Role.IDVA: (_SUPPORT, *_PANEL_MEMBER),
    Role.PERPETRATOR_WORKER: (_CHANGE, _PROGRAMMES, *_PANEL_MEMBER),
    Role.INFORMATION_GOVERNANCE: (_AUDIT, _HIDDEN, _LOCKED, _SELF),
    Role.AUDITOR: (_AUDIT, _RETURNS),
    Role.ADMINISTRATOR: (),
    Role.PARTNER: (),
}
"""The four or five places a role may go, the first of them where it starts."""

_RECORD_PAGES: dict[Role, str] = {
    Role.CONTACT_CENTRE: "/intake/referrals/",
    Role.TRIAGE_OFFICER: "/triage/referrals/",
    Role.CASE_OFFICER: "/triage/cases/",
    Role.IDVA: "/triage/support/",
    Role.SERVICE_MANAGER: "/triage/referrals/",
    Role.INFORMATION_GOVERNANCE: "/audit/",
    Role.AUDITOR: "/audit/",
}


def place_of(role: Role, path: str) -> Place | None:
    """The place a page belongs to: the one whose path leads furthest towards it."""
    near = [place for place in PLACES[role] if path == place.path or path.startswith(place.path + "/")]
    return max(near, key=lambda place: len(place.path), default=None)


def first_place(role: Role) -> str:
    """Where somebody of this role starts after signing in."""
    return PLACES[role][0].path if PLACES[role] else "/"


def record_page(role: Role, reference: str) -> str | None:
    """The page on which this role reads the record with that reference; None if it reads records elsewhere."""
    found = _RECORD_PAGES.get(role)
    return found + reference if found else None
