"""The five hand-checked documents as files that people make, in habits drawn at random.

    python benchmarks/habits.py OUT --seed 7 [--only xlsx] [--show 5]

Nobody files an annex in one way. Each document is written as Word, workbook, web page, Markdown and
delimited text with habits of their own: names on two levels, a row that counts the columns,
headings merged or typed in one cell, the header printed again every so many rows, tables parted
there, rows cut there, lines ended inside cells, a letterhead and a signature around the tables,
notes; and some of these are saved again by LibreOffice in its forms. What is in OUT already is not
made anew. Seeds that have been looked at are for learning; take a new one to judge by. Figures are
those of bare.py, against the document as annex reads its text (its cells equal the fixtures, as the
tests prove).
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import random
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import bare  # noqa: E402
from openpyxl import Workbook  # noqa: E402
from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: E402
from openpyxl.cell.text import InlineFont  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, Side  # noqa: E402
from openpyxl.worksheet.worksheet import Worksheet  # noqa: E402

from tests.conftest import raw_document  # noqa: E402
from tests.support import make_docx as word  # noqa: E402
from tests.support.forms import OFFICE_FILTERS, PrintedCell, PrintedTable, by_office, printed  # noqa: E402

DOCUMENTS = (
    "11-nq-cp-2026",
    "thong-ke-nhiem-vu-2025",
    "03-nq-cp-2025",
    "ke-hoach-2026-phu-luc-ii",
    "ke-hoach-2025-du-thao",
)
BLANK = PrintedCell("")
STATE = ("CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
SIGNED = ("Nơi nhận:\n- Thủ tướng Chính phủ;\n- Lưu: VT.", "TM. CHÍNH PHỦ\nTHỦ TƯỚNG")
PROSE = (
    "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;",
    "Điều 1. Ban hành kèm theo văn bản này các phụ lục giao nhiệm vụ.",
)
TEXT_SAVED = OFFICE_FILTERS | {"htm": "htm:HTML (StarWriter)"}
SHEET_SAVED = {"ods": "ods", "fods": "fods", "xls": "xls:MS Excel 97", "htm": "htm:HTML (StarCalc)"}
THIN = Side(style="thin")


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody makes a file: `headings` of sections are cells, merged behind their number,
    typed in one cell over all columns, or leave the others merged; `again` is after how many rows
    the header is printed again (0: never), `parted` that the tables are parted there instead, `cut`
    that the row above is cut there; `wrap` at how many letters lines of cells end."""

    around: bool
    levels: bool
    headings: str
    again: int
    parted: bool
    cut: bool
    wrap: int
    counted: bool
    capitals: bool
    beside: bool
    plain: bool


def drawn(rng: random.Random) -> Habits:
    """Habits as the dice have it."""
    return Habits(
        around=rng.random() < 0.6,
        levels=rng.random() < 0.4,
        headings=rng.choice(["cells", "merged", "whole", "rest"]),
        again=rng.choice([0, 0, 17, 23]),
        parted=rng.random() < 0.35,
        cut=rng.random() < 0.4,
        wrap=rng.choice([0, 0, 28, 40]),
        counted=rng.random() < 0.3,
        capitals=rng.random() < 0.3,
        beside=rng.random() < 0.5,
        plain=rng.random() < 0.5,
    )


@dataclass(frozen=True, slots=True)
class Laid:
    """A cell where it stands: its columns, and how many rows it reaches down."""

    cell: PrintedCell
    span: int = 1
    down: int = 1


