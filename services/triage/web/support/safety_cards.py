"""The cards that keep somebody safe: the adviser, the safety plan, where it is not safe, where they stay."""

from services.triage.domain.support import events
from services.triage.domain.support.placing import stays_not_safe
from services.triage.web.support import wording
from services.triage.web.support.card import Card, Line, Table, area_words, low
from shared.kernel.personal import ERASED, Identity, Narrative
from shared.web.formats import date_time, full_date


def adviser_card(table: Table) -> Card:
    """Who advises, and whether they were reached."""
    file = table.file
    late = "Late" if file.due_at and file.due_at < table.now and not file.answered else ""
    lines = []
    if file.adviser_id:
        name = table.accounts.get(file.adviser_id, "Somebody")
        lines.append(Line(f"{name} advises in this case.", "Has left: give it to another" if table.left else ""))
    if file.reached_at:
        lines.append(Line(f"Reached on {date_time(file.reached_at)}."))
    elif file.answered:
        lines.append(Line("Nobody waits for her: what came of the offer of support is recorded."))
    elif file.due_at:
        tried = f", tried {file.tries} time{'s' if file.tries != 1 else ''}" if file.tries else ""
        lines.append(Line(f"Not reached yet{tried}: due by {date_time(file.due_at)}.", late))
    give = ("Give it to an adviser", "adviser")
    other = ("Give it to another adviser", "adviser")
    tried_step = ("Record that you tried to reach them", "tried")
    nothing = "No adviser has the case yet."
    if not table.adviser:
        return Card("adviser", "Adviser", lines, nothing, other if file.adviser_id else give)
    step, others = (tried_step, [other if file.adviser_id else give])
    return Card("adviser", "Adviser", lines, nothing, step, others)


def plan_card(table: Table) -> Card:
    """What is to be done, by whom and by when."""
    open_ones = {each.action_id for each in table.file.actions if each.result is None}
    ended = len(table.file.actions) - len(open_ones)
    facts = [each for each in table.facts(events.SafetyActionAgreed) if each.action_id in open_ones]
    lines = [_action(table, each) for each in sorted(facts, key=lambda each: each.due_on)]
    if ended:
        lines.append(Line(f"{ended} action{'s are' if ended > 1 else ' is'} ended."))
    if table.file.review_on:
        late = "Late" if table.file.review_on < table.today else ""
        lines.append(Line(f"To be looked at again by {full_date(table.file.review_on)}.", late))
    add, look = ("Agree an action", "action"), ("Look at the plan again", "plan-review")
    nothing = "No action is agreed yet: each says what, by whom and by when."
    if table.file.actions and (table.file.moved or table.file.review_on is None):
        return Card("plan", "Safety plan", lines, nothing, look, [add])
    return Card(
        "plan", "Safety plan", lines, nothing, add, [look] if table.file.actions or table.file.placements else []
    )


def _action(table: Table, fact: events.SafetyActionAgreed) -> Line:
    text = table.opener.open(fact.text, Narrative) or ERASED
    owner = table.opener.open(fact.owner, Identity) or ERASED
    says = f"{text} ({wording.AGENCIES.get(fact.agency, fact.agency)}, {owner}), by {full_date(fact.due_on)}"
    late = "Late" if fact.due_on < table.today else ""
    step = ("What became of it", f"action-end?action={fact.action_id}")
    return Line(f"{says}{table.who(fact.person_id)}", late, step)


def areas_card(table: Table) -> Card:
    """Where it is not safe for whom."""
    words = area_words(table.story, table.file, table.opener)
    whose = {each.area_id: each.person_id for each in table.file.areas}
    lines = [
        Line(f"{text}{table.who(whose[area_id])}", "Not safe", ("Safe again", f"area-end?area={area_id}"))
        for area_id, text in words.items()
    ]
    if not lines and table.file.asked:
        lines = [Line("They were asked, and named no place.")]
    name = ("Name a place that is not safe", "area")
    asked = ("They were asked and named none", "area-none")
    nothing = "Nobody has asked yet. Until then no place counts as safe."
    return Card("areas", "Where it is not safe", lines, nothing, name, [] if table.file.asked else [asked])


def stay_card(table: Table) -> Card:
    """Where they stay, by code."""
    unsafe = {each.placement_id for each in stays_not_safe(table.file)}
    found = {each.placement_id: each for each in table.facts(events.PlacementMade)}
    lines = [_placement(table, found[each.placement_id], each.placement_id in unsafe) for each in table.file.placements]
    return Card(
        "stay",
        "Where they stay",
        lines,
        "At home, or nobody has recorded another place. A place stands here by its code alone.",
        ("Record where they stay", "place"),
    )


def _placement(table: Table, fact: events.PlacementMade, unsafe: bool) -> Line:
    where = fact.ward or fact.borough or ""
    parts = [f"{wording.PLACES.get(fact.place, fact.place)} {fact.code} since {full_date(fact.starts_on)}"]
    parts += [where if where != "elsewhere" else "outside these boroughs"] if where else []
    parts += [f"{fact.children} child{'ren' if fact.children != 1 else ''}"] if fact.children else []
    says = f"{', '.join(parts)}{table.who(fact.person_id)}. {wording.FOUND.get(fact.found, fact.found)}."
    if fact.despite:
        says += f" Used all the same: {low(wording.DESPITE.get(fact.despite, fact.despite))}."
    warning = "Not safe" if unsafe or fact.found != "clear" else ""
    return Line(says, warning, ("They left", f"place-end?placement={fact.placement_id}"))
