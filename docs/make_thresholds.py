"""Write thresholds.md: every number, list and pattern that decides something; `--check` compares.

python docs/make_thresholds.py [--check]

Found are the constants of the modules under `pipeline/` that read and link documents. The reason
of each stands beside it in the code (the text under it, a comment); where the code is silent it
stands in thresholds.toml, with what was measured and what the rooms were tuned on.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "thresholds.md"
ROOMS = ("writing", "extract", "normalize", "link")
NOTES = ROOT / "docs" / "thresholds.toml"
_LONGEST_VALUE = 60
_SOURCE = (
    r"(?:Sources?:|Sources? of|[CcMm](?:ounted|easured) (?:on|by)|(?:Made|Fitted|Written) by|from:)"
    r"\s[^.]*\."
)
_PATTERNS = ("compile", "compiled")

INTRODUCTION = """# What decides

Every number and list of the rooms that read and link documents, and the names of their patterns
(each says in the code what it finds), made from the code by `docs/make_thresholds.py`; a number or
list without a reason fails the tests. Lists that an analyst may correct are data files beside the
code, at the end of this page with their sources.

*moved*: how many of 121 documents (`tests/inputs`, `raw`, 28 typeset ones) come out otherwise with
the number a quarter lower / a quarter higher, whole numbers by one at least
(`benchmarks/thresholds.py`). `0 / 0` says that it is tuned to none of them. Where it is blank, the
number was not moved: one of a format, a bound of work, or of a room that has not been measured.
"""


@dataclass(frozen=True)
class Constant:
    """A constant of a module: where it stands, what it is, why."""

    module: str
    name: str
    kind: str
    value: Any
    shown: str
    reason: str

    @property
    def key(self) -> str:
        """`normalize.tables.joins._PRIOR`: how thresholds.toml names it."""
        return f"{self.module.removeprefix('pipeline.')}.{self.name}"


def constants() -> list[Constant]:
    """Every constant of the rooms, by module, in the order of the code."""
    paths = (path for room in ROOMS for path in sorted((ROOT / "pipeline" / room).rglob("*.py")))
    return [one for path in paths for one in constants_of(path, path.read_text(encoding="utf-8"))]


def constants_of(path: Path, text: str) -> Iterator[Constant]:
    """The constants of a module, from its text."""
    lines, body = text.splitlines(), ast.parse(text).body
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for at, node in enumerate(body):
        for name, value in _each_named(node):
            kind = _kind(value)
            if kind:
                reason = _text_under(body, at, lines) or _comment(lines, node)
                yield Constant(module, name, kind, _evaluated(value), _shown(value), reason)


def _each_named(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The constants of a statement, which may name several (`_LOW, _HIGH = 1, 2`)."""
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(target, ast.Tuple) and isinstance(node, ast.Assign):
        values = node.value.elts if isinstance(node.value, ast.Tuple) else []
        for name, value in zip(target.elts, values, strict=False):
            if isinstance(name, ast.Name) and name.id.strip("_").isupper():
                yield name.id, value
    elif named := _named(node):
        yield named


def _named(node: ast.stmt) -> tuple[str, ast.expr] | None:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target, value = node.target, node.value
    else:
        return None
    named = isinstance(target, ast.Name) and target.id.strip("_").isupper()
    return (target.id, value) if named and isinstance(target, ast.Name) else None


def _kind(value: ast.expr) -> str:
    """number | pattern | list, "" for what decides nothing (a code, a name)."""
    called = value.func if isinstance(value, ast.Call) else None
    function = getattr(called, "attr", getattr(called, "id", ""))
    if function in _PATTERNS:
        return "pattern"
    if isinstance(_evaluated(value), int | float):
        return "number"
    found = isinstance(value, ast.Tuple | ast.List | ast.Set | ast.Dict)
    return "list" if found or function in ("frozenset", "dict", "set", "tuple") else ""


def _evaluated(value: ast.expr) -> Any:
    """The value of an expression of numbers, None for another."""
    numbers = (ast.Constant, ast.UnaryOp, ast.USub, ast.BinOp, ast.operator)
    if not all(isinstance(node, numbers) for node in ast.walk(value)):
        return None
    result = eval(compile(ast.Expression(value), "constant", "eval"), {})  # numbers alone
    return None if isinstance(result, bool | str) else result


