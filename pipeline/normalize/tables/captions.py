"""What stands above a table: its annex, section and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import plain

_SECTION = re.compile(r"(?P<label>[IVXLC]+|[A-HK-Z])\s*[.:/)]\s*(?P<title>\S.*)\Z")
_SMALL_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s*[.)]\s*(?P<title>\S.*)\Z")
_BRACKETS = re.compile(r"\(.*\)?\Z")
_LONGEST_CAPTION = 300
_MIN_UPPER_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Caption:
    """Annex and section as printed, and the title of the table under them."""

    annex: str | None = None
    section: str | None = None
    title: str | None = None


def is_heading(text: str) -> bool:
    """Whether a line heads an annex or a section, so that a table below it is a new one."""
    return annex_heading(text) is not None or _section(text) is not None


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [char for char in text if char.isalpha()]
    upper = sum(char.isupper() for char in letters)
    return len(letters) > 1 and upper >= _MIN_UPPER_SHARE * len(letters)


def read_caption(lines: Sequence[str], before: Caption) -> Caption:
    """The caption of a table from the prose lines above it, since the table before.

    Annex and section carry over from `before` until a heading names new ones; a title never
    does.
    """
    caption = replace(before, title=None)
    run: list[str] = []
    for line in map(plain, lines):
        annex = annex_heading(line)
        section = None if annex else _section(line)
        if annex:
            caption, run = Caption(annex=annex[0]), [annex[1]] if annex[1] else []
        elif section:
            caption, run = replace(caption, section=section[0]), [section[1]]
        elif line:
            run.append(line)
    return replace(caption, title=_title(run, headed=bool(run) and caption != before))


def _section(line: str) -> tuple[str, str] | None:
    text = plain(line)
    match = _SECTION.match(text)
    if match is None or len(text) > _LONGEST_CAPTION or text.endswith((";", ",")):
        return None
    label, title = match.group("label"), match.group("title")
    roman = all(char in "IVXLC" for char in label)
    return (label, title) if title[0].isupper() and (roman or is_upper(title)) else None


def _title(lines: list[str], headed: bool) -> str | None:
    """The title among the lines above a table.

    Capital letters set a title apart: the last run of such lines. Otherwise the first line
    under a heading, or the last line if it reads like a caption.
    """
    lines = [line for line in lines if not _BRACKETS.match(line)]
    if not lines:
        return None
    run = _last_capital_run(lines)
    if run:
        return " ".join(run)
    line = lines[0] if headed and len(lines) == 1 else lines[-1]
    small = _SMALL_SECTION.match(line)
    text = small.group("title") if small else line
    reads_like_one = text[0].isupper() and not text.endswith((".", ";", ",", ":"))
    return text if reads_like_one and len(text) <= _LONGEST_CAPTION else None


def _last_capital_run(lines: list[str]) -> list[str]:
    run: list[str] = []
    for line in reversed(lines):
        if is_upper(line):
            run.insert(0, line)
        elif run:
            break
    return run
