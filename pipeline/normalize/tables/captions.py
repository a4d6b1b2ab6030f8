"""What stands above a table: its annex, section and title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline.frozen import dataclass
from pipeline.normalize.tables.titles import LONGEST_CAPTION, is_upper, title_of
from pipeline.writing.headings import annex_heading, is_listed
from pipeline.writing.letters import plain

_SECTION = re.compile(r"(?P<label>[IVXLC]+|[A-HK-Z])\s*[.:/)]\s*(?P<title>\S.*)\Z")


@dataclass(frozen=True, slots=True)
class Caption:
    """Annex and section as printed, and the title of the table under them."""

    annex: str | None = None
    section: str | None = None
    title: str | None = None


def is_heading(text: str) -> bool:
    """Whether a line heads an annex or a section, so that a table below it is a new one."""
    return annex_heading(text) is not None or _section(text) is not None


def read_caption(lines: Sequence[str], before: Caption, bold: Collection[str] = ()) -> Caption:
    """The caption of a table from the prose lines above it, since the table before.

    Annex and section carry over from `before` until a heading names new ones; a title never
    does. `bold` are the lines set in bold letters.
    """
    caption, bold = replace(before, title=None), set(bold)
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
        if (annex or section) and run and line in bold:
            bold.add(run[0])
    headed = bool(run) and caption != before
    return replace(caption, title=title_of(run, headed, bold, caption.annex is not None))


def _section(line: str) -> tuple[str, str] | None:
    text = plain(line)
    match = _SECTION.match(text)
    if match is None or len(text) > LONGEST_CAPTION or is_listed(text):
        return None
    if text.endswith((";", ",")):
        return None
    label, title = match.group("label"), match.group("title")
    roman = all(char in "IVXLC" for char in label)
    return (label, title) if title[0].isupper() and (roman or is_upper(title)) else None
