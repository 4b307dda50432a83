"""Names follow one form: facts in the past tense, commands as orders, no rooms without a job."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.tree import ROOT, SERVICES, Module, modules

NO_JOB = {"utils", "util", "common", "helpers", "helper", "models", "misc", "base", "lib", "core"}
# Past participles that do not end in -ed, as they stand in names of facts.
IRREGULAR = (
    "Become Begun Bound Brought Built Cut Done Drawn Fallen Forgotten Found Frozen Given Gone Grown Heard Held Hidden "
    "Kept Known Left Lost Made Met Overridden Paid Put Read Run Said Seen Sent Set Shown Spent Split Spoken Stood "
    "Struck Taken Told Undertaken Withdrawn Withheld Won Written"
).split()
PAST = re.compile(r"[A-Z][a-z]*ed$|" + "|".join(f"{word}$" for word in IRREGULAR))
LOG_NAME = re.compile(rf"({'|'.join((*SERVICES, 'shared'))})\.[a-z]+(_[a-z0-9]+)+")


def badly_named(root: Path) -> list[str]:
    """Each module, fact, command or refusal whose name breaks the agreed form, as a sentence."""
    return [fault for module in modules(root, "shared", "services", "tests") for fault in _faults(module)]


def _faults(module: Module) -> Iterator[str]:
    if NO_JOB & set(module.name.split(".")):
        yield f"{module.name}: a room without a job"
    if not module.name.startswith("services."):
        return
    room = module.name.split(".")[2:]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield from (f"{module.name}.{node.name}: {fault}" for fault in _class_faults(node, room))
        elif isinstance(node, ast.Call) and _called(node) == "FactType":
            yield from (f"{module.name}: {fault}" for fault in _log_name_faults(node))


def _class_faults(node: ast.ClassDef, room: list[str]) -> Iterator[str]:
    if "Fact" in {_plain(base) for base in node.bases}:
        if node.name.endswith("Event") or not any(PAST.match(word) for word in _words(node.name)):
            yield "a fact is named in the past tense, without Event"
        yield from _field_faults(node)
    if room == ["domain", "commands"]:
        words = _words(node.name)
        if words[-1] == "Command" or (len(words) > 1 and PAST.match(words[0]) and words[0] not in IRREGULAR):
            yield "a command is an order, verb first, without Command"
    if room == ["domain", "refusals"] and node.name.endswith(("Error", "Exception")):
        yield "a refusal is named after the fact that stands in the way"


def _field_faults(node: ast.ClassDef) -> Iterator[str]:
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            moment = "datetime" in {_plain(part) for part in ast.walk(field.annotation) if isinstance(part, ast.expr)}
            if moment and not field.target.id.endswith("_at"):
                yield f"the moment {field.target.id} does not end in _at"


def _log_name_faults(call: ast.Call) -> Iterator[str]:
    """A name in the log is written by hand; derived from code it would change with the code."""
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "name")]
    for name in given:
        if not (isinstance(name, ast.Constant) and LOG_NAME.fullmatch(str(name.value))):
            yield f"the log name {ast.unparse(name)} is not written out as service.past_tense"


def _words(name: str) -> list[str]:
    return re.findall(r"[A-Z][a-z0-9]*", name) or [name]


def _plain(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _called(call: ast.Call) -> str:
    return _plain(call.func)


def test_rooms_facts_commands_and_refusals_are_named_as_agreed() -> None:
    assert badly_named(ROOT) == []
