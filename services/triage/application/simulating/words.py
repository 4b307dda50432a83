"""A simulation in plain English: the counts first, then which way, among whom, and where people decide otherwise."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.triage.application.rule_sets.words import plainly

_WAYS = {
    "more_protection": "more protection",
    "less_protection": "LESS PROTECTION",
    "both": "more in one way and less in another",
    "neither": "neither more nor less",
}
_FIRST = 20
_LINES = 12


def told(report: Mapping[str, Any]) -> list[str]:
    """The lines a person reads."""
    rules = report["rules"]
    count, changed = report["referrals"], report["changed"]
    lines = [
        f"Rules “{rules['id']}”, version {rules['version']}, on {count:,} referrals as they stood when they came in.",
        f"{changed:,} would come out otherwise than they did ({changed / count:.1%})." if count else "There are none.",
    ]
    if report["not_judged"]:
        lines.append(f"{report['not_judged']:,} could not be judged: their answers are no longer words of ours.")
    lines += [f"  {number:,} with {_WAYS[way]}" for way, number in report["which_way"].items() if number]
    lines += _moves(report)
    lines += _tables(report)
    lines += _overrides(report)
    lines += _apart(report)
    return [*lines, *_who(report), "", report["fairness"]["not_grouped"]] if count else lines


def _moves(report: Mapping[str, Any]) -> Iterator[str]:
    for part in ("outcome", "primary", "priority"):
        for move in report[part]:
            yield f"  {part}: {plainly(move['from'])} → {plainly(move['to'])}: {move['count']:,}"
    for part in ("panels", "also"):
        for how, counts in report[part].items():
            for name, count in counts.items():
                yield f"  {part} {how}: {plainly(name)}: {count:,}"


def _tables(report: Mapping[str, Any]) -> Iterator[str]:
    if not report["changed"]:
        return
    for group, table in report["by"].items():
        yield ""
        yield f"By {plainly(group)} (a dash: fewer than {report['suppressed_below']}, or one that would give it away)"
        for line in table[:_LINES]:
            shown = {name: "–" if line[name] is None else f"{line[name]:,}" for name in line if name != "value"}
            yield (
                f"  {plainly(line['value'])}: {shown['changed']} of {shown['referrals']}, "
                f"more protection {shown['more_protection']}, less {shown['less_protection']}"
            )
        if len(table) > _LINES:
            yield f"  and {len(table) - _LINES} more; --json gives all of them"


def _overrides(report: Mapping[str, Any]) -> Iterator[str]:
    rows = [each for each in report["overrides"] if each["overridden"]]
    if rows:
        yield ""
        yield "People decided otherwise than these rules"
        for each in rows[:_LINES]:
            yield f"  {plainly(each['rule'])}: {each['overridden']} of {each['of']}, {_between(each)}"


def _apart(report: Mapping[str, Any]) -> Iterator[str]:
    """Groups that fare otherwise than all, further apart than chance would have it."""
    fairness = report["fairness"]
    found = [
        f"  {plainly(group)} {plainly(line['value'])}: {plainly(measure)} {line[measure]['share']:.0%}, "
        f"{_between(line[measure])}; of all {fairness['all'][measure]['share']:.0%}"
        for group, table in fairness["by"].items()
        for line in table
        for measure in ("became_ours", "answered_late", "decided_otherwise")
        if line[measure] and line[measure].get("apart") and fairness["all"][measure]
    ]
    if found:
        yield from ("", "Groups that fared otherwise than all, by more than chance", *found)


def _who(report: Mapping[str, Any]) -> Iterator[str]:
    if not report["who"]:
        return
    yield ""
    yield "Who would change"
    for each in report["who"][:_FIRST]:
        was = [
            f"{part} {_said(each[part]['was'])} → {_said(each[part]['would_be'])}" for part in _PARTS if part in each
        ]
        yield f"  {each['reference']}, received {each['received_on']}: {'; '.join(was)} ({_WAYS[each['way']]})"
    if len(report["who"]) > _FIRST:
        yield f"  and {len(report['who']) - _FIRST:,} more; --json names all of them"


_PARTS = ("outcome", "primary", "priority", "panels", "also")


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(plainly(code) for code in value) or "none"
    return plainly(value)


def _between(share: Mapping[str, Any]) -> str:
    return f"between {share['low']:.0%} and {share['high']:.0%}"
