"""Which columns of a bare text hold figures, and which names of its header stand over others.

Where cells have no borders a header reads as a row of names, those over several columns among them,
and the names below these behind all others: `Đơn giá | Ghi chú | Khu vực 1 | Khu vực 2`. The rows
say more: in most of them as many figures stand side by side, and these are as many columns. So
every way to put names over others is weighed by where that run of figures would stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest
from math import inf

from pipeline.extract.layer.figures.figure_forms import has_unit, misfit, unlike, years_back
from pipeline.extract.layer.figures.figure_runs import (
    FoundRun,
    ended,
    longest_figures,
    longest_times,
)
from pipeline.extract.layer.figures.figure_words import is_figure
from pipeline.extract.layer.names.headers import MOST_OVER, HeaderPieces, Upper
from pipeline.extract.layer.names.name_search import Word
from pipeline.extract.layer.names.name_ways import (
    Way,
    are_too_many,
    are_too_many_raised,
    counts_over,
    over_bodies,
    raised_ways,
    ways_of,
    with_raised_names,
)
from pipeline.extract.layer.numbered.rows import HEADING_STYLES, UndividedRow
from pipeline.extract.layer.signs.grouped import Groups, best, taught, together
from pipeline.extract.layer.signs.words import DASHES, SPACE, lexicon, role_of, width
from pipeline.frozen import dataclass
from pipeline.writing.letters import fold
from pipeline.writing.patterns import compiled

_FEWEST, _MOSTLY = 4, 0.6
"""Rows, and the share of them with as many figures side by side, that show columns of figures."""
_USUALLY_OVER = 3
"""Names over others that are looked for before four are: ways with these are many."""
_SEVERAL = 2
"""Figures side by side, and names below another, at least."""
_BEHIND, _NEVER = 0.2, 0.02
"""Shares of the rows with words behind their figures: from which on a column stands there, and up
to which hardly one does."""
_KNOWN, _NAMED, _OPEN, _OTHER = 1.0, 1.0, 0.4, -2.0
"""What a name tells of figures: its role is that of figures; it or the name over it ends with a
unit in brackets (`Diện tích (ha)`); nothing; it is known to hold something else."""
_UNIT = compiled(r"\([^()]*[\p{L}%][^()]*\)$")
"""A unit at the end of a name; signs (`giảm (-)`) are none."""
_UNTIMED = -0.5
"""What a name that tells nothing tells of times: those of columns of times say so."""
_LEFT = 2.0
"""What a name of figures costs that stands outside the run."""
_NO_ROOM, _VACANT = 3.0, 1.0
"""What it costs that words behind the figures have no column, or a column no words; of a column
that few rows have words for a part of it, and so of one that has no word in some rows."""
_MISFIT = 2.0
"""What it costs that all figures of a column are not what its name promises."""
_PARTED = 1.0
"""What it costs that the names below others begin in the middle of some that begin alike."""
_OVER, _LEAF = 0.6, 4.0
"""What a name over others costs, and what one costs that is known to stand over none."""
_MIDLINE = 0.4
"""What it costs that the names below others begin inside a line."""
_CUT = 1.0
"""What a name over others costs that is broken into lines narrower than those below it."""
_BACK = 1.0
"""What it costs that a year in the names of columns is before the one in the name on its left."""
_FILLED = 0.2
"""Share of its cells that are blank, up to which a column is filled as a rule."""
_APART = 0.5
"""What it costs that names over the same names do not stand beside each other."""
_THIN = 0.15
"""How good the best way has to be for each figure of a row: below that no way fits them."""
_AGAIN = 2.0
"""What names gain that are printed above the header on each of its pages."""
_ALIKE = 1.0
"""What names gain that stand below the same one and all begin alike (`Cột A | Cột B`)."""
_SURE = 0.75
"""How much better the best way has to be than any that gives other columns."""
_FIGURES, _TIMES = frozenset({"count", "target"}), frozenset({"deadline"})
"""Roles of columns of figures, and of times."""
_ANY = frozenset({"other", "deadline", "code", "result"})
"""Roles whose cells may be figures: years, numbers of things, amounts to be reached."""
_SUMS = frozenset({"tổng số", "tổng", "tổng cộng", "cộng"})
"""Names of sums, which stand before those of their parts, below the same one."""
_LEAVES = frozenset({"note", "unit", "title", "agency", "support", "document", "code"})
"""Roles of names that stand over no others."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The figures side by side of most rows, or the times: how many, how many of the rows have
    words behind them, how many words each of these has there, what the figures are, column by
    column, and the roles of columns that hold some."""

    length: int
    followed: float
    behind: tuple[int, ...]
    figures: tuple[tuple[str, ...], ...]
    roles: frozenset[str]

    @property
    def are_times(self) -> bool:
        """Whether they are times."""
        return self.roles == _TIMES


def figured(headers: Sequence[HeaderPieces], rows: Sequence[UndividedRow]) -> list[HeaderPieces]:
    """The headers of a table, the first and those printed again, with the columns that its rows
    show; as they are where the rows show no figures. In doubt are the columns that a way nearly as
    good names otherwise, and all where no way fits their number, or not all could be weighed."""
    run, groups = _run(rows, headers[0])
    if run is None and (way := over_bodies(headers[0])):
        return [_as_read(header, way) for header in headers]
    if run is None:
        counted = len(headers[0].legend) in (0, len(headers[0].names))
        return list(headers) if counted else [_all_unsure(header) for header in headers]
    names = headers[0].titles[1:]
    for most in (_USUALLY_OVER, MOST_OVER):
        if any(are_too_many(len(names), count) for count in counts_over(headers[0], most)):
            return [_all_unsure(header) for header in headers]
        ranked = sorted(_weighed(headers, run, most), key=lambda one: -one.score)
        if run.are_times or (ranked and not _is_misplaced(ranked[0].parts(run), run)):
            break
    if run.are_times and (not ranked or ranked[0].score <= 0):
        return list(headers)
    if not ranked or ranked[0].score <= _THIN * run.length:
        return [_all_unsure(header) for header in headers]
    best = ranked[0]
    own = best.parts(run)
    if not run.are_times and any(_promise(name, run) <= _OTHER for name in own[1]):
        return [_all_unsure(header) for header in headers]  # a name was not understood
    near = [one.parts(run) for one in ranked[1:] if best.score - one.score < _SURE]
    unsure = frozenset(at for other in near for at in _otherwise(own, other))
    if not run.are_times and _is_misplaced(own, run):
        unsure |= frozenset(range(best.first, sum(map(len, own))))
    if unsure and not best.way.over:
        return [replace(header, unsure=unsure) for header in headers]
    held = frozenset(range(best.first, best.first + run.length))
    figures, times = (frozenset[int](), held) if run.are_times else (held, frozenset[int]())
    return [
        replace(
            _as_read(with_raised_names(one, best.raised), best.way),
            figures=figures,
            times=times,
            unsure=unsure,
            groups=groups,
        )
        for one in headers
    ]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A way to read a header whose names are `names`, those printed above it `raised` to these
    places among them: how good it is, and its first column of figures."""

    score: float
    first: int
    way: Way
    names: tuple[str, ...]
    raised: tuple[int, ...] = ()

    def parts(self, run: _Run) -> tuple[list[str], ...]:
        """The names of its columns before its figures, of these, and behind them."""
        columns, end = [self.names[at] for at in self.way.columns], self.first + run.length
        return columns[: self.first], columns[self.first : end], columns[end:]


