"""Every fact that stands in triage's log."""

from services.triage.domain import events
from services.triage.domain.asb.borough_events import BOROUGH_FACTS
from services.triage.domain.asb.events import ASB_FACTS
from services.triage.domain.disclosure.events import DISCLOSURE_FACTS
from services.triage.domain.family.events import FAMILY_FACTS
from services.triage.domain.lessons.events import LESSON_FACTS
from services.triage.domain.programme.events import PROGRAMME_FACTS
from services.triage.domain.risk.events import RISK_FACTS
from services.triage.domain.safeguarding.events import SAFEGUARDING_FACTS
from services.triage.domain.safeguarding.process_events import PROCESS_FACTS
from services.triage.domain.safeguarding.referral_events import REFERRAL_FACTS
from services.triage.domain.support.events import SUPPORT_FACTS
from services.triage.domain.support.heard_events import HEARD_FACTS
from services.triage.domain.support.panel_events import PANEL_FACTS
from services.triage.domain.support.register_events import REGISTER_FACTS
from services.triage.domain.vawg.events import VAWG_FACTS
from services.triage.domain.vawg.figures import FIGURE_FACTS
from shared.kernel.messages import FactType

FACTS: tuple[FactType, ...] = (
    *events.FACTS,
    *RISK_FACTS,
    *DISCLOSURE_FACTS,
    *ASB_FACTS,
    *BOROUGH_FACTS,
    *FAMILY_FACTS,
    *SUPPORT_FACTS,
    *PANEL_FACTS,
    *HEARD_FACTS,
    *LESSON_FACTS,
    *REGISTER_FACTS,
    *SAFEGUARDING_FACTS,
    *REFERRAL_FACTS,
    *PROCESS_FACTS,
    *VAWG_FACTS,
    *PROGRAMME_FACTS,
    *FIGURE_FACTS,
)
