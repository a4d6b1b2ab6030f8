"""Lines of a table → rows: cut at drawn walls, at wide gaps, above the numbers of the first column.

Several things say what a row is, and they seldom all speak: rules across, more white between rows
than between lines, a number column. Where they are silent a row is a guess, and says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.aligned.centred import centred_rows, is_centred
from pipeline.extract.aligned.ends import row_begins
from pipeline.extract.aligned.header import bold_header, name_columns, printed_in
from pipeline.extract.aligned.margins import weighed
from pipeline.extract.aligned.several import holds_several, is_fresh, questioned
from pipeline.extract.aligned.shape import Band, Shape, is_labelled
from pipeline.extract.aligned.strips import NEXT_LINE, TableLine
from pipeline.extract.aligned.uncounted import uncounted_rows
from pipeline.writing.label_cuts import counts_on

MAX_STRAYS = 0.3
"""Where gaps would make more rows without a number than this share of those with one, the lines of
the cells are not evenly set, and gaps tell nothing."""
FULL = 0.6
"""Share of the columns that a line fills which is a row by itself."""
CUT = 2
"""Letters of a number that stand on one line where its column is too narrow for it."""
MOST_RUNS = 3
"""Runs of lines between walls that do not part the rows: the header, the rows, what is below."""
FEWEST_PARTED = 3
"""Rows that white parts, most over several columns, where it is no white within one."""
EVEN = 0.25
"""Share of a line's height by which the white between rows may differ, and must differ from that
between lines, to tell rows that have no number."""
MOST_ALONE = 0.4
"""Share of such rows that may print something in one column alone."""
NO_NUMBER = "a row without a number that nothing but white parts from the one above"
NO_GAP = "no rule and no white tells where the row begins"


def bands_of(
    strips: Sequence[TableLine],
    shape: Shape,
    walls: Sequence[float] = (),
    header: int = 0,
    names: Sequence[str] = (),
) -> list[Band]:
    """The rows of a table, header included. `walls` are the heights of rules across; so many of the
    first lines are known to be the `header`; `names` is what the header of the page before prints
    in each column."""
    bands = [Band(0, header - 1)] if header else []
    runs = [(max(a, header), b) for a, b in _between_walls(strips, walls) if b >= header]
    numbers = [_numbers_in(strips, shape, a, b) for a, b in runs]
    each = max(numbers, default=0) == 1 and sum(numbers) > 1
    headed = _around_headings(strips, shape, runs)
    ruled = len(runs) > MOST_RUNS and not headed
    several = _runs_of_several(strips, shape, runs[1:]) if ruled else frozenset()
    for first, last in runs:
        below = bool(walls) and strips[first].top >= walls[-1] - 1
        uncounted = [] if ruled else _uncounted(strips, shape, first, last, names)
        if uncounted:
            bands += uncounted
            continue
        if (first, last) in several:
            bands += _rows(strips, shape, first, last, walled=False)
            continue
        if ruled and (shape.number is None or (each and _is_cut(strips, shape, first, last))):
            head = 0 if header or first else bold_header(strips[: last + 1], shape)
            bands += [Band(0, head - 1), Band(head, last)] if head else [Band(first, last)]
            continue
        closed = bool(walls) and (each or not (below or headed))
        found = _rows(strips, shape, first, last, closed)
        sure = each or len(found) > 1 or not _is_parted_above(strips, shape, first, last)
        bands += found if sure else [replace(found[0], doubt=NO_GAP)]
    found = weighed(strips, shape, bands, walls, names)
    walled = frozenset(runs) - several if ruled and (each or shape.number is None) else frozenset()
    found = [
        replace(band, near=frozenset()) if _is_sure(strips, shape, band, walled, several) else band
        for band in found
    ]
    return questioned(strips, found, shape, walls)


def _is_sure(
    strips: Sequence[TableLine],
    shape: Shape,
    band: Band,
    walled: frozenset[tuple[int, int]],
    several: frozenset[tuple[int, int]],
) -> bool:
    """Whether walls bound a row, or it is one of several between two that all are a line each."""
    if (band.first, band.last) in walled:
        return not _wide_gaps(strips, shape, band.first, band.last)
    run = next(((a, b) for a, b in several if a <= band.first and band.last <= b), None)
    full = run and all(_is_full(strips[i], shape) for i in range(run[0], run[1] + 1))
    return bool(full) and band.first == band.last


def _runs_of_several(
    strips: Sequence[TableLine], shape: Shape, runs: Sequence[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """The runs between walls that no number tells and that hold several rows: every fifth has a
    rule below it, say."""
    if shape.number is not None:
        return frozenset()
    found = holds_several(strips, shape, [range(first, last + 1) for first, last in runs])
    found = [
        one or bool(row_begins(strips, shape, *run)) for one, run in zip(found, runs, strict=True)
    ]
    return frozenset(run for run, several in zip(runs, found, strict=True) if several)


def _around_headings(
    strips: Sequence[TableLine], shape: Shape, runs: Sequence[tuple[int, int]]
) -> bool:
    """Whether walls stand around the header and the headings alone, so that none parts two rows
    that numbers would tell."""
    if shape.number is not None:
        return False
    heads = [_is_heading(strips[first : last + 1], shape) for first, last in runs[1:]]
    return any(heads) and all(one or other for one, other in pairwise(heads))


def _numbers_in(strips: Sequence[TableLine], shape: Shape, first: int, last: int) -> int:
    """How many numbers of rows stand in some lines; one where the lines of a narrow column cut it
    letter by letter."""
    found = sum(is_labelled(strips[i], shape) for i in range(first, last + 1))
    return 1 if found > 1 and _is_cut(strips, shape, first, last) else found


def _is_cut(strips: Sequence[TableLine], shape: Shape, first: int, last: int) -> bool:
    """Whether a number, or the name of the numbers, is cut by its column (`I` over `I`): a letter
    or two on each of some lines with no white between."""
    if shape.number is None:
        return False
    column = shape.number
    own = [t for i in range(first, last + 1) for t in strips[i].texts if t.first == column]
    near = all(b.word.y - a.word.y < NEXT_LINE * shape.height for a, b in pairwise(own))
    short = all(t.last == column and len(t.word.text) <= CUT for t in own)
    whole = [t.word.text for t in own if len(t.word.text) == CUT]
    counted = any(counts_on(one, other) for one, other in pairwise(whole))
    return len(own) > 1 and near and short and not counted


def _uncounted(
    strips: Sequence[TableLine], shape: Shape, first: int, last: int, names: Sequence[str]
) -> list[Band]:
    """The rows of a run of strips that no number tells, with the header in bold above them, if
    there is one; none where numbers tell them."""
    head = 0 if first else bold_header(strips[: last + 1], shape)
    titles = names or _titles(strips[: first or head], shape)
    begin = first + head
    parted = _parted_by_white(strips, shape, begin, last) if titles else []
    if parted:
        return [Band(first, begin - 1), *parted] if head else parted
    rows = uncounted_rows(strips[begin : last + 1], shape, titles, bool(names))
    found = [replace(row, first=row.first + begin, last=row.last + begin) for row in rows]
    return [Band(first, begin - 1), *found] if found and head else found


def _parted_by_white(
    strips: Sequence[TableLine], shape: Shape, first: int, last: int
) -> list[Band]:
    """The rows of lines without a number column where white parts them and most are headings or
    fill several columns; one that does neither may be a paragraph of the row above. None where they
    do not."""
    if shape.number is not None:
        return []
    bands = _cut(first, last, _wide_gaps(strips, shape, first, last))
    alone = [not _is_row(strips[band.first : band.last + 1], shape) for band in bands]
    if len(bands) < FEWEST_PARTED or sum(alone) > MOST_ALONE * len(bands):
        return []
    return [
        replace(band, doubt=NO_GAP if one else "") for band, one in zip(bands, alone, strict=True)
    ]


def rows_by_white(strips: Sequence[TableLine], shape: Shape, certain: bool) -> list[Band]:
    """The rows of lines between drawn columns that have no numbers, where even white parts them, or
    any where it is `certain` that such white parts the rows of the table; none where it does not.
    Lines set to the middle of their row begin in one column alone."""
    last = len(strips) - 1
    if certain and (wide := _wide_gaps(strips, shape, 0, last)):
        found = [
            band
            if _is_row(strips[band.first : band.last + 1], shape)
            else replace(band, doubt=NO_GAP)
            for band in _cut(0, last, wide)
        ]
    else:
        even = _parts_evenly(strips, shape)
        found = _parted_by_white(strips, shape, 0, last) if even else []
    return questioned(strips, found, shape, ())


def _is_row(inside: Sequence[TableLine], shape: Shape) -> bool:
    """Whether some lines are a heading or fill several columns."""
    columns = frozenset(column for strip in inside for column in strip.columns)
    return len(columns) > 1 or _is_heading(inside, shape)


def _titles(strips: Sequence[TableLine], shape: Shape) -> tuple[str, ...]:
    """What lines print in each column where they name the numbers of the rows or the columns, else
    nothing."""
    texts = printed_in(strips, shape.columns)
    return texts if any(s.names_numbers for s in strips) or name_columns(texts) else ()


def _is_parted_above(strips: Sequence[TableLine], shape: Shape, first: int, last: int) -> bool:
    """Whether more white than between lines stands above the number of a row: what is above it may
    be the rest of another."""
    labelled = [i for i in range(first, last + 1) if is_labelled(strips[i], shape)]
    return bool(labelled) and bool(_wide_gaps(strips, shape, first, labelled[0]))


def _between_walls(
    strips: Sequence[TableLine], walls: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Runs of strips that no wall parts."""
    first = 0
    at = [bisect_right(walls, (strip.top + strip.bottom) / 2) for strip in strips]
    for index in range(1, len(strips) + 1):
        if index == len(strips) or at[index] != at[index - 1]:
            yield first, index - 1
            first = index