def _shown(value: ast.expr) -> str:
    text = " ".join(ast.unparse(value).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _text_under(body: Sequence[ast.stmt], at: int, lines: Sequence[str]) -> str:
    """The text under a constant, or under those of its kind that follow it without a blank line."""
    for node, below in zip(body[at:], body[at + 1 :], strict=False):
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            return " ".join(str(below.value.value).split())
        named, other = _named(node), _named(below)
        if named is None or other is None or _kind(named[1]) != _kind(other[1]):
            return ""
        if below.lineno - (node.end_lineno or 0) > 1:
            return ""
    return ""


def _comment(lines: Sequence[str], node: ast.stmt) -> str:
    own = re.search(r"#\s*(?!fmt:|noqa|type:)(\S.*)", lines[(node.end_lineno or 1) - 1])
    above = lines[node.lineno - 2].strip() if node.lineno > 1 else ""
    return own.group(1) if own else above[1:].strip() if above.startswith("#") else ""


def notes() -> dict[str, Any]:
    """What thresholds.toml says."""
    return tomllib.loads(NOTES.read_text(encoding="utf-8"))


def without_reason() -> list[str]:
    """The numbers and lists that say nowhere why."""
    given = notes()["reasons"]
    silent = (c for c in constants() if c.kind != "pattern" and not c.reason)
    return [constant.key for constant in silent if constant.key not in given]


def stale() -> list[str]:
    """Entries of thresholds.toml for constants that are gone, or that now say themselves why."""
    known = {constant.key: constant for constant in constants()}
    reasons = [key for key in notes()["reasons"] if key not in known or known[key].reason]
    return reasons + [key for key in notes()["moved"] if key not in known]


def text() -> str:
    """The page."""
    parts = [INTRODUCTION]
    said = notes()
    for module, group in groupby(constants(), key=lambda constant: constant.module):
        found = list(group)
        values = [one for one in found if one.kind != "pattern"]
        patterns = ", ".join(f"`{one.name}`" for one in found if one.kind == "pattern")
        parts.append(f"## {module.removeprefix('pipeline.')}\n\n{_tuned_on(module, said)}")
        parts += [_table(values, said)] if values else []
        parts += [f"Patterns: {patterns}\n"] if patterns else []
    return "\n".join([*parts, *_data_files()])


def _tuned_on(module: str, said: dict[str, Any]) -> str:
    name = module.removeprefix("pipeline.")
    rooms = sorted(said["tuned"], key=len, reverse=True)
    room = next((room for room in rooms if name == room or name.startswith(f"{room}.")), "")
    return f"Tuned on: {said['tuned'][room]}\n" if room else ""


def _table(group: list[Constant], said: dict[str, Any]) -> str:
    rows = ["| what | value | why | moved |", "| --- | --- | --- | --- |"]
    for one in group:
        why = one.reason or said["reasons"].get(one.key, "")
        moved = " / ".join(map(str, said["moved"].get(one.key, ())))
        cells = (f"`{one.name}`", f"`{one.shown}`", why, moved)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _data_files() -> Iterator[str]:
    yield "## Data files\n"
    for path in data_files():
        yield f"- `{path.relative_to(ROOT)}`: {source_of(path)}"
    yield ""


def data_files() -> list[Path]:
    """The data files of the rooms, and those of the data."""
    rooms = (ROOT / "pipeline" / room for room in (*ROOMS, "data"))
    return [path for room in rooms for path in sorted(room.rglob("*.toml"))]


def source_of(path: Path) -> str:
    """What the comment at the top of a data file, or an entry of it, says of its source."""
    content = path.read_text(encoding="utf-8")
    comments = " ".join(line.lstrip("# ") for line in content.splitlines() if line.startswith("#"))
    found = re.search(_SOURCE, comments)
    return (
        found.group() if found else "each entry names its source" if "source =" in content else ""
    )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text(encoding="utf-8") != text())
    TARGET.write_text(text(), encoding="utf-8")
