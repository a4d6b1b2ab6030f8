"""Write rooms.md: every room of the code and what each of its modules does; `--check` compares.

python docs/make_rooms.py [--check]

A room is a folder of modules under `pipeline/`. What stands on the page is the first paragraph of
each docstring, so that what a module is for is said once, in the module.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOP = ROOT / "pipeline"
TARGET = ROOT / "docs" / "rooms.md"
INTRODUCTION = """# The rooms, module by module

What each module is for, as its docstring says; made from the code by `docs/make_rooms.py`. How the
rooms hang together: [architecture](architecture.md).
"""


def rooms() -> list[Path]:
    """Every folder that holds modules, the package itself first, in the order of their paths."""
    return sorted({path.parent for path in TOP.rglob("*.py")})


def purpose(path: Path) -> str:
    """The first paragraph of the docstring of a module, on one line; blank where it has none."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


def without_purpose() -> list[str]:
    """Modules and rooms that do not say what they are for, as paths below the repository."""
    paths = (path for room in rooms() for path in sorted(room.glob("*.py")))
    return [path.relative_to(ROOT).as_posix() for path in paths if not purpose(path)]


def text() -> str:
    """The page."""
    return "\n".join([INTRODUCTION, *(line for room in rooms() for line in _section(room))])


def _section(room: Path) -> Iterator[str]:
    """The lines on a room: its name and purpose, its modules, the data files beside them."""
    yield f"## {room.relative_to(ROOT).as_posix()}/\n"
    yield f"{purpose(room / '__init__.py')}\n"
    modules = [path for path in sorted(room.glob("*.py")) if path.stem != "__init__"]
    if modules:
        yield "| module | what it does |"
        yield "| --- | --- |"
        yield from (f"| `{path.stem}` | {_cell(purpose(path))} |" for path in modules)
        yield ""
    data = sorted(path.name for path in room.glob("*.toml"))
    if data:
        yield f"Facts beside them: {', '.join(f'`{name}`' for name in data)}\n"


def _cell(purpose_: str) -> str:
    """A text as a cell of a Markdown table."""
    return purpose_.replace("|", "\\|")


def main() -> int:
    """Write the page, or say whether it is that of the code."""
    page = text()
    if "--check" in sys.argv[1:]:
        return int(not TARGET.exists() or TARGET.read_text(encoding="utf-8") != page)
    TARGET.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
