"""Tables that a document announces and that nothing was read of: the alarm `no-table`.

One rule over what any reader returns. What announces a table: the heading of an annex, a title in
capitals (`DANH MỤC …`), a numbered caption (`Bảng 2. …`) and a sentence that points below it (`theo
bảng sau:`), the words of a header, a run of row numbers, of lines that end in values after leaders
or of names with as many values below each, the same names again with others, markup that nobody
took for a table, one mark as often in every line, lines of an annex that begin anew as cells do,
pages or pictures that were not read. A document without any rows must show none of these; one with
rows, none inside an annex that has no rows (its title counts), and no unread page after the first
annex heading. Running prose announces nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise, takewhile

from pipeline.frozen import dataclass
from pipeline.model import Problem
from pipeline.normalize.prose_lines import ProseLine
from pipeline.normalize.rows_of_figures import (
    FORMULA,
    MAX_GAP,
    figures_below_names,
    figures_beside,
    led_values,
    values_below_names,
)
from pipeline.normalize.rows_of_words import rows_of_words
from pipeline.normalize.tables.titles import is_upper
from pipeline.writing.columns import LONGEST_HEADER, is_known, is_number_header
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import printed_chars
from pipeline.writing.patterns import compiled

CODE = "no-table"

UNREAD = frozenset(
    {"page-without-text", "page-unreadable", "dialect-unsupported", "picture-not-read",
     "attachment-unread", "embedded-part"}
)  # fmt: skip
"""Problems by which a reader says that something is there which it did not read."""
_LIST_TITLE = compiled(r"(?:DANH MỤC|DANH SÁCH|BẢNG|BIỂU|THỐNG KÊ|TỔNG HỢP)\s+\w")
_CONTENTS_LINE = compiled(r"(?:\.{3,}|…+)\s*\d*\s*\Z|\s(?!(?:19|20)\d\d\s*\Z)\d{1,4}\s*\Z")
_MARKUP = compiled(
    r"<(?:table|tr|td|th)\b|\A\s*\|[^|]*\|[^|]*\|"
    r"|\\begin\{(?:tabular|longtable|tabu|tblr)[*\w]*\}|\[(?:table|td)\]|#table\(|\A\.TS\s*\Z"
    r"|\.\.\s+(?:\w+-)?table::|\A[,:]={3,}\s*\Z",
    any_case=True,
)
"""Tables as HTML, pipes, LaTeX, BBCode, Typst, troff, reStructuredText and AsciiDoc write them."""
_NUMBER = compiled(r"\(?(\d{1,3})[.)]?\s*\Z")
_LED_BY_NUMBER = compiled(r"0{0,2}(\d{1,3})\s+\S")
"""A line that begins with a number and no stop, as rows do; points of prose have one."""
_FIRST_ROW = compiled(r"\(?0?1[.)]?\s+\S")
_DELIMITED = compiled(r"[,;|\t]")
_CUT = {mark: compiled(rf"\{mark}(?=[^\s\{mark}])") for mark in ",;|"}
"""A mark between cells: behind that of a sentence stands a blank."""
_SPACES = compiled(r"\s{2,}|\t|\|")

_CAPTION = compiled(
    r"(?:bảng|biểu)(?:\s+số)?\s*\d{1,3}(?:[.-]\d{1,3}){0,3}[a-zđ]?\s*[.:–-]\s*[^\W\d].{0,150}\Z",
    any_case=True,
)
_POINTING = compiled(
    r"(?<!\w)(?:bảng|biểu)(?:\s+\w+){0,3}\s+(?:sau|sau đây|dưới đây)\s*[:.]?\s*\Z", any_case=True
)
_LEVELS, _NAME_WIDTH = 3, 40
"""Lines of a header below its first one, before the first row, and letters of those that have
hardly more than one name."""
_SAID = compiled(r"(?P<name>[^\W\d_][^:;.]{0,60}):\s+(?=[^.…_]*[^\W_])")
"""A name and what is said of it; dots to fill in are nothing said."""
_MOST_NAMES = 60
"""Lines of one row whose fields stand below each other, at most."""
_MIN_NUMBERS = 4
"""Row numbers on lines of their own that make a run."""
_MIN_ROWS, _TALLEST = 10, 45
"""Lines of an annex that begin with numbers which count on from 1 that are rows, and lines from one
to the next: of the notes below prose fewer stand so close to each other."""
_HEADER_LINES = 12
_MIN_HEADERS = 3
_SHORT_ANNEX = 400
"""Printed characters under an annex heading up to which there is hardly more than the heading: what
it announces is missing. Annexes in prose or forms have more."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """What announces a table, in words that follow `because of`, and where it stands."""

    what: str
    page: int | None
    evidence: str


def missing_tables(
    lines: Sequence[ProseLine], unread: Sequence[Problem], with_rows: frozenset[str | None]
) -> Iterator[Problem]:
    """A problem for each announced table of which nothing was read.

    `unread` are the problems of the reader, `with_rows` the annexes that have rows, blank ones of
    forms too (None: the text before them).
    """
    signs = _signs_of_annexes(lines, with_rows) if with_rows else _signs_of_all(lines)
    gaps = [_gap(problem) for problem in unread if problem.code in UNREAD]
    if with_rows:
        first = next((line.page for line in lines if annex_heading(line.text)), None)
        gaps = [gap for gap in gaps if first and gap.page and gap.page >= first]
    yield from map(_told_unread, gaps[:1] if not with_rows else gaps)
    yield from (_told(sign, annex) for annex, sign in signs if with_rows or not gaps)


def _signs_of_all(lines: Sequence[ProseLine]) -> list[tuple[str | None, _Sign]]:
    """The first sign in a document without any rows."""
    marked = (_Sign("markup", a.page, a.text) for a in lines if _MARKUP.search(a.text))
    short = (sign for _, part in _by_annex(lines) for sign in _short_annex(part))
    first = next(chain(marked, _signs_in(lines), _cut_alike(lines), short), None)
    return [(None, first)] if first else []


def _cut_alike(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    """A text of which every line has one mark as often, as delimited text does, too few of them for
    a table (`Chỉ tiêu,Giá trị` over one row)."""
    named = any(map(str.isalpha, "".join(line.text for line in lines)))
    for mark in _CUT.values() if named and len(lines) > 1 else ():
        counts = {len(mark.findall(line.text)) for line in lines}
        if len(counts) == 1 and counts != {0}:
            yield _Sign("one mark as often in every line", lines[0].page, lines[0].text)


def _signs_of_annexes(
    lines: Sequence[ProseLine], with_rows: frozenset[str | None]
) -> list[tuple[str | None, _Sign]]:
    """The first sign in each annex without rows, but in one that only heads its forms (`Biểu số
    01`)."""
    parts = [(annex, part) for annex, part in _by_annex(lines) if annex]
    named = {annex for annex, _ in parts}
    inside = [annex for annex in with_rows if annex and annex not in named]  # a title in its table
    found: list[tuple[str | None, _Sign]] = []
    for at, (annex, part) in enumerate(parts):
        if annex in with_rows:
            continue
        below = [parts[at + 1][0]] if at + 1 < len(parts) else inside if len(parts) == 1 else []
        if _is_short(part) and any(_is_form(one) and one in with_rows for one in below):
            continue
        sign = next(_signs_in(part), None)
        if sign is not None:
            found.append((annex, sign))
    return found


def _is_form(annex: str) -> bool:
    """Whether a heading is of a form, which may be one of several in an annex."""
    return annex.casefold().startswith("biểu")


def _signs_in(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    yield from _table_signs(lines)
    yield from _title_signs(lines)
    yield from _pointing_signs(lines)


def _by_annex(lines: Sequence[ProseLine]) -> Iterator[tuple[str | None, list[ProseLine]]]:
    for annex, part in groupby(lines, key=lambda line: line.annex):
        yield annex, list(part)


def _table_signs(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    """Signs that stand in the table itself: its header, its row numbers."""
    for start, line in enumerate(lines):
        below = lines[start : start + _HEADER_LINES]
        if _is_header(below) or _names_only(below):
            yield _Sign("the words of a header", line.page, line.text)
            break
    run = _number_run(lines) or _headed_numbers(lines) or _led_by_numbers(lines)
    if run:
        yield _Sign("a run of row numbers", run[0].page, " ".join(line.text for line in run))
    led = led_values(lines) or figures_beside(lines)
    if led:
        yield _Sign("values at the ends of lines", led[0].page, led[0].text)
    again = _names_again(lines)
    if again:
        yield _Sign("the same names with other values", again[0].page, again[0].text)
    values = values_below_names(lines) or figures_below_names(lines)
    if values:
        evidence = " / ".join(line.text for line in values)
        yield _Sign("names with values below them", values[0].page, evidence)
    worded = rows_of_words(lines)
    if worded:
        yield _Sign("lines that begin anew like cells", worded[0].page, worded[0].text)


def _is_header(lines: Sequence[ProseLine]) -> bool:
    """Whether lines begin with a number header and go on with names of columns: each on a line of
    its own, or all on the first line."""
    marked = [part.strip() for part in _DELIMITED.split(lines[0].text)]
    if len(marked) >= _MIN_HEADERS and is_number_header(marked[0]):
        short = all(0 < len(name) <= LONGEST_HEADER for name in marked[1:])
        return any(map(is_known, marked[1:])) or (short and len(marked) > _MIN_HEADERS)
    words = lines[0].text.split()
    first = next((n for n in (1, 2) if words and is_number_header(" ".join(words[:n]))), 0)
    if not first:
        return False
    rest = " ".join(words[first:])
    below = lines[1 : 1 + _LEVELS]
    if rest and len(rest) <= LONGEST_HEADER and any(_FIRST_ROW.match(one.text) for one in below):
        return len(rest.split()) >= _MIN_HEADERS
    if rest:
        cut = [part for part in _SPACES.split(rest) if part]
        return (len(cut) + 1 >= _MIN_HEADERS and any(map(is_known, cut))) or _names_in(rest) > 1
    names = [line.text for line in lines[1:] if 0 < len(line.text) <= LONGEST_HEADER]
    return sum(map(is_known, names)) + 1 >= _MIN_HEADERS


def _names_only(lines: Sequence[ProseLine]) -> bool:
    """Whether lines begin with the name of a column and go on with further ones, each with a
    capital of its own (`Nội dung hỗ trợ Đối tượng Đơn vị tính Cơ quan thực hiện`): a header that
    has no column of numbers, on one line or on short ones."""
    short = [*takewhile(lambda line: len(line.text) <= _NAME_WIDTH, lines[: _LEVELS + 1])]
    words = " ".join(line.text for line in short or lines[:1]).split()
    begun = [at for at, word in enumerate(words) if word[0].isupper()]
    if begun[:1] != [0] or len(begun) < _MIN_HEADERS or lines[0].text.isupper():
        return False
    names = (" ".join(words[one:other]) for one, other in pairwise((*begun, len(words))))
    known = [is_known(name) for name in names]
    return known[0] and sum(known) >= _MIN_HEADERS


def _names_in(text: str) -> int:
    """How many names of columns follow each other in a text."""
    words, count, start = text.split(), 0, 0
    while start < len(words):
        ends = (e for e in range(start + 1, len(words) + 1) if is_known(" ".join(words[start:e])))
        end = next(ends, None)
        count, start = (count + 1, end) if end else (count, start + 1)
    return count


def _number_run(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines that are nothing but successive numbers from 1 or any other, close to each other, no
    formulas between them: those are numbered too."""
    numbered = [
        (at, int(match.group(1)), line)
        for at, line in enumerate(lines)
        if (match := _NUMBER.match(line.text))
    ]
    run: list[ProseLine] = [numbered[0][2]] if numbered else []
    for (at, number, line), (later, following, below) in pairwise(numbered):
        if any(FORMULA.search(between.text) for between in lines[at + 1 : later]):
            run = [below]
            continue
        goes_on = following == number + 1 and later - at <= MAX_GAP and below.page == line.page
        run = [*run, below] if goes_on else [below]
        if len(run) >= _MIN_NUMBERS:
            return run
    return []


