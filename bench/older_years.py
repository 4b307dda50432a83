"""Older years behind a played one: its rows again and again under other ids, as a past in which all has come to an end.

What they hold is what the program wrote; only ids, references, years and places are other ones. Sealed details stay
under the keys of the year they are copied from, and JSON inside a row keeps its ids: no question here looks into it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, text

# A column's name says what is in it; what is not named here stays as it is.
_IDS = frozenset(
    "referral_id case_id meeting_id action_id notice_id person_id event_id voice_id sealed_under text_p word "
    "sign key_of correlation_id causation_id finding_id verification_id sample_id blind timer_id "
    "handover_id message_id evidence_id request_id entry_id mediation_id review_id absence_id view_id one_id "
    "other_id subject_id hearing_id enrolment_id signal_id counted_id pointer_id lesson_id tie_id".split()
)
_NAMES = frozenset({"reference", "case_reference", "other_reference", "stream", "key"})
# A code names one thing in this table alone; elsewhere it is one of a few.
_NAMES_THERE = frozenset({("triage_reciprocals", "code"), ("form_numbers", "number"), ("form_copies", "number")})
_DAYS = frozenset({"due", "month", "referral_deadline"})
_DAY_ENDINGS = ("_at", "_on", "_until", "_since")

# What is still open in the played year was settled in those before it.
_SETTLED: Mapping[tuple[str, str], str] = {
    ("agenda_cases", "standing_until"): "coalesce({value}, played.heard_at)",
    ("agenda_cases", "twelve_months_on"): "NULL",
    ("agenda_cases", "entry"): "CASE {value} WHEN 'awaiting_choice' THEN 'late' ELSE {value} END",
    ("agenda_actions", "outstanding_until"): "played.due",
    ("panel_actions", "state"): "CASE {value} WHEN 'open' THEN 'done' ELSE {value} END",
    ("panel_actions", "closed_at"): "coalesce({value}, played.due)",
    ("triage_queue", "waits"): "{false}",
    ("triage_work", "closed"): "NOT {false}",
    ("triage_support_work", "closed"): "NOT {false}",
    ("triage_watched", "next_due_at"): "NULL",
    ("triage_cases", "state"): "CASE {value} WHEN 'open' THEN 'closed' ELSE {value} END",
    ("notifications_notice_log", "state"): "CASE {value} WHEN 'followed_up' THEN {value} ELSE 'sent' END",
    ("notifications_notice_log", "rank"): "CASE played.state WHEN 'followed_up' THEN 6 ELSE 7 END",
}
# Nothing of these is left of a year that is over, or there is one row for the whole of it, or for each rule.
_NOT_COPIED = frozenset(
    (
        "checkpoints followed catalogued notifications_outgoing about_store timers meta heads subtrees rule_settled "
        "restricted_places restricted_signs triage_silences triage_vawg_counts"
    ).split()
)
# Which step of their making fixed tables have reached.
_COUNTED_IN_STEPS = "_version"


@dataclass(frozen=True, slots=True)
class Past:
    """So many copies of the played year, `a_year` of them beside each other, as in a borough with more to do."""

    copies: int
    a_year: int = 20

    def years(self) -> list[dict[str, int]]:
        """Each older year: how far back it is, how many copies make it up, and how many come before them.

        The newest of them lies two years back, since the played year has planned the next one already.
        """
        starts = range(0, self.copies, self.a_year)
        return [
            {"back": len(starts) - number + 1, "beside": min(self.a_year, self.copies - start), "before": start}
            for number, start in enumerate(starts)
        ]

    def marks(self) -> list[dict[str, int | str]]:
        """Each copy: its year, its place among those of the same year, and what its ids end with."""
        return [
            {"back": year["back"], "place": place, "mark": f"{year['before'] + place + 1:06x}"}
            for year in self.years()
            for place in range(year["beside"])
        ]


def put_behind(connection: Connection, past: Past, span: Mapping[str, str]) -> int:
    """Older years behind what stands in a database's tables; returns how many rows that made.

    `span` says by column how many positions the played year takes: SQL in which {of} stands before a column's name.
    """
    metadata = MetaData()
    metadata.reflect(connection)
    for statement in _COPIES:
        connection.execute(text(statement))
    connection.execute(text("INSERT INTO older_years VALUES (:back, :beside, :before)"), past.years())
    connection.execute(text("INSERT INTO copies VALUES (:back, :place, :mark)"), past.marks())
    made = sum(_copy(connection, table, past, span) for table in metadata.sorted_tables)
    connection.execute(text("DROP TABLE copies"))
    connection.execute(text("DROP TABLE older_years"))
    return made


_COPIES = (
    "CREATE TEMP TABLE older_years (back integer, beside integer, before integer)",
    "CREATE TEMP TABLE copies (back integer, place integer, mark text)",
    "CREATE INDEX copies_of_a_year ON copies (back, place)",
)
# In this order the rows come as they came in life: each fact, then the same one of the other copies of its year.
_ALL = "older_years CROSS JOIN played CROSS JOIN copies WHERE copies.back = older_years.back"


def _copy(connection: Connection, table: Table, past: Past, span: Mapping[str, str]) -> int:
    names = [column.name for column in table.columns]
    for name in [name for name in names if name in span]:
        # The played year is the newest: its facts come after all the others.
        further = f"{past.copies} * ({span[name].format(of='')})"
        connection.execute(text(f'UPDATE {table.name} SET "{name}" = "{name}" + {further}'))
    if table.name in _NOT_COPIED or table.name.endswith(_COUNTED_IN_STEPS):
        return 0
    connection.execute(text(f"CREATE TEMP TABLE played AS SELECT * FROM {table.name}"))
    values = ", ".join(_value(connection, table.name, name, past, span) for name in names)
    quoted = ", ".join(f'"{name}"' for name in names)
    done = connection.execute(text(f"INSERT INTO {table.name} ({quoted}) SELECT {values} FROM {_ALL}"))
    connection.execute(text("DROP TABLE played"))
    return int(done.rowcount)


def _value(connection: Connection, table: str, name: str, past: Past, span: Mapping[str, str]) -> str:
    value = f'played."{name}"'
    if (settled := _SETTLED.get((table, name))) is not None:
        no = "FALSE" if connection.dialect.supports_native_boolean else "0"
        value = settled.format(value=value, false=no)
    if name in span:
        whole = f"({span[name].format(of='played.')})"
        return f"before * {whole} + ({value} - {past.copies} * {whole} - 1) * beside + place + 1"
    if name in _IDS:
        return f"substr({value}, 1, length({value}) - 6) || mark"
    if name in _NAMES or (table, name) in _NAMES_THERE:
        return f"{value} || '-' || mark"
    if name in _DAYS or name.endswith(_DAY_ENDINGS):
        return f"CAST(CAST(substr({value}, 1, 4) AS integer) - copies.back AS text) || substr({value}, 5)"
    return value
