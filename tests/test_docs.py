"""What the documents say, held against the code."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest

from pipeline.normalize.announced import UNREAD
from tests.conftest import ROOT

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TOPS = (ROOT / "pipeline", ROOT / "pipeline" / "link", ROOT)
MADE = runpy.run_path(str(ROOT / "docs" / "make_rooms.py"))
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
_MAKERS = {"Problem": 1, "ProblemRecord": 5, "InputError": 0}
"""Calls that make a problem, and which argument is its code."""


def codes_in_code() -> set[str]:
    """Problem codes given as literals, in calls and in module constants used for them."""
    found: set[str] = set()
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= set(_codes_of(node))
    return found


def _codes_of(call: ast.Call) -> list[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = {"problem": 1, "_problem": 1, **_MAKERS}.get(name)
    arguments = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    if place is not None and place < len(call.args):
        arguments.append(call.args[place])
    values = [a.value for a in arguments if isinstance(a, ast.Constant)]
    return [value for value in values if isinstance(value, str) and _CODE.match(value)]


def documented_codes() -> set[str]:
    section = ARCHITECTURE.partition("## Problems")[2]
    return set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", section))


def test_every_problem_code_is_documented() -> None:
    codes = codes_in_code()
    assert len(codes) > 20
    assert codes - documented_codes() == set()


def test_every_repair_rule_is_documented() -> None:
    section = ARCHITECTURE.partition("## Repairs")[2].partition("## ")[0]
    documented = set(re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE))
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "pipeline" / "normalize").rglob("*.py")
    )
    used = set(re.findall(r'Change\(\s*"([a-z-]+)"', source))
    used |= set(re.findall(r'_note\(changes, "([a-z-]+)"', source))
    assert used <= documented
    assert all(f'"{rule}"' in source for rule in documented)


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / Path(target)).exists(), f"{page.name}: {target}"


def headings(page: Path) -> set[str]:
    """The names by which links reach the headings of a page."""
    lines = page.read_text(encoding="utf-8").splitlines()
    plain = (
        re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
        for line in lines
        if line[:1] == "#"
    )
    return {name.replace(" ", "-") for name in plain}


def test_every_link_to_a_heading_leads_to_one() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("*/README.md")]:
        text = page.read_text(encoding="utf-8")
        for target, name in re.findall(r"\]\(((?:[^)#:\s]+\.md)?)#([\w-]+)\)", text):
            place = page.parent / target if target else page
            assert name in headings(place), f"{page.name}: {target}#{name}"


def rooms() -> list[str]:
    """Every folder of the code that holds modules, below the package; parts of a reader aside."""
    top = ROOT / "pipeline"
    found = {path.parent.relative_to(top) for path in top.rglob("*.py")}
    return sorted(room.as_posix() for room in found if 0 < len(room.parts) < 3)


@pytest.mark.parametrize("room", rooms())
def test_every_room_is_in_the_table_of_rooms(room: str) -> None:
    table = ARCHITECTURE.partition("## The rooms")[2].partition("## Decisions")[0]
    assert f"`{room}/`" in table


def test_the_page_of_rooms_is_that_of_the_code() -> None:
    page = MADE["TARGET"].read_text(encoding="utf-8")
    assert page == MADE["text"](), "run python docs/make_rooms.py"


def test_every_module_says_what_it_is_for() -> None:
    assert MADE["without_purpose"]() == []


def test_every_path_named_in_the_documents_is_there() -> None:
    """`extract/pdf/`, `writing/columns.toml`: paths below the package or the repository."""
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|toml))?)`", ARCHITECTURE)
    lost = [path for path in named if not any((top / path).exists() for top in TOPS)]
    assert lost == []


def test_what_counts_as_unread_is_told_by_some_reader() -> None:
    assert documented_codes() >= UNREAD