def _weighed(headers: Sequence[HeaderPieces], run: _Run, most: int) -> Iterator[_Weighed]:
    """Every way to read the first of some headers with `most` names over others, weighed by the
    rows; names above it count more where the headers printed again have them too."""
    header, names = headers[0], headers[0].titles[1:]
    for way in ways_of(header, most):
        yield _Weighed(*_score(header, names, way, run), way, names)
    if are_too_many_raised(header):
        return
    gain = _AGAIN * (len(headers) > 1)
    for places, way in raised_ways(header):
        whole = with_raised_names(header, places)
        titles = whole.titles[1:]
        score, first = _score(whole, titles, way, run)
        yield _Weighed(score + gain, first, way, titles, places)


def _is_misplaced(parts: Sequence[list[str]], run: _Run) -> bool:
    """Whether the figures stand below others than their names, as the names before them, of these
    and behind them show: one of other columns promises figures, or no row has words for one behind
    them that is filled as a rule."""
    before, _, behind = parts
    if any(_promise(name, run) >= _KNOWN for name in (*before, *behind)):
        return True
    return run.followed <= _NEVER and any(role_of(name).blank <= _FILLED for name in behind)


def _all_unsure(header: HeaderPieces) -> HeaderPieces:
    """A header of which no column is sure."""
    return replace(header, unsure=frozenset(range(len(header.names) - 1)))


