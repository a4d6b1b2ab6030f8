"""Markdown and pipe tables: dialect `markdown`.

Tables of pipes (with or without the line of dashes), grid tables of Pandoc, tables of wikis and of
directives, and HTML tables between lines of text are read; everything else is prose, its marks
(`#`, `**`, `>`) kept out of it. The text is one page, a place its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from pipeline.extract import lines_as_rows
from pipeline.extract.comments import LEFT_OUT
from pipeline.extract.frames import lost_marks, sheet_of
from pipeline.extract.markdown.dashed import DashedText
from pipeline.extract.markdown.directives import directive_table
from pipeline.extract.markdown.gridded import (
    GRID_RULE,
    are_rows,
    by_numbers,
    is_part_rule,
    joined_cells,
    rows_between_rules,
    with_bars,
    without_types,
)
from pipeline.extract.markdown.html_parts import as_html
from pipeline.extract.markdown.inline import PICTURE, inline_runs
from pipeline.extract.markdown.lines import (
    BOX,
    HEADING,
    HTML_TABLE,
    QUOTE,
    ROWS_FENCED,
    cells_of,
    is_piped,
    is_rule,
    rows_of,
    table_starts,
    without_comments,
)
from pipeline.extract.markdown.makers import (
    PICTURE_SIGN,
    with_calls_once,
    with_typed_calls,
    without_counts,
)
from pipeline.extract.markdown.moved import (
    from_above,
    is_above,
    moved_rows,
    on_own_columns,
    short_rows,
)
from pipeline.extract.markdown.named_texts import NamedTexts
from pipeline.extract.markdown.typed_math import math_between_tags
from pipeline.extract.markdown.upright import upright
from pipeline.extract.markdown.wiki import WikiText
from pipeline.extract.markdown.wiki_marks import ORG, RST, as_markdown
from pipeline.extract.placed import PlacedCell, SheetRow, grid_of, on_all_columns, over_all
from pipeline.extract.repeated import as_one
from pipeline.extract.runs import fragments, text_blocks
from pipeline.extract.spans import MOST_COLUMNS, SpannedRow, on_columns
from pipeline.extract.text.dialect import lines_of
from pipeline.extract.text.lines import NumberedLine
from pipeline.extract.titled import under_titles
from pipeline.extract.typed_notes import notes_of
from pipeline.model import (
    EVIDENCE,
    Block,
    Fragment,
    Note,
    Page,
    Place,
    Problem,
    Reading,
    with_places,
)
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import printed_chars
from pipeline.writing.raised import raise_digits

_FOOT_RULE: Final = re.compile(r"\s*\|\s*={3,}\s*(?:[|+]\s*={3,}\s*)*\|?\s*")
"""What Kramdown sets between the rows of a table and its last ones, the sums."""
_FENCE: Final = re.compile(r"\s{0,3}(```|~~~)")
_REFERRED: Final = re.compile(r"!?\[([^\[\]\n]{1,500})\]\[([^\[\]\n]{0,200})\]")
_ADDRESS: Final = re.compile(r"\s{0,3}\[([^\[\]^\n]{1,200})\]:\s*<?\S+>?(?:\s+[\"'(].*)?\s*")
_NOTE: Final = re.compile(r"\s{0,3}\[\^(\d{1,4})\]:\s*(.*)")
_WIKI_LINK: Final = re.compile(r"\[\[(?:[^\[\]|\n]{1,500}\|)?([^\[\]|\n]{1,500})\]\]")
_WIKI_HEADING: Final = re.compile(r"\s*(={1,6}|h[1-6]\.)\s+(\S.*?)\s*=*\s*")
_HTML_END: Final = re.compile(r"</table\s*>", re.IGNORECASE)
_TEMPLATE: Final = re.compile(r"\{\{[^{}|\s][^{}]*\}\}")
_ORG_RULE: Final = re.compile(r"\|-+(?:\+-+)+\|")
_COOKIE: Final = re.compile(r"<[lcr]?\d{0,3}>|/|[<>]{1,2}")
"""What org sets into a row to say how wide columns are and which belong together."""

_HEAD_AND_BODY: Final = 2
"""Blocks of lines between the rules of a table that has none between its rows."""
_MIN_NUMBERED: Final = 2
"""Row numbers between two rules that are those of several rows."""


def read(path: Path, data: bytes) -> Reading:
    """Read a Markdown text; `path` is not opened. Raises `InputError('not-text')`."""
    lines, problems = lines_of(data)
    reader = _Reader(rows_of(lines))
    page = Page(1, tuple(reader.blocks()), reader.chars)
    told = (*reader.told_unread(), *reader.told_moved(), *reader.told_types())
    found = (*problems, *reader.problems, *told)
    return Reading("markdown", "markdown", (page,), found)


class _Reader:
    """Reads lines from top to bottom; `chars` counts what is printed, marks left out; `problems`
    is what tables in HTML could not show."""

    def __init__(self, lines: Sequence[NumberedLine]) -> None:
        self.lines = lines
        shown = (text.translate(BOX) for text in without_comments(lines))
        called = (with_typed_calls(QUOTE.sub("", text)) for text in shown)
        texts = with_calls_once([_WIKI_LINK.sub(r"\1", text) for text in called])
        self.named = NamedTexts(texts)
        bare, self.types = without_types(with_bars(upright(self.named.held(texts))))
        self.notes, self.texts = notes_of(bare)
        self.typed: list[Note] = []
        self.templates: list[str] = []
        self.pictures: list[str] = []
        self.moved: list[int] = []
        self.addresses = {m[1].lower() for text in self.texts if (m := _ADDRESS.fullmatch(text))}
        self.marks = ORG if any(map(_is_org, self.texts)) else RST
        self.dashed = DashedText(self.texts)
        self.wiki = WikiText(self.texts)
        piped = [text for text in self.texts if text.lstrip().startswith("|")]
        bodies = [cells_of(text) for text in piped if not is_rule(text)]
        self.lines_are_rows = lines_as_rows.are_lines(bodies)
        self.chars = 0
        self.problems: list[Problem] = []

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self.texts):
            if GRID_RULE.fullmatch(self.texts[at]):
                end = _while(self.texts, at, lambda text: text.lstrip().startswith(("+", "|")))
                rows = list(self._grid_rows(at, end))
                yield from self._table(rows, self._grid_header(rows, at, end))
            elif (wiki := self.wiki.table(at) or directive_table(self.texts, at)) is not None:
                end = wiki.end
                yield from self._table(self._spanned(wiki.rows), wiki.header)
            elif table_starts(self.texts, at):
                end = _while(self.texts, at, is_piped)
                yield from self._table(*self._pipe_rows(at, end))
            elif (dashed := self.dashed.table(at)) is not None:
                end = dashed.end
                rows = [self._row(n, cells, k) for n, (k, cells) in enumerate(dashed.rows, 1)]
                yield from self._table(rows, dashed.header or None)
            elif HTML_TABLE.search(self.texts[at]):
                end = self._html_end(at)
                yield from self._html(at, end)
            elif ROWS_FENCED.fullmatch(self.texts[at]):
                end = self._fence_end(at)
                yield from self._delimited(at + 1, end - 1)
            else:
                end = at + 1
                yield from self._prose(at)
            yield from self.typed
            self.typed.clear()
            at = end

    def told_unread(self) -> list[Problem]:
        """What is said of cells that print what is no text here (a template of the wiki, a
        picture)."""
        unread = (
            (self.templates, "what a template of the wiki says; not read"),
            (self.pictures, "a picture, which was not read"),
        )
        return [
            Problem(
                "warning",
                "print-unread",
                f"{len(cells)} cells print {what}",
                cells[0][:EVIDENCE],
                1,
            )
            for cells, what in unread
            if cells
        ]

    def told_types(self) -> list[Problem]:
        """What is said of lines that name the types of columns."""
        if not self.types:
            return []
        line = self.lines[self.types[-1]]
        message = f"line {line.number}: the types of the columns, below their names, are left out"
        return [Problem("info", LEFT_OUT, message, line.text.strip()[:EVIDENCE], 1)]

    def told_moved(self) -> list[Problem]:
        """What is said of rows whose cells may stand in the columns of others."""
        if not self.moved:
            return []
        first = self.moved[0]
        message = (
            f"line {self.lines[first].number}: fewer cells than in other rows; where a cell reaches"
            f" down, those behind it may have moved ({len(self.moved)} rows)"
        )
        evidence = self.texts[first].strip()[:EVIDENCE]
        return [Problem("warning", "column-uncertain", message, evidence, 1)]

    def _pieces(self, text: str, place: Place) -> tuple[Fragment, ...]:
        """A text as printed lines; the notes typed in it are held until the block has ended."""
        text = _REFERRED.sub(self._linked, as_markdown(self.named.put_in(text), self.marks))
        text, typed = self.notes.taken(text)
        pieces = self._printed(text, place)
        self.typed += [
            Note(number, self._printed(f"{raise_digits(str(number))} {note}", place))
            for number, note in typed
        ]
        return pieces

    def _linked(self, match: re.Match[str]) -> str:
        """The words of a link whose address stands elsewhere in the text."""
        words, name = match.groups()
        return words if (name or words).lower() in self.addresses else match.group()

    def _printed(self, text: str, place: Place) -> tuple[Fragment, ...]:
        runs = list(inline_runs(text))
        self.chars += sum(printed_chars(run.text) for run in runs)
        return fragments(runs, place)

    def _prose(self, at: int) -> Iterator[Block]:
        text = self.texts[at]
        place = Place(1, line=self.lines[at].number)
        note = _NOTE.fullmatch(text)
        if note:
            mark = raise_digits(note.group(1)) + " "
            yield Note(int(note.group(1)), self._printed(mark + note.group(2), place))
            return
        heading = HEADING.fullmatch(text) or _WIKI_HEADING.fullmatch(text)
        bare = heading.group(2) if heading else text
        if _FENCE.match(text) or re.fullmatch(r"\s*([-*_=])(?:\s*\1){2,}\s*", text):
            return
        if PICTURE_SIGN.fullmatch(text):
            return
        pieces = self._pieces(bare, place)
        yield from text_blocks(pieces)

    def _table(self, rows: list[SheetRow], header: int | None) -> Iterator[Block]:
        grid = grid_of(*under_titles(rows, header), drawn=True)
        if grid is not None:
            yield grid

    def _pipe_rows(self, start: int, end: int) -> tuple[list[SheetRow], int | None]:
        rows: list[SheetRow] = []
        lines: list[int] = []
        header: int | None = None
        if self._rules_rows(start, end):
            return list(self._rows_between(start, end, is_rule)), 1
        for at in range(start, end):
            if is_rule(self.texts[at]):
                header = len(rows) if header is None and rows else header
                continue
            if _FOOT_RULE.fullmatch(self.texts[at]):
                continue
            cells = cells_of(self.texts[at])
            if self.marks is ORG and _is_cookies(cells):
                continue
            cells = without_counts(cells) if not rows else cells
            rows.append(self._row(len(rows) + 1, cells, at))
            lines.append(at)
        if self.lines_are_rows:
            head = lines_as_rows.whole(rows[:header]) if header else []
            body = rows[header or 0 :]
            counted = any(row.labelled for row in rows)
            put = lines_as_rows.whole(body) if counted else lines_as_rows.doubted(body)
            if not counted:
                self._tell_loose(start)
            rows, header = [*head, *put], len(head) or header
            lines = [lines[row.number - 1] for row in rows]
        self.problems += lost_marks(rows)
        if (frame := sheet_of(rows)) is not None:
            self.chars -= frame.chars
            merged = as_one(frame.rows, frame.header)
            self.chars -= merged.chars
            return merged.rows, merged.header
        if rows and len(rows[0].filled) == 1 and not is_rule(self.texts[start]):
            # Markdown asks for a first row over the dashes: a title alone in it is no header.
            last = max(cell.column for row in rows for cell in row.cells)
            return [over_all(rows[0], last), *rows[1:]], None
        if header is not None:
            texts = [cells_of(self.texts[at]) for at in lines]
            self.moved += [lines[at] for at in short_rows(texts, header)]
            rows = on_own_columns(rows, moved_rows(texts, header))
        told = sum(
            printed_chars(cell.text) for row in rows for cell in row.filled if is_above(cell)
        )
        self.chars -= told
        rows = from_above(rows)
        merged = as_one(rows, header)
        self.chars -= merged.chars
        if header and len(rows) > 1 and not rows[0].filled:  # it goes on with the table above
            width = len(cells_of(self.texts[lines[0]]))
            return [rows[0], on_all_columns(merged.rows[1], width), *merged.rows[2:]], merged.header
        return merged.rows, merged.header

    def _tell_loose(self, start: int) -> None:
        """Say once that lines of a table without numbers are not put together."""
        if any(problem.message == lines_as_rows.NO_NUMBERS for problem in self.problems):
            return
        text = self.texts[start].strip()[:EVIDENCE]
        self.problems.append(
            Problem("warning", "rows-uncertain", lines_as_rows.NO_NUMBERS, text, 1)
        )

    def _row(self, number: int, cells: Sequence[str], at: int) -> SheetRow:
        place = Place(1, line=self.lines[at].number)
        self.pictures += filter(PICTURE.search, cells)
        placed = (
            PlacedCell(column, self._pieces(text, place))
            for column, text in enumerate(cells[:MOST_COLUMNS])
            if text.strip()
        )
        return SheetRow(number, tuple(placed))

    def _spanned(self, rows: Sequence[SpannedRow]) -> list[SheetRow]:
        """Rows whose cells may reach over columns and rows."""

        def read(row: int, text: str) -> PlacedCell:
            place = Place(1, line=self.lines[rows[row][0]].number)
            if _TEMPLATE.search(text):
                self.templates.append(text)
            return PlacedCell(0, self._pieces(text, place) if text.strip() else ())

        cells = chain.from_iterable(cells for _, cells in rows)
        self.pictures += filter(PICTURE.search, (cell.content for cell in cells))
        laid = on_columns([cells for _, cells in rows], read)
        return [SheetRow(number, cells) for number, cells in enumerate(laid, start=1)]

    def _grid_rows(self, start: int, end: int) -> Iterator[SheetRow]:
        """Rows between rules of a grid table: lines of one cell go on below each other, but where
        several begin with row numbers no rule stands between rows."""
        if any(map(is_part_rule, self.texts[start:end])):
            yield from self._spanned(rows_between_rules(self.texts, start, end))
            return
        yield from self._rows_between(start, end, lambda text: bool(GRID_RULE.fullmatch(text)))

    def _rules_rows(self, start: int, end: int) -> bool:
        """Whether the dashes of a pipe table stand between all its rows, as org and databases set
        them, so that lines between two of them are one row."""
        texts = self.texts[start:end]
        rules = [at for at, text in enumerate(texts) if is_rule(text)]
        numbered = sum(
            not is_rule(text) and parse_label(cells_of(text)[0]) is not None for text in texts
        )
        return len(rules) > _MIN_NUMBERED and len(rules) >= numbered and numbered > 1

    def _rows_between(
        self, start: int, end: int, is_rule: Callable[[str], bool]
    ) -> Iterator[SheetRow]:
        blocks: list[list[tuple[int, list[str]]]] = [[]]
        for at in range(start, end):
            if not is_rule(self.texts[at]):
                blocks[-1].append((at, cells_of(self.texts[at])))
            elif blocks[-1]:
                blocks.append([])
        filled = [block for block in blocks if block]
        parts = [[*by_numbers(block)] for block in filled]
        if len(filled) == _HEAD_AND_BODY and are_rows(filled[-1]):
            parts[-1] = [[line] for line in filled[-1]]
        for number, lines in enumerate(chain.from_iterable(parts), start=1):
            yield self._row(number, joined_cells(lines), lines[0][0])

    def _grid_header(self, rows: Sequence[SheetRow], start: int, end: int) -> int | None:
        """How many rows stand above the double rule below the first."""
        rules = (at for at in range(start + 1, end) if GRID_RULE.fullmatch(self.texts[at]))
        double = next((at for at in rules if "=" in self.texts[at]), None)
        if double is None:
            return None
        line = self.lines[double].number
        places = (c.fragments[0].place.line for row in rows for c in row.filled[:1])
        return sum(place is not None and place < line for place in places) or None

    def _html_end(self, start: int) -> int:
        depth = 0
        for at in range(start, len(self.texts)):
            depth += len(HTML_TABLE.findall(self.texts[at]))
            depth -= len(_HTML_END.findall(self.texts[at]))
            if depth <= 0:
                return at + 1
        return len(self.texts)

    def _fence_end(self, start: int) -> int:
        """One past the line that closes the fence opened there; one more than all where none does,
        as in an answer that was cut off."""
        closing = (at for at in range(start + 1, len(self.texts)) if _FENCE.match(self.texts[at]))
        return next(closing, len(self.texts)) + 1

    def _delimited(self, start: int, end: int) -> Iterator[Block]:
        from pipeline.extract.workbook.delimited import tables_of  # loads what few texts need

        blocks, chars, told = tables_of("\n".join(line.text for line in self.lines[start:end]))
        self.chars += chars
        self.problems += told
        above = self.lines[start].number - 1 if blocks else 0
        for block in blocks:
            yield with_places(block, lambda old: Place(1, line=(old.line or 1) + above))

    def _html(self, start: int, end: int) -> Iterator[Block]:
        from pipeline.extract.web.reader import page_of  # loads lxml, which few texts need

        text = as_html([line.text for line in self.lines[start:end]])
        page, told = page_of(math_between_tags(text))
        self.chars += page.chars
        self.problems += told
        above = self.lines[start].number - 1
        for block in page.blocks:
            yield with_places(block, lambda old: Place(1, line=(old.line or 1) + above))


def _is_org(text: str) -> bool:
    """Whether a line is one that org alone has: a rule whose columns meet in crosses, a keyword."""
    bare = text.strip()
    return bare.startswith("#+") or bool(_ORG_RULE.fullmatch(bare))


def _is_cookies(cells: Sequence[str]) -> bool:
    """Whether a row of org says how wide its columns are, and nothing else."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(_COOKIE.fullmatch, filled))


def _while(texts: Sequence[str], start: int, holds: Callable[[str], bool]) -> int:
    end = start
    while end < len(texts) and texts[end].strip() and holds(texts[end]):
        end += 1
    return max(end, start + 1)
