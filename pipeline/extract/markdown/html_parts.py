"""Tables of HTML between the lines of Markdown: behind a blank line inside of them stands Markdown
again, as far as the next tag (CommonMark 0.31, 4.6, kind 6)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

from pipeline.extract.markdown.inline import inline_runs
from pipeline.extract.runs import Run

_STRONG: Final = ("<b>", "</b>")
"""What stands around strong text in HTML."""
_STRUCK: Final = ("<s>", "</s>")
"""The same of text that is struck out."""


def as_html(lines: Sequence[str]) -> str:
    """The lines of a table, those of Markdown in it as HTML.

    >>> as_html(["<td>", "", "**Bộ Y tế**", "", "</td>", "<td>*</td>"])
    '<td>\\n\\n<b>Bộ Y tế</b>\\n\\n</td>\\n<td>*</td>'
    """
    out: list[str] = []
    blank = False
    for line in lines:
        bare = line.strip()
        marked = blank and bare != "" and not bare.startswith("<")
        out.append("".join(map(_written, inline_runs(bare))) if marked else line)
        blank = not bare or marked
    return "\n".join(out)


def _written(run: Run) -> str:
    text = html.escape(run.text, quote=False).replace("\n", "<br>")
    if run.bold:
        text = text.join(_STRONG)
    return text.join(_STRUCK) if run.struck else text
