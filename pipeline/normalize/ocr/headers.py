"""Names of columns that were misread: those beside them, and the list of known ones, tell.

Where a table prints its header on every page, they tell each other: a seal lies over one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.model import Cell, Fragment, Grid, GridRow
from pipeline.normalize.ocr.pieces import Fix, fixed, is_read, spots_of
from pipeline.normalize.ocr.shapes import as_digits, distance
from pipeline.normalize.tables.header_levels import is_legend
from pipeline.writing.columns import header_names, printed_numbers
from pipeline.writing.labels import is_next, parse_label
from pipeline.writing.letters import fold

Lines = tuple[Fragment, ...]
RULE = "ocr-header"
_ROWS = 3
"""Rows at the top of a part of a table that may name its columns."""
_LEVELS = 2
"""Rows of a header with a name over several columns."""
_FEWEST = 2
"""Names of columns a row must have, for another cell of it to be one."""
_LONGEST_NUMBER = 6
_FAR = 0.12
"""Share of a name that may be misread."""
_FEWEST_LETTERS, _LONGEST_COUNT = 3, 4
"""Letters from which on a name says something; characters of a number of a row at most."""
_SHORTEST = "TT"
"""The shortest name of a number column."""
_BARS = str.maketrans("IÍl|1", "TTTTT")
"""What the capitals of such a name are read as, pressed together: `Số II`."""
_SURE, _MARGIN = 0.85, 0.1
"""How sure the words of a name are that is certain, and by how much less those of a name are for
which it is taken."""
_ALIKE = 0.5
"""Share of the columns whose names two headers must have in common, to be one header."""


def header_mends(grid: Grid) -> Iterator[tuple[Lines, Lines]]:
    """Lines as read and as mended of the names of columns in a grid."""
    yield from _over_numbers(grid)
    for row in grid.rows[:_ROWS]:
        cells = [cell for cell in row if cell.fragments]
        if row and (name := _in_bars(row[0])):
            yield row[0].fragments, _renamed(row[0].fragments, name)
        elif row and (torn := _torn(row[0])):
            yield row[0].fragments, fixed(row[0].fragments, torn)
        known = [fold(_text(cell)) in header_names() for cell in cells]
        if sum(known) < _FEWEST:
            continue
        for index, (cell, is_known) in enumerate(zip(cells, known, strict=True)):
            if not is_known and all(map(is_read, cell.fragments)) and not _in_bars(cell):
                name = _number(_text(cell)) if index == 0 else _name(_text(cell))
                if name:
                    yield cell.fragments, _renamed(cell.fragments, name)


def _over_numbers(grid: Grid) -> Iterator[tuple[Lines, Lines]]:
    """A first name that is next to nothing, over a column of numbers or the row that counts the
    columns (the rows of `TT` read `II` may begin on the next page): it can only be theirs."""
    above = grid.rows[0][0] if grid.rows and grid.rows[0] else Cell()
    below = [row[0] for row in grid.rows[1:] if row and row[0].fragments and not row[0].merged]
    texts = ["".join(_text(cell).split()) for cell in below]
    numbers = sum(_is_number(text, texts) for text in texts)
    short = all(len(text.replace(".", "")) <= _LONGEST_COUNT for text in texts)
    named = "".join(_text(above).split())
    counted = len(grid.rows) > 1 and is_legend(grid.rows[1])
    if (
        0 < len(named) < _FEWEST_LETTERS
        and len(grid.rows[0]) > _FEWEST
        and all(map(is_read, above.fragments))
        and fold(named) not in header_names()
        and not _is_before(named, texts)
        and short
        and numbers >= max(1 if counted else _FEWEST, len(texts) / 2)
    ):
        reason = "numbers stand below it"
        spots = [spot for spot in spots_of(above.fragments) if spot.piece.text]
        yield above.fragments, fixed(above.fragments, [Fix(spots, _SHORTEST, RULE, reason)])


def _in_bars(cell: Cell) -> str | None:
    """The name of a number column whose capitals were read as bars (`Số II`, `SII`): no number of a
    row begins with an `S`."""
    text = "".join(_text(cell).split())
    names = (n for n in printed_numbers() if n.startswith("S") and n.endswith(_SHORTEST))
    found = (n for n in names if text.translate(_BARS) == "".join(n.split()) != text)
    return min(found, key=len, default=None) if all(map(is_read, cell.fragments)) else None


def _torn(cell: Cell) -> list[Fix]:
    """The name of a number column that was read as two words at the beginning of a longer one
    (`ST T các biểu mẫu`), as one word."""
    spots = [spot for spot in spots_of(cell.fragments) if spot.piece.text]
    if len(spots) <= _FEWEST or not all(map(is_read, cell.fragments)):
        return []
    first, second = spots[:_FEWEST]
    joined = first.piece.text + second.piece.text
    is_name = joined.isupper() and joined in printed_numbers()
    return [Fix([first, second], joined, RULE, "the name of a column")] if is_name else []


def _is_number(text: str, texts: Sequence[str]) -> bool:
    """Whether a text is the number of a row, or one below another of some texts: `2.1` where there
    is a `2`. A decimal is none."""
    head, dot, last = text.strip(".").rpartition(".")
    above = not dot or any(head == other.strip(".") for other in texts)
    return above and as_digits(last).isdigit()


def _is_before(named: str, texts: Sequence[str]) -> bool:
    """Whether what stands over some numbers is the one before the first of them: `10` over `11`
    is the first row of a page, and names nothing."""
    return is_next(parse_label(named), parse_label(texts[0] if texts else ""))


def voted_names(grids: Sequence[Grid]) -> Iterator[tuple[Lines, Lines]]:
    """Lines as read and as mended of names that are unknown in one header and known, read for
    much surer, or but for a letter or a blank the same in others of as many columns, most of whose
    names are the same."""
    tops = [grid.rows[0] for grid in grids if grid.rows]
    for row in tops:
        others = [other for other in tops if other is not row and _same_header(row, other)]
        for index, cell in enumerate(row):
            if cell.fragments and all(map(is_read, cell.fragments)) and not _is_known(cell):
                surer = [o[index] for o in others if _is_known(o[index])]
                surer = surer or [o[index] for o in others if _is_surer(o[index], cell)]
                names = Counter(map(_text, surer))
                name = names.most_common(1)[0][0] if names else _usual_name(cell, others, index)
                if name != _text(cell):
                    yield cell.fragments, _renamed(cell.fragments, name)
    yield from _voted_below([grid for grid in grids if _has_two_levels(grid)])


def _has_two_levels(grid: Grid) -> bool:
    """Whether the second row goes on with the header: names stand below one over several columns,
    and all others reach down to them."""
    if len(grid.rows) < _LEVELS or len(grid.rows[0]) != len(grid.rows[1]):
        return False
    pairs = list(zip(grid.rows[0], grid.rows[1], strict=True))
    below = [(top, cell) for top, cell in pairs if not cell.merged]
    return any(cell.fragments for _, cell in below) and all(
        top.span > 1 or not top.fragments for top, _ in below
    )


def _voted_below(grids: Sequence[Grid]) -> Iterator[tuple[Lines, Lines]]:
    """Lines as read and as mended of the names of columns below a common one, which tell each other
    where headers are the same: names set upright are read otherwise on each page, and each would be
    a column of its own. A name that was read for certain is another's only but for a letter: other
    names may stand below a common one that is the same (`Trong đó`)."""
    for grid in grids:
        top, below = grid.rows[0], grid.rows[1]
        others = [o.rows[1] for o in grids if o is not grid and _is_same_top(top, o.rows[0])]
        for index, cell in enumerate(below):
            if cell.fragments and not cell.merged and all(map(is_read, cell.fragments)):
                names = [o[index] for o in others if o[index].fragments]
                name = _commonest([cell, *_readings(cell, names)])
                if name != _text(cell):
                    yield cell.fragments, _renamed(cell.fragments, name)


def _readings(cell: Cell, names: Sequence[Cell]) -> list[Cell]:
    """Those of the names at the place of a cell that may be other readings of its name."""
    names = [one for one in names if _figures(_text(one)) == _figures(_text(cell))]
    sure = [one for one in (cell, *names) if _sureness(one) >= _SURE]
    if _sureness(cell) < _SURE and all(_is_alike(one, sure[0]) for one in sure):
        return names
    return [one for one in names if _is_alike(one, cell)]


def _is_alike(one: Cell, other: Cell) -> bool:
    a, b = _text(one), _text(other)
    return fold(a) == fold(b) or _is_near(a, b)


def _is_same_top(one: GridRow, other: GridRow) -> bool:
    spans = ([cell.span for cell in row] for row in (one, other))
    return _same_header(one, other) and next(spans) == next(spans)


def _usual_name(cell: Cell, others: Sequence[GridRow], index: int) -> str:
    """The name of a column as most of the headers have it that differ by a letter or a blank: such
    names are one, and would be two columns."""
    near = (row[index] for row in others if _is_near(_text(cell), _text(row[index])))
    return _commonest([cell, *near])


def _commonest(names: Sequence[Cell]) -> str:
    """The commonest of some readings of a name, the surest of those as common."""
    counts = Counter(map(_text, names))
    return max((counts[text], _sureness(one), text) for one in names if (text := _text(one)))[-1]


def _is_near(one: str, other: str) -> bool:
    """Whether two names differ as little as misread ones do, and in no figure."""
    a, b = ("".join(fold(text).split()) for text in (one, other))
    same = _figures(one) == _figures(other)
    return same and len(a) >= _LONGEST_NUMBER and distance(a, b) <= max(1.0, _FAR * len(a))


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_surer(one: Cell, than: Cell) -> bool:
    """Whether a name was read for certain, and another was not."""
    return one.span == than.span and _sureness(one) >= _SURE > _sureness(than) + _MARGIN


def _sureness(cell: Cell) -> float:
    """How sure the reader was of the least sure word of a name; 0 of one it did not read."""
    return min((word.confidence for line in cell.fragments for word in line.words), default=0.0)


def _same_header(one: GridRow, other: GridRow) -> bool:
    if len(one) != len(other):
        return False
    texts = ((fold(_text(a)), fold(_text(b))) for a, b in zip(one, other, strict=True))
    same = sum(bool(text) and text == printed for text, printed in texts)
    return same >= max(_FEWEST, _ALIKE * len(one))


def _is_known(cell: Cell) -> bool:
    return fold(_text(cell)) in header_names()


def _text(cell: Cell) -> str:
    return " ".join(" ".join(fragment.text for fragment in cell.fragments).split())


def _number(text: str) -> str | None:
    """The name of a number column that a short first cell of a header must be."""
    tight = "".join(text.split())
    if len(tight) > _LONGEST_NUMBER:
        return None
    near = sorted((distance(tight, name), name) for name in printed_numbers())
    return near[0][1] if near and near[0][0] <= len(near[0][1]) - 1 else None


def _name(text: str) -> str | None:
    """The only name that a cell of a header may be, in its own letter case; single characters that
    specks are read as stand in none."""
    return _name_of(text.split()) or _name_of([word for word in text.split() if len(word) > 1])


def _name_of(words: Sequence[str]) -> str | None:
    key = fold(" ".join(words))
    near = [name for name in header_names() if distance(key, name) <= max(1.0, _FAR * len(name))]
    if len(near) != 1 or len(near[0].split()) != len(words) or len(key) < _LONGEST_NUMBER:
        return None
    return " ".join(map(_cased, near[0].split(), words))


def _cased(word: str, like: str) -> str:
    if fold(like) == word:
        return like
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _renamed(lines: Lines, name: str) -> Lines:
    """The lines of a cell with the words of a name."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    words: Sequence[str] = name.split()
    if len(spots) != len(words):
        return fixed(lines, [Fix(spots, name, RULE, "the name of a column")])
    return fixed(
        lines,
        [
            Fix([spot], word, RULE, "the name of a column")
            for spot, word in zip(spots, words, strict=True)
            if spot.piece.text != word
        ],
    )