def _otherwise(own: Sequence[list[str]], other: Sequence[list[str]]) -> Iterator[int]:
    """The columns whose cells another way names otherwise: each figure stands where it does in
    its run, the words before and behind are counted from their first."""
    at = 0
    for names, others in zip(own, other, strict=True):
        for name, rival in zip_longest(names, others[: len(names)]):
            if name != rival:
                yield at
            at += 1


# --- what the rows show -----------------------------------------------------------------------


def _run(rows: Sequence[UndividedRow], header: HeaderPieces) -> tuple[_Run | None, Groups]:
    """The run of figures that most rows have, and what they teach of amounts in groups, if they
    have such."""
    items = [row for row in rows if row.style not in HEADING_STYLES and not row.tail]
    if header.counts and not all(row.label for row in items):
        # Rows below the titles of items: these have no figures, and rows of dashes tell nothing.
        items = [row for row in items if _has_figures(row)]
    most = len(header.names) - 2
    found = [longest_figures(row) for row in items]
    plain = _run_of(found, len(items), _FIGURES, most)
    if plain is None or any(len(figures) > most for ways in found for figures, _ in ways):
        run, shares = _run_of_amounts(found, header.titles[1:])
        if run is not None:
            return run, shares
    return plain or _run_of(map(longest_times, items), len(items), _TIMES, most), ()


def _has_figures(row: UndividedRow) -> bool:
    """Whether a line of a row ends with a figure that is no dash."""
    ends = (piece.text.split()[-1] for piece in row.pieces)
    return any(word not in DASHES and is_figure(word) for word in ends)


def _run_of_amounts(
    found: Sequence[Sequence[FoundRun]], titles: Sequence[str]
) -> tuple[_Run | None, Groups]:
    """The amounts whose thousands blanks part, where as many of them as names side by side promise
    figures stand side by side in most rows, given with the runs of figures found in each."""
    count = len(figure_names(titles))
    runs = [run for ways in found for run in ways[:1]]
    shares = taught([figures for figures, _ in runs], count) if count else ()
    if not shares or len(runs) < _MOSTLY * len(found):
        return None, ()
    read = [
        (together(figures, sizes), behind)
        for figures, behind in runs
        if (sizes := best(figures, shares)[0])
    ]
    columns = tuple(zip(*(amounts for amounts, _ in read), strict=True))
    behind = tuple(words for _, words in read if words)
    return _Run(count, len(behind) / len(read), behind, columns, _FIGURES), shares


def figure_names(titles: Sequence[str]) -> range:
    """The places of the most names beside each other that promise figures."""
    found, at = range(0), 0
    for told, own in groupby(titles, key=lambda title: role_of(title).name in _FIGURES):
        count = len(list(own))
        if told and count > len(found):
            found = range(at, at + count)
        at += count
    return found


def _run_of(
    found: Iterable[Sequence[FoundRun]], rows: int, roles: frozenset[str], most: int
) -> _Run | None:
    """The run of one kind that most `rows` have, whichever way each of them is read (the longest
    runs `found` in each); there may be `most` columns of them."""
    least = max(_FEWEST, _MOSTLY * rows)
    ways = _longest_in_most(([ended(*run, most) for run in runs] for runs in found), rows, least)
    counts = Counter(length for found in ways for length in {len(figures) for figures, _ in found})
    if not counts:
        return None
    length, often = counts.most_common(1)[0]
    if length < _SEVERAL or often < least:
        return None
    fit = (next((one for one in found if len(one[0]) == length), None) for found in ways)
    own = [one for one in fit if one is not None]
    columns = tuple(zip(*(figures for figures, _ in own), strict=True))
    behind = tuple(count for _, count in own if count)
    return _Run(length, len(behind) / len(own), behind, columns, roles)


