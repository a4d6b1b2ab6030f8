"""Cells → citations: every document a cell names, and which of its items.

`nhiệm vụ 171, 172 của Nghị quyết số 71/NQ-CP` gives two citations, one per item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.data.records import CellRecord, CitationRecord
from pipeline.frozen import dataclass
from pipeline.link.claims.references import Mention, find_mentions
from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import Pattern, compiled

NUMBER_COLUMN = "stt"
_ONE = r"\d{1,4}(?:\.\d{1,3})*"
_MORE = rf"(?:\s*(?:,|;|và|đến|-|–)\s*(?:số\s+)?{_ONE}(?![\d/]))*"
_ANNEX = r"(?:(?:tại\s+|thuộc\s+|của\s+)?Phụ lục\s+(?:số\s+)?[IVXLC\d]+\s*,?\s*)?"
_LINK = r"(?:(?:ban hành\s+)?kèm theo|nêu tại|của|tại|thuộc|trong|theo)?\s*"
_LONGEST_RANGE = 60
_REACH = 160


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named in a text, and one of its items where the text names one."""

    mention: Mention
    stt: str | None = None


@cache
def _forms() -> tuple[Pattern, Pattern]:
    """Items before a mention, items after it."""
    words = "|".join(load_beside(__file__, "symbols.toml")["items"]["words"])
    items = rf"(?:{words})(?:\s+(?:số|STT|có số thứ tự))?\s*:?\s*(?P<items>{_ONE}{_MORE})"
    before = compiled(rf"(?<!\w)(?:các\s++)?{items}\s*,?\s*{_ANNEX}{_LINK}\Z", any_case=True)
    after = compiled(
        rf"\s*+(?:của\s++[^\d;:.,()]{{2,40}}?)?\s*+[(,:]?\s*+(?:\p{{L}}++\s++){{0,5}}?"
        rf"(?<!\w){items}(?![\d/])",
        any_case=True,
    )
    return before, after


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every citation of a text, in printed order; one per item where items are named."""
    mentions = find_mentions(text)
    items: list[list[str]] = [[] for _ in mentions]
    taken = 0
    spans: list[tuple[int, int]] = []
    before, after = _forms()
    for index, mention in enumerate(mentions):
        window = max(taken, mention.start - _REACH)
        match = before.search(text[window : mention.start])
        if match:
            items[index] = _expand(match.group("items"))
            spans.append((window + match.start(), mention.start))
        taken = mention.end
    for index, mention in enumerate(mentions):
        limit = mentions[index + 1].start if index + 1 < len(mentions) else len(text)
        match = after.match(text, mention.end, min(limit, mention.end + _REACH))
        if match and not any(start < match.end() <= end for start, end in spans):
            items[index] += [
                stt for stt in _expand(match.group("items")) if stt not in items[index]
            ]
    return tuple(
        Citation(mention, stt)
        for mention, named in zip(mentions, items, strict=True)
        for stt in (*named,) or (None,)
    )


def _expand(items: str) -> list[str]:
    """`171, 172` → both; `171 đến 173` and `171-173` → all three."""
    parts = re.split(r"\s*(,|;|và|đến|-|–)\s*(?:số\s+)?", items)
    found = [parts[0]]
    for mark, item in zip(parts[1::2], parts[2::2], strict=True):
        first, last = found[-1], item
        if mark in ("đến", "-", "–") and first.isdigit() and last.isdigit():
            between = range(int(first) + 1, int(last))
            found += [str(n) for n in between] if len(between) <= _LONGEST_RANGE else []
        found.append(item)
    return list(dict.fromkeys(found))


def cite(cells: Iterable[CellRecord]) -> Iterator[CitationRecord]:
    """The citations of all cells but those of the number column. `cited_doc_id` is left for
    `corpus`: it depends on what else is there."""
    for cell in cells:
        if cell.column == NUMBER_COLUMN or not cell.text:
            continue
        for position, citation in enumerate(find_citations(cell.text), start=1):
            mention = citation.mention
            yield CitationRecord(
                row_id=cell.row_id,
                doc_id=cell.doc_id,
                column=cell.column,
                position=position,
                text=mention.text,
                number=mention.number,
                kind=mention.kind,
                issued_date=mention.issued,
                cited_doc_id=None,
                cited_stt=citation.stt,
            )
