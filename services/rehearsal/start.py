"""Decides at a start whether there is a rehearsal here, and gives whoever starts the pages all that goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.one_process import BUILDERS, Borough
from services.panels.adapters.panel_files import load_panels
from services.panels.domain.schedule import Timetable
from services.rehearsal import accounts
from services.rehearsal.plan.whole import Plan, plan_year
from services.rehearsal.plan.year import LONDON
from services.rehearsal.play.player import Player
from services.rehearsal.play.stage import Stage
from services.rehearsal.progress import Progress, keep, progress_in
from shared.kernel.clock import Clock, ScriptedClock, system_clock
from shared.runtime.bank_holidays import england_and_wales
from shared.runtime.origin import NOTICE, REHEARSAL, about
from shared.runtime.serving import AtWork
from shared.runtime.settings import BadSetting, Settings
from shared.web.settings import ShownAccount


@dataclass(slots=True)
class Rehearsal:
    """What a start of everything in one process needs to know. Without a rehearsal it is all as usual."""

    settings: Settings
    clock: Clock = system_clock
    progress: Progress | None = None
    plan: Plan | None = None
    player: Player | None = field(default=None, init=False)

    def notice(self) -> str | None:
        """What every page says on top."""
        if self.settings.origin != REHEARSAL:
            return None
        return f"{NOTICE}. The year is being played: rehearsal {self._percent()} %" if self._playing() else NOTICE

    def paused(self) -> str | None:
        """Why nothing can be changed just now: by the year's clock it would have happened long ago."""
        if not self._playing():
            return None
        return f"The rehearsal's year is still being played, {self._percent()} % so far. Try again in a minute."

    @property
    def accounts(self) -> Sequence[ShownAccount]:
        """Who one may be, for the sign-in page."""
        return accounts.SHOWN if self.settings.origin == REHEARSAL else ()

    @property
    def how_to_sign_in(self) -> str:
        """The same for the terminal."""
        return accounts.how_to_sign_in() if self.settings.origin == REHEARSAL else ""

    def workers(self, borough: Borough) -> AtWork:
        """The usual workers; while there is a year to play, its player, which has them take over."""
        if self.plan is None or self.progress is None or not isinstance(self.clock, ScriptedClock):
            return borough.workers()
        stage = Stage(borough, accounts.open_accounts(borough))
        # With its first moment, so that a command started beside it this soon goes by the year's clock already.
        keep(borough.services["intake"], replace(self.progress, at=self.clock()))
        self.player = Player(stage, self.plan, self.clock, self.progress)
        return self.player

    def _playing(self) -> bool:
        return self.plan is not None and not (self.player is not None and self.player.over)

    def _percent(self) -> int:
        return self.player.percent if self.player is not None else 0


def prepare(settings: Settings, wanted: bool, today: date | None = None) -> Rehearsal:
    """What there is to rehearse: a new year where nothing is yet, the rest of one broken off, or nothing.

    A folder that was ever in use for anything else never gets a rehearsal. Raises BadSetting where a rehearsal would
    write to real people.
    """
    known = {name: about(settings, name) for name in BUILDERS}
    if all(store is None for store in known.values()):
        if not wanted:
            return Rehearsal(settings)
        _refuse_real_senders(settings)
        return _to_play(settings, Progress(today or system_clock().astimezone(LONDON).date()))
    intake = known["intake"] or {}
    if intake.get("origin") != REHEARSAL:
        return Rehearsal(settings)
    progress = progress_in(intake) or Progress(today or system_clock().astimezone(LONDON).date())
    if progress.played or not wanted:
        return Rehearsal(settings.model_copy(update={"origin": REHEARSAL}))
    return _to_play(settings, progress)


def _to_play(settings: Settings, progress: Progress) -> Rehearsal:
    plan = plan_year(progress.today, Timetable(load_panels(), england_and_wales()))
    clock = ScriptedClock(progress.at or plan.begins_at)
    return Rehearsal(settings.model_copy(update={"origin": REHEARSAL}), clock, progress, plan)


def _refuse_real_senders(settings: Settings) -> None:
    """Before anything is made: a folder once marked as a rehearsal stays one."""
    if not settings.address("MAIL_URL").startswith("file:"):
        raise BadSetting(
            "A first start fills the data folder with a rehearsal, which may not write to anybody, but MAIL_URL names "
            "a mail server. Start with --empty, or take MAIL_URL away."
        )
