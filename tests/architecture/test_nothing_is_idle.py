"""Nothing stands in the product that only tests use: it is used, or it goes, and its tests with it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.tree import ROOT, modules

USERS = ("services", "shared", "bench", "deploy")
# What others call by its name: a parser of HTML, a logging handler, a Kafka client, Alembic, a checker of schemas.
HOOKS = {
    "handle_starttag", "handle_endtag", "handle_data", "emit", "on_partitions_revoked", "on_partitions_lost",
    "on_partitions_assigned", "revision", "down_revision", "upgrade", "check_config", "field_title_should_be_set",
}  # fmt: skip
# For whoever compares two signed heads of the ledger from outside; no command of ours hands such a proof out yet.
FOR_WITNESSES = {"continues", "consistency"}
# These leave what they decorate to be called by its name; any other hands it to whoever will call it.
PLAIN = {"property", "classmethod", "staticmethod", "contextmanager", "lru_cache", "cache", "dataclass", "override"}
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass
class Uses:
    """Names that are spoken of: in a module of its own, by import, and by whatever cannot be told from here."""

    of: set[tuple[str, str]] = field(default_factory=set)
    anywhere: set[str] = field(default_factory=set)

    def names(self) -> set[str]:
        """Every name spoken of, whatever it is of: as much as can be said of methods."""
        return self.anywhere | {name for _, name in self.of}


def idle(root: Path) -> list[str]:
    """Each function, class, method or constant of the product that nothing of the product speaks of."""
    trees = {module.name: module.tree for module in modules(root, *USERS)}
    uses = Uses(anywhere=set(HOOKS | FOR_WITNESSES | _templates(root)))
    for name, tree in trees.items():
        _note(name, tree, uses)
    mine, spoken = {name for name in trees if name.split(".")[0] in ("services", "shared")}, uses.names()
    return [f"{name}.{each}" for name in trees if name in mine for each in _unused(name, trees[name], uses, spoken)]


def _note(module: str, tree: ast.Module, uses: Uses) -> None:
    bound = _imports(tree)
    uses.of |= {(source.rpartition(".")[0], source.rpartition(".")[2]) for source in bound.values()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            uses.of.add((module, node.id))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORD.fullmatch(node.value):
            uses.anywhere.add(node.value)
        elif isinstance(node, ast.Attribute):
            head, *rest = _dotted(node.value)
            if head in bound:
                uses.of.add((".".join([bound[head], *rest]), node.attr))
            else:
                uses.anywhere.add(node.attr)


def _dotted(node: ast.expr) -> list[str]:
    """The names of `a.b.c`; of anything else an empty one, which nothing is called."""
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id if isinstance(node, ast.Name) else ""]


def _imports(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, in full."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            bound |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            bound |= {alias.asname: alias.name for alias in node.names if alias.asname}
    return bound


def _unused(module: str, tree: ast.Module, uses: Uses, spoken: set[str]) -> Iterator[str]:
    for node in tree.body:
        for name in _named(node):
            if name not in uses.anywhere and (module, name) not in uses.of:
                yield name
        if isinstance(node, ast.ClassDef):
            methods = (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))
            yield from (f"{node.name}.{part.name}" for part in methods for name in _named(part) if name not in spoken)


def _named(node: ast.stmt) -> list[str]:
    """The names a statement gives; none where something else will call them, or Python does."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        handed = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in node.decorator_list} - PLAIN
        names = [] if handed else [node.name]
    else:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        # A table of a database is known to its metadata, whoever speaks of it.
        table = isinstance(value := getattr(node, "value", None), ast.Call) and ast.unparse(value.func) == "Table"
        names = [target.id for target in targets if isinstance(target, ast.Name) and not table]
    return [name for name in names if not name.startswith("__")]


def _templates(root: Path) -> set[str]:
    """Every word of every page and message."""
    files = [path for top in ("services", "shared") for path in (root / top).rglob("*.html")]
    return {word for path in files for word in _WORD.findall(path.read_text(encoding="utf-8"))}


def test_everything_in_the_product_is_used_by_the_product() -> None:
    assert idle(ROOT) == []


def _planted(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = tmp_path / "services" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_what_only_a_test_would_use_is_found(tmp_path: Path) -> None:
    line = "class Line:\n    def cut(self): ...\n    def kept(self): ...\n"
    agenda = f"MOST = 3\ndef fits(): ...\ndef unused(): ...\n{line}"
    user = "from services import agenda\nfrom services.agenda import Line\nunused = agenda.fits(Line().kept)\n"
    found = idle(_planted(tmp_path, agenda=agenda, user=f"{user}print(unused)\n"))
    assert found == ["services.agenda.MOST", "services.agenda.unused", "services.agenda.Line.cut"]


def test_what_a_framework_or_a_page_calls_is_let_through(tmp_path: Path) -> None:
    text = "@made.get('/x')\ndef page(): ...\ndef emit(): ...\nWORDS = {}\nseen = Table('seen')\n"
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "x.html").write_text("{{ wording.WORDS[a] }}")
    assert idle(_planted(tmp_path, room=text)) == []
