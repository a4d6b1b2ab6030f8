"""Texts that a division cut between two cells of a row, put together in the one they belong to.

A narrow column breaks `Tháng 9/2025` below its first word; a model that has cut many such texts is
sure of it. What does not depend on it: how times are written, that a cell which ends with an open
name (`Bộ trưởng`) goes on, that a list of bodies goes on behind a semicolon, that a dash alone
stands for nothing, and that a heading has a title. Where a form proves it nothing is in doubt that
was not before; else both cells are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.layer.columns.strips import (
    Division,
    LineRun,
    Strip,
    strips_of,
    text_of,
)
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.begins import is_promised
from pipeline.extract.layer.signs.words import (
    DASHES,
    NAMES,
    Role,
    ink,
    is_open_name,
    one_text,
    shape,
)
from pipeline.frozen import dataclass
from pipeline.writing.cuts import is_cut_number
from pipeline.writing.patterns import compiled

_FEW = 3
"""Words at most that a time begins with before its number, or ends with behind a line break."""
_OFTEN = 3
"""Rows that have a text in a column from which on it is known there."""
_TIMES = frozenset({"deadline", "target", "count"})
"""Roles whose cells no words begin that a body could go on with."""
_UNDASHED = frozenset({"title", "deadline"})
"""Roles whose cells end with no dash."""
_AND = frozenset({"và", "hoặc"})
"""Words behind which a time goes on."""
_BY_PLAN = compiled(
    r"(?:(?:hoàn thành|thực hiện) )?theo (?:lộ trình|tiến độ).{0,40}", any_case=True
)
"""A time that is none of the forms the model learns from: where rows without one teach it, it takes
the cells of the column before for times (prints looked at)."""
_YEAR = compiled(r"(?:19|20)\d\d\b.*")
_BEFORE_YEAR = frozenset({"năm", "tháng", "quý", "ngày"})
"""Words that a heading with a time in it does not end with."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two cells that follow each other on one page of a row: their columns, what they have there,
    and whether the second one begins there."""

    part: int
    left: int
    right: int
    one: LineRun
    other: LineRun
    begins: bool


@dataclass(frozen=True, slots=True)
class KnownCells:
    """What the cells of a table hold: how often its columns of bodies have each text, the longest
    of these (characters), and per column whether two in three cells are filled."""

    bodies: Counter[str]
    longest: int
    filled: tuple[bool, ...]

    @classmethod
    def of(cls, columns: Sequence[Counter[str]], roles: Sequence[Role]) -> KnownCells:
        """From how often each text stands in each column."""
        bodies = Counter[str]()
        for texts, role in zip(columns, roles, strict=True):
            if role.name in NAMES:
                bodies.update(texts)
        often = [len(text) for text, count in bodies.items() if count >= _OFTEN]
        filled = tuple(texts.total() > 2 * texts[""] for texts in columns)
        return cls(bodies, max(often, default=0), filled)


_Rule = Callable[[Strip, Meeting, Sequence[Role], "Division"], int | None]
"""Where two cells that meet should meet instead: a position in the lines of their page."""


def together_again(
    row: UndividedRow, division: Division, roles: Sequence[Role]
) -> tuple[Division, frozenset[int]]:
    """A division with its cut texts put together, and the columns that are in doubt for it."""
    strips = strips_of(row)
    if row.style in HEADING_STYLES:
        return _with_title(strips, division), frozenset()
    doubtful = set[int]()
    division = _with_office(strips, division, roles, doubtful)
    division = _with_own_times(strips, division, roles)
    division = _with_own_dash(strips, division, roles, doubtful)
    for rule, is_sure in _RULES:
        for meeting in list(_meetings(division)):
            if division.cells[meeting.left][meeting.part] is not meeting.one:
                continue  # an earlier one has moved it
            if division.cells[meeting.right][meeting.part] is not meeting.other:
                continue
            at = rule(strips[meeting.part], meeting, roles, division)
            if at is None:
                continue
            division = _met_at(strips[meeting.part], division, meeting, at)
            if not is_sure:
                doubtful |= {meeting.left, meeting.right}
    return division, frozenset(doubtful)


def with_known_cells(
    row: UndividedRow, division: Division, roles: Sequence[Role], known: KnownCells
) -> tuple[Division, frozenset[int]]:
    """A division whose bodies stand in their own columns, and the columns in doubt for it: what
    other rows have there again and again (`known`) and what is printed
    behind it are two cells, where one of both is blank (`Văn phòng Chính phủ` and `Đề án`). So are
    a dash and what is printed behind it where other rows have a dash alone."""
    if row.style in HEADING_STYLES:
        return division, frozenset()
    strips, doubtful = strips_of(row), set[int]()
    for at, (role, other) in enumerate(pairwise(roles)):
        if role.name not in NAMES or other.name in NAMES or other.name in _TIMES:
            continue
        for part, strip in enumerate(strips):
            runs = [division.cells[at][part], division.cells[at + 1][part]]
            taken = [run for run in runs if run is not None]
            lone = not any(any(division.cells[one][:part]) for one in (at, at + 1))
            if not taken or not lone or taken[0].begin == taken[-1].end:
                continue
            begin, end = taken[0].begin, taken[-1].end
            border = _border(strip, begin, end, role, known) if known.filled[at + 1] else None
            if border is None or (len(taken) > 1 and border != begin + 1):
                continue
            if [run and run.end for run in runs] == [border, end]:
                continue
            doubtful.update((at, at + 1))
            own = {at: _run(strip, begin, border), at + 1: _run(strip, border, end)}
            division = _with_runs(division, part, own)
    return division, frozenset(doubtful)


def _border(strip: Strip, begin: int, end: int, role: Role, known: KnownCells) -> int | None:
    """Where a known cell ends that lines begin with, before what is none of its kind."""
    found = None
    for at in range(begin + 1, end):
        text = _text(strip, begin, at)
        if text in DASHES and at == begin + 1 and any(known.bodies[dash] for dash in DASHES):
            rest = _text(strip, at, end)
            points = [line for line in rest.split() if line in DASHES]
            return at if rest[0].isupper() and not points else None
        if len(text) > known.longest:
            break
        if known.bodies[text] >= _OFTEN:
            rest = _text(strip, at, end)
            if rest[0].isupper() and not is_promised(role, *ink(rest).first):
                found = at
    return found


def _meetings(division: Division) -> Iterator[Meeting]:
    """The cells that follow each other on each page."""
    for part in range(len(division.ends)):
        filled = [(at, run) for at, cell in enumerate(division.cells) if (run := cell[part])]
        for (left, one), (right, other) in pairwise(filled):
            begins = not any(division.cells[right][:part])
            yield Meeting(part, left, right, one, other, begins)


def _run(strip: Strip, begin: int, end: int) -> LineRun | None:
    """The lines between two positions; None where there are none."""
    if begin >= end:
        return None
    first, last = strip.at[begin][0], strip.at[end][0]
    if strip.at[end][1]:
        return strip.cut_run(begin, last - first + 1, end)
    return strip.run(begin, last - first)


def _met_at(strip: Strip, division: Division, meeting: Meeting, at: int) -> Division:
    """A division in which two cells meet at another position."""
    one = _run(strip, meeting.one.begin, at)
    other = _run(strip, at, meeting.other.end)
    return _with_runs(division, meeting.part, {meeting.left: one, meeting.right: other})


def _with_runs(division: Division, part: int, runs: dict[int, LineRun | None]) -> Division:
    cells = list(division.cells)
    for column, run in runs.items():
        cells[column] = (*cells[column][:part], run, *cells[column][part + 1 :])
    return replace(division, cells=tuple(cells))


def _text(strip: Strip, begin: int, end: int) -> str:
    run = _run(strip, begin, end)
    return one_text(run.lines) if run is not None else ""


def _begins(role: Role, run: LineRun) -> bool:
    """Whether a run begins as the cells of a role do; a narrow column may break its first words."""
    return is_promised(role, *ink(one_text(run.lines)).first)


def _is_time(text: str, role: Role) -> bool:
    """Whether a text has the form of a time."""
    return shape(text) in role.shapes or _BY_PLAN.fullmatch(text) is not None


def _last_positions(run: LineRun) -> range:
    """The places before the last words of a run, the farthest first."""
    return range(max(run.begin, run.end - _FEW), run.end)


def _opened(strip: Strip, meeting: Meeting, roles: Sequence[Role], _: Division) -> int | None:
    """A time that begins in the cell before (`Văn bản Tháng` and `9/2025`)."""
    role = roles[meeting.right]
    text = one_text(meeting.other.lines)
    cut = text[0].isdigit() or text[0].islower()
    if role.name != "deadline" or not meeting.begins or not cut:
        return None
    for at in _last_positions(meeting.one):
        before = _text(strip, at, meeting.one.end)
        opens = text[0].islower() or is_promised(role, *ink(before).first)
        if before[:1].isupper() and opens and _is_time(f"{before} {text}", role):
            return at
    return None


def _unended(strip: Strip, meeting: Meeting, roles: Sequence[Role], _: Division) -> int | None:
    """A time that ends in the next cell (`Thường` and `xuyên`, `12/202` and `6`)."""
    role, run = roles[meeting.left], meeting.other
    if role.name != "deadline" or not meeting.begins:
        return None
    text = one_text(meeting.one.lines)
    if is_cut_number(text, one_text(run.lines)):
        return min(run.begin + 1, run.end)
    if not run.lines[0][0].islower():
        return None
    is_time = shape(text) in role.shapes
    if is_time and run.head.words[0] not in _AND:
        return None
    if shape(f"{text} {one_text(run.lines)}") in role.shapes:
        return run.end
    if is_time:
        return None
    for at in range(min(run.begin + _FEW, run.end), run.begin, -1):
        if shape(f"{text} {_text(strip, run.begin, at)}") in role.shapes:
            return at
    return None


def _listed(_: Strip, meeting: Meeting, roles: Sequence[Role], __: Division) -> int | None:
    """A list of bodies that goes on in a column of something else."""
    role, other = roles[meeting.left], roles[meeting.right]
    if role.name not in NAMES or other.name in NAMES or not meeting.begins:
        return None
    text, rest = one_text(meeting.one.lines), one_text(meeting.other.lines)
    if text.endswith((";", ",")):
        return meeting.other.end if _begins(role, meeting.other) else None
    return meeting.other.end if rest[0].islower() and _are_bodies(f"{text} {rest}", role) else None


def _are_bodies(text: str, role: Role) -> bool:
    """Whether a text is several bodies, parted by semicolons."""
    bodies = [one for one in map(str.strip, text.split(";")) if one]
    return len(bodies) > 1 and all(is_promised(role, *ink(one).first) for one in bodies)


def _dashed(
    strip: Strip, meeting: Meeting, roles: Sequence[Role], division: Division
) -> int | None:
    """A dash for no body that stands before the text of the next column (`- Đề án` and `được ban
    hành`)."""
    run, role = meeting.one, roles[meeting.left]
    first, *others = one_text(run.lines).split()
    begins = not any(division.cells[meeting.left][: meeting.part])
    if role.name not in NAMES or first not in DASHES or not begins:
        return None
    beside = meeting.right == meeting.left + 1 and roles[meeting.right].name not in NAMES
    if not others or not beside or _begins(role, run):
        return None
    return run.begin + 1 if _text(strip, run.begin, run.begin + 1) in DASHES else None


def _ends_in_dash(strip: Strip, meeting: Meeting, roles: Sequence[Role], _: Division) -> int | None:
    """A dash at the end of a title or a time, which is the next cell, or its first point."""
    last = meeting.one.end - 1
    if roles[meeting.left].name not in _UNDASHED or last <= meeting.one.begin:
        return None
    beside = meeting.right == meeting.left + 1
    return last if beside and _text(strip, last, meeting.one.end) in DASHES else None


_RULES: tuple[tuple[_Rule, bool], ...] = (
    (_opened, True),
    (_unended, True),
    (_listed, False),
    (_ends_in_dash, False),
    (_dashed, False),
)
"""The rules, and whether what they say is sure."""


def _with_office(
    strips: Sequence[Strip], division: Division, roles: Sequence[Role], doubtful: set[int]
) -> Division:
    """A division whose head of a body has its body, where that is printed twice: once for the head
    (`Bộ trưởng Bộ Y tế`), once as the body that leads, before those that take part."""
    for at in range(len(roles) - 2):
        if [role.name for role in roles[at : at + 3]] != ["head", "agency", "support"]:
            continue
        for part, strip in enumerate(strips):
            cells = [division.cells[at + step][part] for step in range(3)]
            taken = [run for run in cells if run is not None]
            own = division.cells[at : at + 3]
            elsewhere = any(sum(map(bool, cell)) > bool(cell[part]) for cell in own)
            if cells[0] is None or elsewhere:
                continue  # a page break cuts the bodies: both may show their first words alone
            begin, end = cells[0].begin, taken[-1].end
            ends = _office_ends(strip, begin, end)
            if ends is None or (cells[0].end, taken[:2][-1].end) == ends:
                continue
            borders = pairwise((begin, *ends, end))
            runs = {at + step: _run(strip, *border) for step, border in enumerate(borders)}
            division = _with_runs(division, part, runs)
            doubtful.update(runs)
    return division


def _office_ends(strip: Strip, begin: int, end: int) -> tuple[int, int] | None:
    """Where an office with its body ends, and the same body behind it; None where these do not
    stand from one position to another."""
    words = _text(strip, begin, end).split()
    office, size = next(_repeated(words), (0, 0))
    if not size:
        return None
    counts = {len(_text(strip, begin, at).split()): at for at in range(begin + 1, end + 1)}
    head, lead = counts.get(office + size), counts.get(office + 2 * size)
    return None if head is None or lead is None else (head, lead)


def _repeated(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """How many words of a text are an office, and how many behind it are a body that follows at
    once again."""
    for office in range(1, min(_FEW + 1, len(words))):
        if is_open_name([*words[:office]]):
            behind = words[office:]
            for size in range(_FEW - 1, len(behind) // 2 + 1):
                again = behind[size] == behind[0]  # else all words are compared for each size
                if again and behind[:size] == behind[size : 2 * size]:
                    yield office, size


def _with_own_times(strips: Sequence[Strip], division: Division, roles: Sequence[Role]) -> Division:
    """A division with the time in its own column, where that is blank, that stands behind bodies
    (`Bộ Công an` and `2025`): no name of a body ends so; or in the column before."""
    for at, role in enumerate(roles):
        if role.name != "deadline" or any(division.cells[at]):
            continue
        for part, strip in enumerate(strips):
            before = [one for one in range(at) if division.cells[one][part]]
            run = division.cells[before[-1]][part] if before else None
            if run is None or not before[-1]:
                continue
            if _BY_PLAN.fullmatch(one_text(run.lines)):
                return _with_runs(division, part, {before[-1]: None, at: run})
            if roles[before[-1]].name not in NAMES:
                continue
            for begin in _last_positions(run):
                text = _text(strip, begin, run.end)
                if begin > run.begin and shape(text) in role.shapes and not text[0].islower():
                    rest = _run(strip, run.begin, begin)
                    own = _run(strip, begin, run.end)
                    return _with_runs(division, part, {before[-1]: rest, at: own})
    return division


def _with_own_dash(
    strips: Sequence[Strip], division: Division, roles: Sequence[Role], doubtful: set[int]
) -> Division:
    """A division with the dash at the end of a title in the next column, where that is for bodies
    and blank."""
    for at, (role, other) in enumerate(pairwise(roles)):
        if role.name != "title" or other.name not in NAMES or any(division.cells[at + 1]):
            continue
        for part, strip in enumerate(strips):
            run = division.cells[at][part]
            last = run.end - 1 if run is not None else 0
            if run is None or last <= run.begin or _text(strip, last, run.end) not in DASHES:
                continue
            doubtful.update((at, at + 1))
            runs = {at: _run(strip, run.begin, last), at + 1: _run(strip, last, run.end)}
            division = _with_runs(division, part, runs)
    return division


def _with_title(strips: Sequence[Strip], division: Division) -> Division:
    """The division of a heading with a title: all it has where that stands in one other column, and
    its year (`Đến năm` and `2030`)."""
    filled = [at for at, cell in enumerate(division.cells) if any(cell)]
    if len(filled) == 1 and filled[0]:
        cells = list(division.cells)
        cells[0], cells[filled[0]] = cells[filled[0]], cells[0]
        return replace(division, cells=tuple(cells))
    if len(strips) != 1 or filled[:1] != [0] or len(filled[1:]) != 1:
        return division
    title, other = division.cells[0][0], division.cells[filled[1]][0]
    if title is None or other is None or title.tail.words[-1] not in _BEFORE_YEAR:
        return division
    if _YEAR.fullmatch(text_of(division.cells[filled[1]])) is None:
        return division
    runs = {0: _run(strips[0], title.begin, other.end), filled[1]: None}
    return _with_runs(division, 0, runs)