def _headed_numbers(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """The name of a number column alone on its line, and the numbers 1 and 2 alone on theirs soon
    below: a table whose cells stand one below the other."""
    for at, line in enumerate(lines):
        if not is_number_header(line.text):
            continue
        one = _number_within(lines, at, 1)
        two = one and _number_within(lines, one, 2)
        if one and two:
            return [line, lines[one], lines[two]]
    return []


def _led_by_numbers(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines of an annex that begin with numbers which count on from 1 (`1 04C1.1.3 Siêu âm`): rows
    of a table whose header was not found."""
    run, last = list[ProseLine](), -_TALLEST
    for at, line in enumerate(lines):
        match = _LED_BY_NUMBER.match(line.text) if line.annex else None
        if match is None:
            continue
        number = int(match.group(1))
        near = at - last <= _TALLEST
        if number == (len(run) + 1 if near else 1):
            run = [*run, line] if near else [line]
        else:
            continue
        last = at
        if len(run) >= _MIN_ROWS:
            return run[:_MIN_NUMBERS]
    return []


def _number_within(lines: Sequence[ProseLine], at: int, number: int) -> int | None:
    """The line soon below another that is nothing but a number."""
    for later in range(at + 1, min(len(lines), at + 1 + MAX_GAP)):
        match = _NUMBER.match(lines[later].text)
        if match and int(match.group(1)) == number:
            return later
    return None


def _names_again(lines: Sequence[ProseLine]) -> list[ProseLine]:
    """Lines of a name and a value where the same names come again and again in one order, as
    programs list their rows one below the other; a form to fill in has no values."""
    said = [_SAID.match(line.text) for line in lines]
    names = [match["name"] if match else None for match in said]
    last: dict[str, int] = {}
    for at, name in enumerate(names):
        if name is None:
            continue
        step = at - last.get(name, at)
        last[name] = at
        if step > _MOST_NAMES:
            continue
        once = names[at : at + step]
        if sum(one is not None for one in once) < _MIN_HEADERS:
            continue
        if names[at - step : at] == once == names[at + step : at + 2 * step]:
            return list(lines[at - step : at + 2 * step])
    return []


def _pointing_signs(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    """Captions of tables and sentences that point to a table right below them."""
    for line in lines:
        if _CAPTION.match(line.text) and not _CONTENTS_LINE.search(line.text):
            yield _Sign("the caption of a table", line.page, line.text)
        elif _POINTING.search(line.text):
            yield _Sign("a sentence that points to a table", line.page, line.text)


def _title_signs(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    """The title of a list in capitals, that of the document itself and lists of contents left
    out: it stands under an annex heading or at the top of the file or of a page."""
    top = [i for i, line in enumerate(lines) if line.annex is not None] or [0]
    opening = [line for above, line in pairwise(lines) if line.page > above.page]
    for line in lines[top[0] :] if lines and lines[top[0]].annex else [*lines[:1], *opening]:
        is_title = _LIST_TITLE.match(line.text) and is_upper(line.text)
        if is_title and not _CONTENTS_LINE.search(line.text):
            yield _Sign("the title of a list", line.page, line.text)


def _short_annex(lines: Sequence[ProseLine]) -> Iterator[_Sign]:
    """An annex heading with hardly anything under it."""
    if lines[0].annex and _is_short(lines):
        yield _Sign("the heading of an annex", lines[0].page, lines[0].text)


def _is_short(lines: Sequence[ProseLine]) -> bool:
    """Whether there is hardly more than a heading."""
    return sum(printed_chars(line.text) for line in lines) <= _SHORT_ANNEX


def _gap(problem: Problem) -> _Sign:
    return _Sign(problem.message, problem.page, problem.evidence)


def _told_unread(sign: _Sign) -> Problem:
    message = (
        "a table may be where nothing was read (" + sign.what + "); use a copy with text "
        "(Word, or PDF after character recognition)"
    )
    return Problem("error", CODE, message, sign.evidence, page=sign.page)


def _told(sign: _Sign, annex: str | None) -> Problem:
    where = f"{annex} announces" if annex else "the document announces"
    message = (
        f"{where} a table by {sign.what} and none was read; compare with the file, and try "
        "another copy of it (Word, PDF with text)"
    )
    return Problem("error", CODE, message, sign.evidence, page=sign.page)