def _rows(
    strips: Sequence[TableLine], shape: Shape, first: int, last: int, walled: bool
) -> list[Band]:
    """The rows of a run of strips that no wall parts."""
    labelled = [i for i in range(first, last + 1) if is_labelled(strips[i], shape)]
    alone = len(labelled) <= 1 and (labelled or shape.number is not None)
    if walled and alone and not _has_header(strips, first, labelled):
        return [Band(first, last)]
    wide = _wide_gaps(strips, shape, first, last)
    if shape.number is None:
        return _unnumbered(strips, shape, wide, first, last, walled)
    if not labelled:
        return _merged(strips, shape, _cut(first, last, wide))
    above = _above_numbers(strips, shape, wide, first, labelled[0])
    if above:
        return above + _rows(strips, shape, above[-1].last + 1, last, walled)
    strays = _strays(strips[: last + 1], shape, wide, labelled)
    even = _parts_evenly(strips[labelled[0] : last + 1], shape)
    if strays > MAX_STRAYS * len(labelled) and not even:
        wide = []
    parted = all(any(a < gap <= b for gap in wide) for a, b in pairwise(labelled))
    parted = parted and _is_below_header(strips, first, labelled[0], wide)
    if parted and (wide or len(labelled) == 1):
        return _merged(strips, shape, _cut(first, last, wide))
    if is_centred(strips, shape, labelled):
        return centred_rows(strips, shape, labelled, first, last)
    return _above_labels(strips, shape, labelled, wide, first, last)


