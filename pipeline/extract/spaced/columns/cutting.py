"""Where the columns of a page of spaced text run: of what its words and its header let expect, that
by which the cells are most like what the header promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from pipeline.extract.layer.numbered.rows import numbers_heading
from pipeline.extract.layer.signs.words import Role, role_of
from pipeline.extract.layer.uncounted.gridded import Lines
from pipeline.extract.spaced.columns.edges import (
    name_begins,
    name_ends,
    name_widths,
    side_by_side,
    single_names,
)
from pipeline.extract.spaced.columns.sheets import Sheet, SpacedText
from pipeline.extract.spaced.corridors.corridors import Cut, Told, borders, cut_lines, parted_words
from pipeline.extract.spaced.corridors.fitting import fitting, strangers
from pipeline.extract.spaced.corridors.page_borders import page_borders
from pipeline.extract.spaced.corridors.profile import Profile, full_lines
from pipeline.extract.spaced.corridors.straight import (
    body_corridors,
    clear_borders,
    likely_borders,
    parted_fields,
    straight_cuts,
    straight_told,
)
from pipeline.extract.spaced.lines.words import (
    MARKS,
    WIDE,
    Word,
    is_number_alone,
    opens_number,
    text_of,
    wide_gaps,
)
from pipeline.extract.spaced.names.header import HeaderLines
from pipeline.writing.labels import parse_label
from pipeline.writing.syllables import is_syllable

_SENTENCE = 9
"""Words of the shortest line that is taken for a sentence over several columns."""
_NEAR, _MOVED = 4, 4
"""Lines above and below that show where cells of a line begin, and how far a border may move on
them."""
_PARTED = 0.5
"""What it tells against borders that they run through one blank or leave a wide gap unused, beside
a cell that is not of the form of its column: half, for full cells have one blank between them."""
_PARTED_JUSTIFIED = 0.2
"""The same in a text set to both edges, whose cells have wide gaps inside."""
_STRANGE = 0.5
"""The same for a cell that is of another kind than most of its column (a figure among texts)."""
_CLOSED = ".)"
"""What ends the number of a row that nothing else may be."""
_PAIR = 2
"""Words of a heading of one word: its title ends where it begins."""
_MOST_BLANK, _FEWEST = 5, 3
"""Columns that may be blank on all of a page, and that are left at least."""
_MOST_CLEAR = 0.5
"""Share of the borders of a page that clear corridors show, from which on others are held against
them: fewer may be those of other columns, where a page is not set as wide as its header."""
_FAR = 5.0
"""How much better borders by the body of a page alone fit that are taken against its header: five
cells. Of the twenty layouts for learning they were 7 and 23 better where the header was set closer
than the cells below it, 2 at most elsewhere."""
_OFF_NAME = 5.0
"""How much worse borders of a text set to both edges are, each, that run behind the middle of the
name of the column behind them: the wide gaps inside its cells are corridors as good as those
between them. As much as borders against a header have to fit better."""
_MOST_CHOICES = 6
"""Choices among white corridors of a page that are tried."""
_LIKELIER = 2.0
"""How much likelier (log, by line) borders must be by the columns of the pages before to be the
only ones, where codes tell these apart."""
_CLOSE = 3.0
"""How much worse other borders of a page without a header may fit before they are no choice: three
cells of another form. With all of them in question 71 right cells of 12 texts were in doubt beside
9 wrong ones; so 34 beside 8."""


def cut_page(text: SpacedText, sheet: Sheet, first: HeaderLines, before: Profile) -> Sheet:
    """A page with its lines cut into columns; `before` is what the columns of the pages before
    hold."""
    header = sheet.header or first
    clear = _clear(text, sheet, first)
    sure = [place for place in clear if place is not None]
    if sure and len(sure) == len(clear):
        return _cut_at(text, sheet, sure, clear)
    found = list(_guesses(text, sheet, header))
    if sheet.header is None and before.lines:
        found = found or [side_by_side(name_widths(header))]
        blank, likelier = _with_blank(text, sheet, before, found[0])
        alone = before.is_tree and likelier > _LIKELIER
        found = [blank] if alone else [blank, *found]
    guesses = [guess for at, guess in enumerate(found) if guess not in found[:at]]
    guesses = guesses or [side_by_side(name_widths(header))]
    if len(sure) >= _MOST_CLEAR * len(clear):
        guesses = [guess for guess in guesses if agrees(guess, clear)] or guesses
    tried = [_cut_at(text, sheet, guess, clear) for guess in guesses]
    choices = _own_borders(text, sheet, len(first.columns)) if sheet.header else ()
    own = [_cut_at(text, sheet, one, []) for one in choices if one not in guesses]
    if len(tried) + len(own) == 1:
        return tried[0]
    roles = [role_of(title) for title in first.titles]
    off = [_off_names(guess, sheet.header) if text.justified else 0 for guess in guesses]
    fits = [_fit(text, one, roles) - _OFF_NAME * own for one, own in zip(tried, off, strict=True)]
    best = max(fits)
    others = () if sheet.header else zip(tried, fits, strict=True)
    close = tuple(one.cuts for one, fit in others if best - fit < _CLOSE)
    far = [
        (fit, -at) for at, one in enumerate(own) if (fit := _fit(text, one, roles)) >= best + _FAR
    ]
    if far:
        return own[-max(far)[1]]
    return replace(tried[fits.index(best)], others=close)


def _off_names(guess: Sequence[float], header: HeaderLines | None) -> int:
    """How many borders behind that of the numbers run behind the middle of the name of the column
    behind them, where a page names it."""
    if header is None:
        return 0
    begins = name_begins(header)
    ends = [max(words[-1].x1 for _, words in name) for name in header.columns]
    names = zip(guess[1:], begins[2:], ends[2:], strict=True)
    return sum(2 * place > begin + end for place, begin, end in names)


def _fit(text: SpacedText, sheet: Sheet, roles: Sequence[Role]) -> float:
    """How well the cells of a page are what its header promises, and its borders where white
    space is."""
    read = contents_of(text, sheet, len(roles))
    strange = _STRANGE * strangers(read)
    share = _PARTED_JUSTIFIED if text.justified else _PARTED
    return fitting(read, roles) - share * parted_words(sheet.told, sheet.cuts) - strange


def _clear(text: SpacedText, sheet: Sheet, first: HeaderLines) -> list[float | None]:
    """Where the borders of a page with a header run as far as white corridors show it; of one
    without a header, if marks or figures show those of its table, and its cells as many."""
    if sheet.header is None:
        lines = [text.rows[index].words for index in sheet.body]
        return [*page_borders(lines, len(first.borders))] if first.borders else []
    if sheet.header.borders:
        return list(sheet.header.borders)
    begins, ends = name_begins(sheet.header), name_ends(sheet.header)
    return clear_borders(_in_cells([text.rows[index].words for index in sheet.body]), begins, ends)


def _own_borders(text: SpacedText, sheet: Sheet, columns: int) -> Iterator[list[float]]:
    """Where the borders of a page may run by the widest white corridors of its body, whatever
    stands above them: where a header is set closer than its cells, nothing stands below its name.
    Each choice among those as wide as the narrowest one, where these are few."""
    lines = [text.rows[index].words for index in sheet.body]
    found = body_corridors(_in_cells(lines))
    widths = sorted((end - begin for begin, end in found), reverse=True)
    if len(found) < columns - 1:
        return
    least = widths[columns - 2]
    wider = [(begin, end) for begin, end in found if end - begin > least]
    alike = [(begin, end) for begin, end in found if end - begin == least]
    if comb(len(alike), wanted := columns - 1 - len(wider)) <= _MOST_CHOICES:
        for some in combinations(alike, wanted):
            yield sorted(end - 0.5 for _, end in (*wider, *some))


def _in_cells(lines: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
    """The lines that are no sentence without a wide gap but behind a number."""
    return [words for words in lines if len(words) < _SENTENCE or any(wide_gaps(words)[1:])]


def _guesses(text: SpacedText, sheet: Sheet, header: HeaderLines) -> Iterator[list[float]]:
    """Where the borders of a page may run: by its words alone, and by its header too."""
    lines = [text.rows[index].words for index in sheet.body]
    short = [words for words in lines if len(words) < _SENTENCE]
    names, widths = single_names(text, sheet.header), name_widths(header)
    begins = name_begins(sheet.header)
    ends = name_ends(sheet.header) if sheet.header else []
    tries = [(begins, ends), ([], []), (begins, [])] if sheet.header else [([], [])]
    for own in tries:
        guess = borders(short, names, widths, *own)
        if not guess:
            continue
        narrow = [words for words in lines if words and not is_over_columns(words, guess)]
        yield borders(narrow, names, widths, *own) or guess
    if sheet.header:
        yield from filter(None, [likely_borders(_in_cells(lines), begins, ends)])


def _with_blank(
    text: SpacedText, sheet: Sheet, before: Profile, guess: Sequence[float]
) -> tuple[list[float], float]:
    """Where the borders of a page without a header run if columns of it may be blank: of all these
    the ones whose cells are most like those of the pages before; and how much likelier these are
    than where they are guessed to run, by line."""
    lines = [text.rows[index].words for index in sheet.body]
    narrow = [words for words in lines if words and not is_over_columns(words, guess)]
    right = float(max((words[-1].x1 for words in narrow), default=0) + 1)
    count = len(guess) + 1
    beside = [[word for word in words if word.x0 > guess[0]] for words in narrow]
    tried = [(*before.placed(narrow, guess), list(guess))]
    for fewer in range(1, min(_MOST_BLANK, count - _FEWEST) + 1):
        inner = [int(guess[0]) + WIDE, *[1] * (count - 2 - fewer)]
        found = borders(beside, [], inner)
        if found:
            edges = [guess[0], *found]
            tried.append((*before.placed(narrow, edges), edges))
    parted = parted_fields(narrow)
    if count - 1 - _MOST_BLANK <= len(parted) < count and len(parted) >= _FEWEST - 1:
        tried.append((*before.placed(narrow, parted), parted))
    likely, slots, found = max(tried)
    edges = [0.0, *found]
    blank = [
        next((edges[k] for k, slot in enumerate(slots) if slot >= column), right)
        for column in range(1, count)
    ]
    return blank, (likely - tried[0][0]) / max(1, len(full_lines(narrow, count)))


def _cut_at(
    text: SpacedText, sheet: Sheet, guess: Sequence[float], clear: Sequence[float | None]
) -> Sheet:
    """A page cut at borders that run where they are guessed to, `clear` ones exactly there."""
    sure = clear if clear and agrees(guess, clear) else [None] * len(guess)
    expected = _with_clear(guess, sure)
    lines = [text.rows[index].words for index in sheet.body]
    wide: list[bool] = []
    for index, words in enumerate(lines):
        begins = (bool(wide) and wide[-1]) or not (words and words[0].text[0].islower())
        wide.append(
            begins
            and is_over_columns(words, expected)
            and not goes_on_in_cells(words, lines[index + 1 : index + 2], expected)
            and not _is_full(lines, index, expected)
        )
    narrow = [() if over else words for words, over in zip(lines, wide, strict=True)]
    told, cuts = _cut_narrow(narrow, expected, sure, text.justified)
    lone = [_is_lone_number(words, expected) for words in narrow]
    alone = Cut((1,) * len(expected))
    cuts = [alone if is_lone else own for is_lone, own in zip(lone, cuts, strict=True)]
    told = [
        straight_told(one.words, expected) if is_lone else one
        for is_lone, one in zip(lone, told, strict=True)
    ]
    cuts = [
        Cut((_label_words(words), *[len(words)] * (len(expected) - 1))) if over else own
        for words, own, over in zip(lines, cuts, wide, strict=True)
    ]
    cuts = [_with_wide_number(*line, expected) for line in zip(lines, cuts, strict=True)]
    told = [replace(one, words=words) for one, words in zip(told, lines, strict=True)]
    return replace(sheet, cuts=tuple(cuts), wide=tuple(wide), told=tuple(told))


def _cut_narrow(
    lines: Sequence[Sequence[Word]],
    expected: Sequence[float],
    clear: Sequence[float | None],
    justified: bool,
) -> tuple[list[Told], list[Cut]]:
    """The columns of the lines of a page: by straight corridors, where these part nearly all."""
    straight = straight_cuts(lines, expected, None not in clear)
    if all(straight):
        return [straight_told(words, expected) for words in lines], [cut for cut in straight if cut]
    told, cuts = cut_lines(lines, expected, clear, justified)
    return (
        [straight_told(o.words, expected) if s else o for o, s in zip(told, straight, strict=True)],
        [s or own for s, own in zip(straight, cuts, strict=True)],
    )


def _is_lone_number(words: Sequence[Word], expected: Sequence[float]) -> bool:
    """Whether a line holds the number of a row alone, begun in the column of numbers: that it is
    wider makes it no title."""
    return len(words) == 1 and words[0].x0 < expected[0] and is_number_alone(words[0].text)


def _with_wide_number(words: Sequence[Word], cut: Cut, expected: Sequence[float]) -> Cut:
    """The columns of a line that begins with the number of a row before the border behind the
    numbers, and reaches over it (`III. Tăng cường` below ` 1. Rà soát`, `17.Nghiên cứu` below
    ` 6. Xây dựng`): it is the number all the same. One of digits has a stop or a bracket: else a
    title may begin with it."""
    first, *others = cut.ends or (1,)
    if first or len(words) == 1 or not words or words[0].x0 >= expected[0]:
        return cut
    number = words[0].text
    closed = number[-1] in _CLOSED and is_number_alone(number)
    if len(number) == 1 or not (closed or opens_number(number) or numbers_heading(number)):
        return cut
    return replace(cut, ends=(1, *(max(1, end) for end in others)))


def _with_clear(guess: Sequence[float], clear: Sequence[float | None]) -> list[float]:
    """Borders where they are guessed to run, those through clear corridors exactly there."""
    return [own if place is None else place for own, place in zip(guess, clear, strict=True)]


def agrees(guess: Sequence[float], clear: Sequence[float | None]) -> bool:
    """Whether borders that are guessed leave those through clear corridors in their order: others
    shift columns by one, and cut figures in two for it."""
    return not clear or all(a < b for a, b in pairwise(_with_clear(guess, clear)))


def is_over_columns(words: Sequence[Word], expected: Sequence[float]) -> bool:
    """Whether a line is one sentence over several columns: no wide gap but behind a number, begun
    in the column beside it, and no border for it to end at; or the title of a heading that goes on
    over one."""
    if any(wide_gaps(words)[1:]):
        return False
    if len(words) < _SENTENCE:
        return _is_title_over(words, expected)
    label = _label_words(words)
    if words[label].x0 >= expected[1]:
        return False
    over = 1 if _is_heading(words) else min(2, len(expected) - 1)
    return words[-1].x1 > expected[over]


def goes_on_in_cells(
    words: Sequence[Word], below: Sequence[Sequence[Word]], expected: Sequence[float]
) -> bool:
    """Whether the line below goes on inside the sentence of one, and has cells beside it: both are
    of one row, whose cells are full. A numbered heading has no such line."""
    if not below or not below[0] or _is_heading(words):
        return False
    label = _label_words(below[0])
    first = below[0][label]
    return first.x0 < expected[1] and first.text[0].islower() and any(wide_gaps(below[0][label:]))


def _is_title_over(words: Sequence[Word], expected: Sequence[float]) -> bool:
    """Whether a line is a title that goes on behind where its column ends: in capitals, or behind
    the number of a heading and in small letters there, where no cell begins."""
    border = expected[min(1, len(expected) - 1)]
    behind = next((word for word in words if word.x1 > border), None)
    if behind is None or len(words) <= _PAIR or words[1].x0 >= border:
        return False
    number = words[0].text
    title = words if parse_label(number) is None else words[1:]
    if text_of(title).isupper() and all(is_syllable(word.text.strip(MARKS)) for word in title):
        return True
    begins = numbers_heading(number) and title[0].text[0].isupper()
    return begins and behind.text[0].islower()


def _is_full(lines: Sequence[Sequence[Word]], index: int, expected: Sequence[float]) -> bool:
    """Whether a line without wide gaps is one of full cells all the same: at each border that it
    goes over a word begins, there or where a cell of a line near it does. The number of a heading
    says that it is none."""
    words = lines[index]
    if _is_heading(words):
        return False
    near = [*lines[max(0, index - _NEAR) : index], *lines[index + 1 : index + 1 + _NEAR]]
    begun = {own[0].x0 for own in near if own and own[0].x0 >= expected[1]}
    begun |= {other.x0 for own in near for one, other in pairwise(own) if other.x0 - one.x1 >= WIDE}
    over = [border for border in expected[1:] if words[0].x0 < border < words[-1].x1]
    begins = [(word.x0, word.x0 in begun) for word in words[1:]]
    return all(
        any(abs(x0 - border) <= (_MOVED if shown else 1) for x0, shown in begins) for border in over
    )


def _label_words(words: Sequence[Word]) -> int:
    """How many words at the beginning of a line over several columns are its number."""
    return int(bool(words[1:]) and (words[1].x0 - words[0].x1 > 1 or _is_heading(words)))


def _is_heading(words: Sequence[Word]) -> bool:
    """Whether a line begins with the number of a heading: a roman one or a capital, with a stop or
    with numbers behind it (`II.`, `A.`, `II.4`), or before capitals alone."""
    first, *others = words
    if not others or not numbers_heading(first.text):
        return False
    return not first.text.isalpha() or text_of(others).isupper()


def _cells(words: Sequence[Word], cut: Cut, count: int) -> tuple[str, ...]:
    """The cells of a line; of columns that it has no border for, nothing."""
    edges = (0, *cut.ends, len(words))
    own = [text_of(words[a:b]) for a, b in pairwise(edges)]
    return (*own[:count], *[""] * (count - len(own)))


def contents_of(text: SpacedText, sheet: Sheet, count: int) -> Lines:
    """The cells of the first `count` columns of a page, line by line."""
    texts = tuple(
        _cells(text.rows[index].words, cut, count)
        for index, cut in zip(sheet.body, sheet.cuts, strict=True)
    )
    return Lines(texts, tuple(text.rows[index].blanks for index in sheet.body))
