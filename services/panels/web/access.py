"""Who reads which panel's agendas, who sees names, who steers a meeting, and whose actions somebody may close."""

from collections.abc import Iterable

from services.panels.domain.definition import PanelDefinition
from services.panels.read_models.actions import Action
from shared.web.guard import Principal, Role

# Coordinator and chair prepare a meeting, hold it and write it up.
STEERING = (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
# Everybody may know when panels sit; which agendas are read is said below.
READERS = (
    *STEERING,
    Role.AGENCY_MEMBER,
    Role.IDVA,
    Role.OBSERVER,
    Role.SERVICE_MANAGER,
    Role.COMMUNITY_MEMBER,
    Role.PERPETRATOR_WORKER,
)
# An observer sees and signs, and is given nothing to do.
UNDERTAKING = (
    *STEERING,
    Role.AGENCY_MEMBER,
    Role.IDVA,
    Role.CASE_OFFICER,
    Role.COMMUNITY_MEMBER,
    Role.PERPETRATOR_WORKER,
)
HISTORIANS = (Role.AUDITOR, Role.INFORMATION_GOVERNANCE)

_EVERY_AGENDA = (*STEERING, Role.SERVICE_MANAGER, Role.OBSERVER)
_NAMES = (*STEERING, Role.AGENCY_MEMBER, Role.IDVA)
# The agency of those whose account names none: the council's own belong to community safety.
_USUAL_AGENCY = {
    Role.IDVA: "idva",
    Role.PANEL_COORDINATOR: "community_safety",
    Role.PANEL_CHAIR: "community_safety",
    Role.CASE_OFFICER: "community_safety",
}


def reads_agenda(who: Principal, panel: PanelDefinition, panels: Iterable[PanelDefinition]) -> bool:
    """Whether a panel's agendas exist for somebody; `panels` are all there are.

    Who works with perpetrators has a record of their own: a MARAC's list of victims is not for that side to see. So it
    is with whoever steers a walled panel: they steer that one alone.
    """
    if panel.cohort is not None:
        return _behind_the_wall(who, panel, panel.cohort.coordinator)
    if _steers_a_walled(who, panels):
        return False
    if who.role in _EVERY_AGENDA:
        return True
    if who.role is Role.IDVA:
        return panel.subject == "victim"
    if who.role is Role.COMMUNITY_MEMBER:
        return panel.subject != "victim"
    return who.role is Role.AGENCY_MEMBER and who.agency in panel.agency_codes


def _behind_the_wall(who: Principal, panel: PanelDefinition, coordinator: str) -> bool:
    """Its own coordinator and chair, by their agency, and its members; whoever steers another panel steers not this."""
    if who.role in STEERING:
        return who.agency == coordinator
    return who.role is Role.AGENCY_MEMBER and who.agency in panel.agency_codes


def _steers_a_walled(who: Principal, panels: Iterable[PanelDefinition]) -> bool:
    """Whether somebody's account names the agency that coordinates a panel with a cohort."""
    return who.role in STEERING and any(
        each.cohort is not None and who.agency == each.cohort.coordinator for each in panels
    )


def knows_of(who: Principal, panel: PanelDefinition, panels: Iterable[PanelDefinition]) -> bool:
    """Whether somebody may know when a panel sits; a wall hides each side from whoever steers the other."""
    if panel.cohort is None:
        return not _steers_a_walled(who, panels)
    return reads_agenda(who, panel, panels)


def restricted(who: Principal) -> bool:
    """Whether somebody sees how a meeting is laid out and no case of it."""
    return who.role is Role.COMMUNITY_MEMBER


def sees_names(who: Principal) -> bool:
    """Whether names and words about people are opened: for those who act on them."""
    return who.role in _NAMES


def steers(who: Principal) -> bool:
    """Whether somebody prepares, holds and writes up meetings."""
    return who.role in STEERING


def own_agency(who: Principal) -> str | None:
    """The agency for which somebody undertakes things; None where nobody has said."""
    return who.agency or _USUAL_AGENCY.get(who.role)


def panels_of(who: Principal, panels: Iterable[PanelDefinition]) -> frozenset[str]:
    """The panels of which somebody sees every agency's actions; of others, only her own agency's."""
    every = tuple(panels)
    return frozenset(panel.id for panel in every if sees_names(who) and reads_agenda(who, panel, every))


def may_know(who: Principal, action: Action, panels: Iterable[PanelDefinition]) -> bool:
    """Whether an action exists for somebody."""
    return action.agency == own_agency(who) or action.panel in panels_of(who, panels)


def may_close(who: Principal, action: Action) -> bool:
    """An agency closes its own actions; who steers the panel closes any."""
    return steers(who) or action.agency == own_agency(who)