def _longest_in_most(
    found: Iterable[Sequence[FoundRun]], rows: int, least: float
) -> list[Sequence[FoundRun]]:
    """The runs `found` in each of some `rows` that has some; nothing as soon as it is sure that
    fewer than `least` rows have several side by side: of most tables no more is looked for."""
    ways: list[Sequence[FoundRun]] = []
    without = 0
    for own in found:
        without += all(len(run) < _SEVERAL for run, _ in own)
        if rows - without < least:
            return []
        if own:
            ways.append(own)
    return ways


# --- which is the likeliest -----------------------------------------------------------------------


def _score(header: HeaderPieces, titles: Sequence[str], way: Way, run: _Run) -> tuple[float, int]:
    """How well a way agrees with the rows, and the first column of figures it has then; `titles`
    are the names of the header."""
    told = _told(titles, way, run)
    over = [""] * len(told)
    for place, first, end in way.over:
        over[first:end] = [titles[place]] * (end - first)
    named = [(titles[place], upper) for place, upper in zip(way.columns, over, strict=True)]
    fit, first = _best_place(told, named, run)
    cost = _cost_of_over(header, titles, way, run) + _cost_of_order(header, titles, way)
    return fit - cost - _BACK * years_back([*map(" ".join, named)]), first


def _told(titles: Sequence[str], way: Way, run: _Run) -> list[float]:
    """What the names of each column of a way, its own and the one over it, tell of figures."""
    told = [_promise(titles[place], run) for place in way.columns]
    for place, first, end in way.over:
        own = _promise(titles[place], run)
        told[first:end] = [max(one, own) if one > _OTHER else one for one in told[first:end]]
    return told


def _best_place(
    told: Sequence[float], named: Sequence[tuple[str, str]], run: _Run
) -> tuple[float, int]:
    """How well the columns of a way, each with the name over it, agree with figures that begin in
    the best column, and which that is; before it stands the title of the rows. Names that figures
    do not keep to only cost: places that fit worse than the best with its costs are left out."""
    found = (-inf, 0)
    places = range(1, len(told) - run.length + 1)
    for fit, first in sorted(((_fit(told, at, run), at) for at in places), reverse=True):
        if fit < found[0]:
            break
        vacant = _VACANT * _lacks_filled(named, first + run.length, run)
        found = max(found, (fit - _misfits(named, first, run) - vacant, first))
    return found


def _cost_of_over(header: HeaderPieces, titles: Sequence[str], way: Way, run: _Run) -> float:
    """What the names of a way cost that stand over others: each by itself, and by those below."""
    cost, below = 0.0, []
    for place, first, end in way.over:
        own = [titles[at] for at in way.columns[first:end]]
        below.append(own)
        strange = any(_promise(title, run) <= _OTHER for title in own)
        mixed = strange and _holds_figures(titles[place], run)
        cost += _OVER + _LEAF * (_is_leaf(titles[place], run) + mixed)
        cost += _CUT * _is_narrow(header, place, first, end, way)
    return cost + _torn(below) - _ALIKE * _begin_alike(below)


def _cost_of_order(header: HeaderPieces, titles: Sequence[str], way: Way) -> float:
    """What it costs where the names below others stand among those that have none over them."""
    cost = _MIDLINE * _begins_inside(header, way)
    return cost + _PARTED * _is_parted(titles, way) + _APART * _are_apart(titles, way)


def _fit(told: Sequence[float], first: int, run: _Run) -> float:
    """How well the figures stand in the columns from `first` on."""
    end = first + run.length
    score = sum(told[first:end])
    score -= _LEFT * sum(one >= _KNOWN for one in (*told[:first], *told[end:]))
    behind = len(told) - end
    if run.followed >= _BEHIND and not behind:
        score -= _NO_ROOM
    if run.behind:
        score -= _VACANT * sum(max(0, behind - words) for words in run.behind) / len(run.behind)
    if run.followed < _BEHIND:
        score -= _VACANT * behind * min(1.0, (_BEHIND - run.followed) / (_BEHIND - _NEVER))
    return score


def _lacks_filled(named: Sequence[tuple[str, str]], end: int, run: _Run) -> float:
    """In how many rows, of one, nothing stands behind the figures though a column whose cells are
    seldom blank does (a code, a body)."""
    behind = (role_of(name) for name, _ in named[end:])
    filled = any(role.name in _LEAVES and role.blank <= _FILLED for role in behind)
    return (1 - run.followed) * filled