def _above_numbers(
    strips: Sequence[TableLine], shape: Shape, wide: Sequence[int], first: int, label: int
) -> list[Band]:
    """The header and the rows between it and the first number, where white parts them from one
    another and from the row with that; none where no such row is there."""
    named = [i for i in range(first, label) if strips[i].names_numbers]
    begins = [i for i in wide if named and named[-1] < i <= label]
    rows = _cut(begins[0], begins[-1] - 1, begins[1:-1]) if len(begins) > 1 else []
    if not rows or not all(_is_row(strips[row.first : row.last + 1], shape) for row in rows):
        return []
    return [Band(first, begins[0] - 1), *(replace(row, doubt=NO_NUMBER) for row in rows)]


def _parts_evenly(strips: Sequence[TableLine], shape: Shape) -> bool:
    """Whether all white between lines is that of one text or, by far wider, that of rows: cells
    whose lines are not evenly set leave others between."""
    gaps = [below.top - above.bottom for above, below in pairwise(strips)]
    wide = [gap for gap in gaps if shape.is_wide(gap)]
    near = max((gap for gap in gaps if not shape.is_wide(gap)), default=0.0)
    play = EVEN * shape.height
    return len(wide) >= FEWEST_PARTED and max(wide) - play <= min(wide) >= near + play


def _has_header(strips: Sequence[TableLine], first: int, labelled: Sequence[int]) -> bool:
    """Whether a header stands above the only number of a run: between stripes no wall parts it
    from the first row."""
    above = strips[first : labelled[0]] if labelled else ()
    return any(strip.names_numbers for strip in above)


def _is_below_header(
    strips: Sequence[TableLine], first: int, label: int, wide: Sequence[int]
) -> bool:
    """Whether white parts the first number from the line that names the numbers, if one does."""
    named = [i for i in range(first, label) if strips[i].names_numbers]
    return not named or any(named[-1] < gap <= label for gap in wide)


def _strays(
    strips: Sequence[TableLine], shape: Shape, wide: Sequence[int], labelled: Sequence[int]
) -> int:
    """How many rows without a number wide gaps would make below the first one, headings apart."""
    bands = _cut(labelled[0], len(strips) - 1, [i for i in wide if i > labelled[0]])
    return sum(
        not any(is_labelled(strips[i], shape) for i in _range(band))
        and not _is_heading(strips[band.first : band.last + 1], shape)
        for band in bands
    )


def _wide_gaps(strips: Sequence[TableLine], shape: Shape, first: int, last: int) -> list[int]:
    """The strips with more white above them than between two lines of a cell."""
    return [
        i for i in range(first + 1, last + 1) if shape.is_wide(strips[i].top - strips[i - 1].bottom)
    ]


