"""Who may send, read and change referrals, and of whose referrals a caller may know."""

from services.intake.read_models.referral_timeline import Standing
from shared.kernel.refusals import NotFound
from shared.web.guard import Principal, Role

STAFF = (Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
# They act for their agency: what they send is its, and what is another's does not exist for them.
FROM_AGENCIES = (Role.PARTNER, Role.IDVA)
# They see what happened and to which record, never to whom.
MASKED = (Role.AUDITOR,)

MAY_SUBMIT = (*STAFF, *FROM_AGENCIES)
MAY_READ = (*STAFF, *FROM_AGENCIES, *MASKED)
# Whoever takes calls adds evidence and sees that it is there; opening it is for those who judge and act.
MAY_OPEN_EVIDENCE = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
# The two who keep the addresses of refuges and safe houses; nobody else learns even which codes there are.
MAY_HIDE_PLACES = (Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER)
MAY_READ_HISTORY = (Role.AUDITOR, Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER)


def believes_agency(principal: Principal) -> bool:
    """Whether a caller's word about the referring agency counts: an officer's does, an agency's about itself not."""
    return principal.role not in FROM_AGENCIES


def referrer_of(principal: Principal) -> str | None:
    """What kind of partner the caller's key was issued to, if to a partner and said."""
    terms = principal.terms
    return None if terms is None or terms.referrer is None else terms.referrer.value


def sees_only_own(principal: Principal) -> bool:
    """Whether this caller may know of some referrals alone: a key of those it made, an agency's worker of its own."""
    return principal.role in FROM_AGENCIES


def check_may_know(principal: Principal, standing: Standing | None) -> Standing:
    """The referral, if there is one and the caller may know of it; else NotFound, and the two look alike."""
    if standing is None or not _may_know(principal, standing):
        raise NotFound
    return standing


def _may_know(principal: Principal, standing: Standing) -> bool:
    if principal.role is Role.PARTNER:
        return principal.account_id == standing.made_by
    if sees_only_own(principal):
        return principal.agency is not None and principal.agency == standing.submitted.agency
    return True
