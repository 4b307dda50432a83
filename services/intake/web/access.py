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
MAY_READ_HISTORY = (Role.AUDITOR, Role.INFORMATION_GOVERNANCE, Role.SERVICE_MANAGER)


def believes_agency(principal: Principal) -> bool:
    """Whether a caller's word about the referring agency counts: an officer's does, an agency's about itself not."""
    return principal.role not in FROM_AGENCIES


def sees_only_agency(principal: Principal) -> bool:
    """Whether this caller may know of one agency's referrals alone."""
    return principal.role in FROM_AGENCIES


def check_may_know(principal: Principal, standing: Standing | None) -> Standing:
    """The referral, if there is one and the caller may know of it; else NotFound, and the two look alike."""
    if standing is None:
        raise NotFound
    if sees_only_agency(principal) and (principal.agency is None or principal.agency != standing.submitted.agency):
        raise NotFound
    return standing