def _cut(first: int, last: int, at: Sequence[int]) -> list[Band]:
    starts = [first, *(i for i in at if i > first)]
    return [Band(a, b - 1) for a, b in pairwise([*starts, last + 1])]


def _merged(strips: Sequence[TableLine], shape: Shape, bands: Sequence[Band]) -> list[Band]:
    """Rows cut at wide gaps, a paragraph of a cell joined to the one it goes on from.

    A row has a number, is a heading, or fills two columns; what stands in one column under a row
    is the next paragraph of its cell.
    """
    out: list[Band] = []
    for band in bands:
        inside = strips[band.first : band.last + 1]
        if any(is_labelled(strip, shape) for strip in inside) or _is_heading(inside, shape):
            out.append(band)
            continue
        filled = frozenset(column for strip in inside for column in strip.columns)
        seen = out and any(is_labelled(strips[i], shape) for i in _range(out[-1]))
        if len(filled) == 1 and seen:
            out[-1] = replace(out[-1], last=band.last, doubt=NO_NUMBER)
        else:
            doubt = NO_NUMBER if seen and shape.number is not None else ""
            out.append(replace(band, doubt=doubt))
    return out


def _range(band: Band) -> range:
    return range(band.first, band.last + 1)


def _is_heading(inside: Sequence[TableLine], shape: Shape) -> bool:
    """Whether some lines head a section: one text over several columns, or in bold."""
    texts = [text for strip in inside for text in strip.texts]
    over = [text for text in texts if text.last > text.first]
    if over:
        return all(text in over or text.first == shape.number for text in texts)
    return all(strip.bold and len(strip.columns) == 1 for strip in inside)


def _unnumbered(
    strips: Sequence[TableLine], shape: Shape, wide: list[int], first: int, last: int, walled: bool
) -> list[Band]:
    """Rows of a table without a number column."""
    if walled and not wide:
        return [Band(first, last)]
    starts = [i for i in range(first, last + 1) if 0 in strips[i].columns]
    if not wide and not all(is_fresh(strips[i].text(0)) for i in starts):
        begins = row_begins(strips, shape, first, last)
        if begins:
            return [replace(band, doubt=NO_GAP) for band in _cut(first, last, begins)]
    full = [i for i in range(first, last + 1) if _is_full(strips[i], shape)]
    if len(full) >= 0.8 * (last - first + 1):
        begins = sorted({*full, *wide}) if wide else [*range(first, last + 1)]
        return _cut(first, last, begins)
    bands = _cut(first, last, wide)
    if wide and all(
        len(strips[band.first].columns) > 1
        or _is_heading(strips[band.first : band.last + 1], shape)
        for band in bands
    ):
        return bands if not walled else [Band(first, last, NO_GAP)]
    return [replace(band, doubt=NO_GAP) for band in _cut(first, last, starts)]


def _is_full(strip: TableLine, shape: Shape) -> bool:
    return len(strip.columns) >= FULL * shape.columns


def _repeats(above: TableLine, below: TableLine, shape: Shape) -> bool:
    """Whether a line fills the columns of the one above and prints the same in one of them: a text
    that goes on does not repeat its line."""
    own = below.columns - {shape.number}
    same = any(below.text(column) and above.text(column) == below.text(column) for column in own)
    return same and len(own) > 1 and own >= above.columns - {shape.number}


def _header_end(strips: Sequence[TableLine], wide: Sequence[int], label: int) -> list[int]:
    """Where a header ends above the first number and the rest of a row stands between them: at
    the first wide gap below the line that names the numbers."""
    named = [i for i in range(label) if strips[i].names_numbers]
    return [i for i in wide if named and named[-1] < i < label][:1]


def _above_labels(
    strips: Sequence[TableLine],
    shape: Shape,
    labelled: Sequence[int],
    wide: Sequence[int],
    first: int,
    last: int,
) -> list[Band]:
    """Rows that begin at the line of their number; between two numbers at headings and wide gaps
    too. What stands above the first number is the header, or the rest of a row."""
    cuts = list(labelled)
    for before, label in pairwise(labelled):
        cuts += [i for i in wide if before < i < label]
        cuts += [i for i in range(before + 1, label) if _is_heading(strips[i : i + 1], shape)]
    cuts += [
        i
        for i in range(labelled[0] + 1, last + 1)
        if i not in cuts and _repeats(strips[i - 1], strips[i], shape)
    ]
    cuts += _header_end(strips, wide, labelled[0])
    cuts += [i for i in wide if i > labelled[-1]]
    return _merged(strips, shape, _cut(first, last, sorted(set(cuts))))
