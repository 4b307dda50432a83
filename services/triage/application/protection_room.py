"""Where risk is assessed and disclosure is written down: tools and words in force, who is trained, what is due when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.triage.domain.disclosure.lawful import LawfulWording, Wordings
from services.triage.domain.risk.refusals import NotTrained, TrainingExpired
from services.triage.domain.risk.register import RiskRegister
from services.triage.domain.risk.tools import Tool, Tools
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.working_days import WorkingDays

LONDON = ZoneInfo("Europe/London")
# A panel lists a case at once; its members learn names once the basis is written down, which waits no longer than this.
_BASIS_WITHIN_DAYS = 1
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class ProtectionRoom:
    """What the pages about risk and disclosure ask."""

    tools: Tools
    wordings: Wordings
    register: Callable[[], RiskRegister]
    days: WorkingDays
    clock: Clock

    def today(self) -> date:
        """The day in London."""
        return self.clock().astimezone(LONDON).date()

    def wording(self) -> LawfulWording:
        """The words of disclosure in force today."""
        return self.wordings.on(self.today())

    def tools_for(self, pathway: str) -> list[Tool]:
        """The tools in force today for one kind of case."""
        return [tool for tool in self.tools.on(self.today()).values() if pathway in tool.pathways]

    def texts(self, tool: Tool) -> dict[str, str]:
        """The words of each question: a licensed text where one was loaded for this edition, else ours."""
        licensed = self.register().licensed.get(tool.id)
        theirs = licensed.texts if licensed is not None and licensed.version == tool.version else {}
        return {question.code: theirs.get(question.code, question.asks) for question in tool.questions}

    def training_says(self, account_id: str, tool: Tool) -> str | None:
        """Why somebody may not complete a tool today; None where they may."""
        try:
            self.register().require(account_id, tool.training, self.today())
        except (NotTrained, TrainingExpired) as refusal:
            return refusal.says
        return None

    def basis_due_at(self, marked_at: str) -> str:
        """When the lawful basis of telling a panel must be written down: by the end of the next working day."""
        day = self.days.after(datetime.fromisoformat(marked_at).astimezone(LONDON).date(), _BASIS_WITHIN_DAYS)
        return rfc3339(datetime.combine(day, _END_OF_DAY, LONDON).astimezone(UTC))