Row = tuple[Laid, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as somebody laid it out: the rows of its header, those of its pages."""

    source: PrintedTable
    header: tuple[Row, ...]
    pages: tuple[tuple[Row, ...], ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.source.headers)


def laid_out(table: PrintedTable, habits: Habits, rng: random.Random) -> Table:
    """A table in these habits."""
    rows = [_heading(row, habits) for row in table.rows]
    step = habits.again or len(rows) or 1
    pages = [rows[at : at + step] for at in range(0, len(rows), step)]
    if habits.cut:
        for above, below in pairwise(pages):
            _cut(above, below, rng)
    return Table(table, tuple(_header(table, habits)), tuple(map(tuple, pages)))


def _header(table: PrintedTable, habits: Habits) -> Iterator[Row]:
    names = [name.upper() if habits.capitals else name for name in table.headers]
    low = [name.lower() for name in table.headers]
    bodies = (at for at in range(len(low) - 1) if "chủ trì" in low[at] and "phối" in low[at + 1])
    first = next(bodies, None) if habits.levels else None
    if first is None:
        yield tuple(Laid(PrintedCell(name)) for name in names)
    else:
        over = [Laid(PrintedCell(name), down=2) for name in names]
        over[first : first + 2] = [Laid(PrintedCell("Cơ quan thực hiện"), span=2)]
        yield tuple(over)
        yield (Laid(PrintedCell("Chủ trì")), Laid(PrintedCell("Phối hợp")))
    if habits.counted:
        yield tuple(Laid(PrintedCell(f"({at})")) for at in range(1, len(names) + 1))


def _heading(row: Sequence[PrintedCell], habits: Habits) -> Row:
    """A row; one that prints nothing but number and title is a heading."""
    wide = len(row)
    if wide < 4 or not row[1].text or any(cell.text for cell in row[2:]):
        return tuple(map(Laid, row))
    if habits.headings == "merged":
        return (Laid(row[0]), Laid(row[1], wide - 1))
    if habits.headings == "rest":
        return (Laid(row[0]), Laid(row[1]), Laid(BLANK, wide - 2))
    if habits.headings == "whole":
        number = row[0].text.rstrip(".")
        text = f"{number}. {row[1].text}" if number else row[1].text
        return (Laid(replace(row[1], text=text), wide),)
    return tuple(map(Laid, row))


def _cut(above: list[Row], below: list[Row], rng: random.Random) -> None:
    """Cut the last row of a page between words of its longer cells."""
    last = above[-1]
    if len(last) < 3 or any(one.span > 1 for one in last):
        return
    halves = [_halves(one.cell, rng) if at else (one.cell, BLANK) for at, one in enumerate(last)]
    if halves[1][1].text:
        above[-1] = tuple(Laid(upper) for upper, _ in halves)
        below.insert(0, tuple(Laid(lower) for _, lower in halves))


def _halves(cell: PrintedCell, rng: random.Random) -> tuple[PrintedCell, PrintedCell]:
    words = cell.text.split(" ")
    if len(words) < 7:
        return cell, BLANK
    at = rng.randint(len(words) // 3, 2 * len(words) // 3)
    return PrintedCell(" ".join(words[:at])), replace(cell, text=" ".join(words[at:]))


def _lines(cell: PrintedCell, habits: Habits) -> list[str]:
    if not habits.wrap:
        return [cell.text]
    found = textwrap.wrap(cell.text, habits.wrap, break_long_words=False, break_on_hyphens=False)
    return found or [""]


def _placed(rows: Sequence[Row]) -> Iterator[Iterator[tuple[int, Laid]]]:
    """The cells of rows with their columns: those reached from above are passed over."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        yield _columns(at, row, taken)


def _columns(at: int, row: Row, taken: set[tuple[int, int]]) -> Iterator[tuple[int, Laid]]:
    column = 0
    for one in row:
        while (at, column) in taken:
            column += 1
        taken |= {(at + d, column + c) for d in range(1, one.down) for c in range(one.span)}
        yield column, one
        column += one.span


def _stretches(table: Table, habits: Habits) -> Iterator[tuple[bool, tuple[Row, ...]]]:
    """The pages of a table, and whether its header stands over each."""
    for at, page in enumerate(table.pages):
        yield at == 0 or not habits.parted, page


def as_docx(tables: Sequence[Table], habits: Habits, rng: random.Random) -> bytes:
    """A Word file with notes of Word's own; each page is a table."""
    body: list[str] = []
    notes: list[str] = []
    if habits.around:
        body += [_bare_table(STATE), *map(word.para, PROSE), _bare_table(SIGNED)]
    for table in tables:
        body += [word.para(word.run(line, "<w:b/>")) for line in table.source.above]
        texts = dict(table.source.notes)

        def call(number: int, texts: dict[int, str] = texts) -> str:
            notes.append(
                word.note(len(notes) + 1, word.para(word.own_mark(), f" {texts.get(number, '')}"))
            )
            return word.call(len(notes))

        for headed, page in _stretches(table, habits):
            rows = [_word_row(row, habits, call) for row in page]
            if headed:
                rows = [*_word_header(table, habits, call), *rows]
            widths = (900, 4200, *[1800] * (table.width - 2))
            body += [word.table(*rows, widths=widths), word.para()]
    parts = {"document": "".join(body)}
    return word.pack(parts | ({"footnotes": "".join(notes)} if notes else {}))


def _bare_table(cells: Sequence[str]) -> str:
    row = word.row(*(word.cell(*text.split("\n")) for text in cells))
    return word.table(row, widths=(4500, 4500), ruled=False)


def _word_header(table: Table, habits: Habits, call: Callable[[int], str]) -> Iterator[str]:
    repeated = "<w:tblHeader/>"
    covered = word.cell(properties="<w:vMerge/>")
    for row in _placed(table.header):
        cells = [covered] * table.width
        ends = [0] * table.width
        for column, one in row:
            cells[column] = _word_cell(one, habits, call)
            ends[column] = one.span - 1
        kept = [c for at, c in enumerate(cells) if not (at and ends[at - 1])]
        yield word.row(*kept, properties=repeated)


def _word_row(row: Row, habits: Habits, call: Callable[[int], str]) -> str:
    return word.row(*(_word_cell(one, habits, call) for one in row))


def _word_cell(one: Laid, habits: Habits, call: Callable[[int], str]) -> str:
    look = word.span(one.span) if one.span > 1 else ""
    look += '<w:vMerge w:val="restart"/>' if one.down > 1 else ""
    *lines, last = _lines(one.cell, habits)
    calls = "".join(map(call, one.cell.calls))
    return word.cell(*map(word.para, lines), word.para(last, calls), properties=look)


def as_xlsx(tables: Sequence[Table], habits: Habits, rng: random.Random) -> bytes:
    """A workbook: all tables on a sheet or each on its own, in the first column or beside it."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    margin = 1 if habits.beside else 0
    y = 1 + margin
    for number, table in enumerate(tables):
        if number and habits.plain:
            sheet, y = book.create_sheet(f"PL{number + 1}"), 1 + margin
        elif habits.around and not number:
            sheet.cell(y, 1 + margin, STATE[0])
            sheet.cell(y, 3 + margin, STATE[1])
            y += 2
        for line in table.source.above:
            _over(sheet, y, 1 + margin, table.width, line)
            y += 1
        y += 1
        for headed, page in _stretches(table, habits):
            rows = [*(table.header if headed else ()), *page]
            for row in _placed(rows):
                for column, one in row:
                    _fill(sheet, y, 1 + margin + column, one, habits, first=column == 0)
                y += 1
        y += 1
        for mark, text in table.source.notes:
            _over(sheet, y, 1 + margin, table.width, _raised("", str(mark), f" {text}"))
            y += 1
        y += 2
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _over(sheet: Worksheet, y: int, x: int, width: int, value: Any) -> None:
    sheet.cell(y, x, value)
    sheet.merge_cells(start_row=y, start_column=x, end_row=y, end_column=x + width - 1)


def _raised(before: str, mark: str, behind: str = "") -> CellRichText:
    raised = TextBlock(InlineFont(vertAlign="superscript"), mark)
    return CellRichText([piece for piece in (before, raised, behind) if piece])


def _fill(sheet: Worksheet, y: int, x: int, one: Laid, habits: Habits, first: bool) -> None:
    text = "\n".join(_lines(one.cell, habits))
    value: Any = int(text) if first and habits.plain and text.isdigit() else text or None
    if one.cell.calls:
        value = _raised(text, ", ".join(map(str, one.cell.calls)))
    cell = sheet.cell(y, x, value)
    cell.alignment, cell.border = Alignment(wrap_text=True), Border(THIN, THIN, THIN, THIN)
    cell.font = Font(bold=one.down > 1)
    if one.span > 1 or one.down > 1:
        sheet.merge_cells(
            start_row=y, start_column=x, end_row=y + one.down - 1, end_column=x + one.span - 1
        )


def as_html(tables: Sequence[Table], habits: Habits, rng: random.Random) -> bytes:
    """A web page, perhaps in a table that only arranges it; notes are linked."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    parts += ["<table width='100%'><tr><td>"] if habits.beside else []
    if habits.around:
        cells = "".join(f"<td>{html.escape(text)}</td>" for text in STATE)
        parts += [f"<table border=0><tr>{cells}</tr></table>", *(f"<p>{p}</p>" for p in PROSE)]
    notes: list[str] = []
    for number, table in enumerate(tables):
        parts += [f"<p><b>{html.escape(line)}</b></p>" for line in table.source.above]
        for at, (headed, page) in enumerate(_stretches(table, habits)):
            parts.append("</table><p>&nbsp;</p><table border=1>" if at else "<table border=1>")
            rows = [*(table.header if headed else ()), *page]
            for row in rows:
                cells = "".join(_web_cell(one, habits, number) for one in row)
                parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
        notes += [
            f"<p><a name='f{number}_{m}' href='#r{number}_{m}'>[{m}]</a> {html.escape(text)}</p>"
            for m, text in table.source.notes
        ]
    parts += [*notes, "</td></tr></table>" if habits.beside else "", "</body></html>"]
    return "\n".join(parts).encode()


def _web_cell(one: Laid, habits: Habits, table: int) -> str:
    spans = f" colspan={one.span}" if one.span > 1 else ""
    spans += f" rowspan='{one.down}'" if one.down > 1 else ""
    lines = ("<br>\n" if habits.plain else "</p><p>").join(
        map(html.escape, _lines(one.cell, habits))
    )
    text = lines if habits.plain else f"<p>{lines}</p>"
    calls = "".join(
        f"<sup><a href='#f{table}_{m}' name='r{table}_{m}'>[{m}]</a></sup>" for m in one.cell.calls
    )
    return f"<td{spans}>{text}{calls}</td>" if one.cell.text or calls else f"<td{spans}>&nbsp;</td>"


def as_md(tables: Sequence[Table], habits: Habits, rng: random.Random) -> bytes:
    """Markdown with pipes; names stand on one level, what is merged in its first cell."""
    lines = [line for text in PROSE if habits.around for line in (text, "")]
    for table in tables:
        lines += [part for line in table.source.above for part in (f"**{line}**", "")]
        for at, (headed, page) in enumerate(_stretches(table, habits)):
            names = table.source.headers if headed else [""] * table.width
            lines += ["", _pipes(names, habits), _pipes(["---"] * table.width, habits)]
            if habits.counted and not at:
                lines.append(_pipes([f"({n})" for n in range(1, table.width + 1)], habits))
            lines += [_pipes(_flat(row, habits, "<br>", "[^{}]"), habits) for row in page]
        lines += ["", *(f"[^{mark}]: {text}" for mark, text in table.source.notes), ""]
    return "\n".join(lines).encode()


def _pipes(cells: Sequence[str], habits: Habits) -> str:
    room = " " if habits.plain else ""
    inner = f"{room}|{room}".join(cell.replace("|", "\\|") for cell in cells)
    return f"|{room}{inner}{room}|"


def _flat(row: Row, habits: Habits, end: str, mark: str) -> list[str]:
    out: list[str] = []
    for one in row:
        calls = "".join(mark.format(number) for number in one.cell.calls)
        out += [end.join(_lines(one.cell, habits)) + calls, *[""] * (one.span - 1)]
    return out


def as_csv(tables: Sequence[Table], habits: Habits, rng: random.Random) -> bytes:
    """Delimited text; notes are typed in brackets, each row is as wide as its table or as all."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=rng.choice(",;\t"))
    widest = max(table.width for table in tables)
    for table in tables:
        width = widest if habits.beside else table.width

        def write(*cells: str, width: int = width) -> None:
            writer.writerow([*cells, *[""] * (width - len(cells))])

        for line in table.source.above:
            write(line)
        for headed, page in _stretches(table, habits):
            if headed:
                write(*table.source.headers)
                if habits.counted:
                    write(*(f"({n})" for n in range(1, table.width + 1)))
            for row in page:
                write(*_flat(row, habits, "\n", " [{}]"))
        write()
        for mark, text in table.source.notes:
            write(f"[{mark}] {text}")
        write()
    return buffer.getvalue().encode(rng.choice(["utf-8-sig", "utf-8", "utf-16"]))


WRITERS = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html, "md": as_md, "csv": as_csv}


def make(out: Path, seed: int) -> None:
    """Every document in every form, twice each, and some of them saved again."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    for doc_id in DOCUMENTS:
        tables = printed(raw_document(f"{doc_id}.txt"))
        for form, write in WRITERS.items():
            for number in range(2):
                habits = drawn(rng)
                laid = [laid_out(table, habits, rng) for table in tables]
                (out / f"{doc_id}.{number}.{form}").write_bytes(write(laid, habits, rng))
    for kind, forms in (("docx", TEXT_SAVED), ("xlsx", SHEET_SAVED)):
        files = sorted(out.glob(f"*.{kind}"))
        for form, wanted in forms.items():
            folder = out / f"{kind}-{form}"
            folder.mkdir()
            by_office(rng.sample(files, 3), wanted, folder.resolve())


def truth(doc_id: str) -> list[bare.Row]:
    """The rows of a document, their numbers without closing marks: a heading typed in one cell has
    its own."""
    return _unmarked(bare.found_rows(raw_document(f"{doc_id}.txt"))[0])


def _unmarked(rows: list[bare.Row]) -> list[bare.Row]:
    return [row | {"label": row["label"].rstrip(".")} for row in rows]


def main() -> None:
    """Make what is not there and score it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--only", default="", help="a part of the file's name")
    parser.add_argument("--show", type=int, default=0, help="wrong cells to print of each file")
    arguments = parser.parse_args()
    folder = arguments.out / str(arguments.seed)
    if not folder.exists():
        make(folder, arguments.seed)
    wanted = {doc_id: truth(doc_id) for doc_id in DOCUMENTS}
    totals: dict[str, bare.Score] = defaultdict(bare.Score)
    for path in sorted(folder.rglob("*.*.*")):
        doc_id = path.name.split(".")[0]
        name = str(path.relative_to(folder))
        if doc_id not in wanted or arguments.only not in name:
            continue
        found = bare.compare(path, wanted[doc_id], arguments.show, _unmarked)
        form = path.suffix[1:] if path.parent == folder else path.parent.name
        totals[form] += found
        totals["all"] += found
        if found.right < found.cells or found.extra:
            print(f"{name:44} {found}", flush=True)
    for form, total in totals.items():
        print(f"{form:10} {total}")


if __name__ == "__main__":
    main()