def _misfits(named: Sequence[tuple[str, str]], first: int, run: _Run) -> float:
    """What it costs that figures are not what the columns from `first` on, each with the name
    over it, promise."""
    figures = () if run.are_times else run.figures
    own = [*zip(named[first:], figures, strict=False)]
    below = groupby(own, key=lambda one: one[0][1])
    mixed = sum(
        unlike([held for (name, _), held in part if not has_unit(name)])
        for over, part in below
        if over
    )
    return _MISFIT * (mixed + sum(misfit(name, over, held) for (name, over), held in own))


def _are_apart(titles: Sequence[str], way: Way) -> bool:
    """Whether a column stands between two names over the same names."""
    names = [titles[place] for place in way.columns]
    return any(
        one[2] < other[1] and names[one[1] : one[2]] == names[other[1] : other[2]]
        for one, other in pairwise(way.over)
    )


def _is_parted(titles: Sequence[str], way: Way) -> bool:
    """Whether the first name below others begins as the one before it does, which stands below
    none: `Ngân sách trung ương | Ngân sách tỉnh | Ngân sách xã` stand below the same. So does the
    sum of them before its parts (`Tổng số | Chi đầu tư | Chi thường xuyên`)."""
    if not way.over:
        return False
    start = way.columns[way.over[0][1]]
    one, other = titles[start - 1], titles[start]
    alike = one.split()[0] == other.split()[0]
    return start - 1 in way.columns and (alike or fold(one) in _SUMS)


def _torn(parts: Sequence[list[str]]) -> float:
    """What it costs that a name stands below the same one twice, or that those below one end with
    all of those below another: where the same names stand below several in turn, these are parted
    otherwise. `parts` are the names below each."""
    cut = any(len(a) > len(b) and a[-len(b) :] == b for a in parts for b in parts)
    return (sum(len(part) - len(set(part)) for part in parts) + cut) * _LEAF


def _begin_alike(parts: Sequence[list[str]]) -> int:
    """How many names stand over others that all begin alike, but for their sum."""
    firsts = [{name.split()[0] for name in part if fold(name) not in _SUMS} for part in parts]
    return sum(len(words) == 1 for words in firsts)


def _promise(title: str, run: _Run) -> float:
    """What a name tells of figures, or times, in its column."""
    role = role_of(title)
    if role.name in run.roles:
        return _KNOWN
    if _UNIT.search(title) and not run.are_times:
        return _NAMED
    if role.name not in _ANY:
        return _OTHER
    return _UNTIMED if run.are_times else _OPEN


def _holds_figures(title: str, run: _Run) -> bool:
    """Whether a name tells that figures stand below it, or below the names there."""
    return _promise(title, run) >= _NAMED


def _is_leaf(title: str, run: _Run) -> bool:
    """Whether a name is known to stand over no others."""
    return (
        fold(title) in _SUMS
        or role_of(title).name in _LEAVES
        or (fold(title) in lexicon().names and role_of(title).name not in run.roles)
    )


def _begins_inside(header: HeaderPieces, way: Way) -> bool:
    """Whether the first name below others begins inside a line; where cells have lines of their
    own it begins one."""
    if not way.over:
        return False
    start, names = way.columns[way.over[0][1]], header.names[1:]
    return names[start][0][0] == names[start - 1][-1][0]


def _is_narrow(header: HeaderPieces, place: int, first: int, end: int, way: Way) -> bool:
    """Whether a name is broken into lines that one of the columns below it would have room for, or
    though these together have room for all of it: what stands over several is as wide as all."""
    lines, names = header.names[place + 1], header.names[1:]
    below = [max(width(text) for _, text in names[at]) for at in way.columns[first:end]]
    widest = max(width(text) for _, text in lines)
    whole = width(" ".join(text for _, text in lines))
    return len(lines) > 1 and (widest <= max(below) + SPACE or whole <= sum(below))


def _as_read(header: HeaderPieces, way: Way) -> HeaderPieces:
    """A header with the columns of a way."""
    number, *names = header.names
    upper = tuple(Upper(first + 1, end + 1, names[place]) for place, first, end in way.over)
    columns: tuple[tuple[Word, ...], ...] = (number, *(names[place] for place in way.columns))
    return replace(header, names=columns, upper=upper)
