"""How well texts are cells of the columns of one table: by what was learned from the table, and
before that by what its header promises.

All scores are natural logarithms of odds, so that they add up: how much better a text fits as a
cell of a column than as any run of lines of the table. What a pass divides rows into is counted,
and scores the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log

from pipeline.extract.layer.columns.beginnings import Beginnings
from pipeline.extract.layer.columns.lessons import OWN, Before, Column, FoundCell, Lessons
from pipeline.extract.layer.lines.lines import SAME_LINE
from pipeline.extract.layer.signs.begins import begin_after, is_named_by_number
from pipeline.extract.layer.signs.ground import Background, clip, cut_of_rest
from pipeline.extract.layer.signs.weights import WEIGHTS, Weights
from pipeline.extract.layer.signs.widths import WIDE
from pipeline.extract.layer.signs.words import (
    DASH,
    DATED,
    DAY,
    NAMES,
    OPEN_ENDS,
    PLAIN,
    SPACE,
    LineMeasure,
    Role,
    Whole,
    begins_small,
    foreign_forms,
    lexicon,
)

_WORDY = frozenset({"document", "result", "unit", "note"})
"""Roles whose cells are as often plain text as they have one of their forms."""


class TableModel:
    """Scores for the cells of one table; `learn` makes the next, better one."""

    def __init__(
        self,
        roles: Sequence[Role],
        ground: Background,
        signs: Counter[str],
        shares: bool = False,
        weights: Weights = WEIGHTS,
        firm: bool = False,
        lessons: Lessons | None = None,
    ) -> None:
        self.weights = weights
        self.ground = ground
        self.shares = shares
        self.firm = firm
        self.learned = lessons is not None
        self.figures = frozenset[int]()
        """The columns of figures side by side."""
        self.page_width = WIDE
        """How wide a line is that the program wraps, where it leaves others unwrapped."""
        self._lessons = Lessons(roles) if lessons is None else lessons
        self.columns = self._lessons.columns
        self._beginnings = Beginnings(self._lessons, ground, weights, firm)
        self._totals = [one.words.total() + weights.words.prior for one in self.columns]
        self._all_signs = signs
        self._line_cache: dict[tuple[int, str], float] = {}
        self._join_cache: dict[tuple[str, str, str], float] = {}
        self._border_cache: dict[Before, float] = {}
        self._meeting_cache: dict[tuple[str, str], float] = {}
        self._cut_cache: dict[tuple[str, str, bool], float] = {}
        self._inside_cache: dict[str, float] = {}
        self._left_open = {
            end: log(weights.end_border[end] / weights.end_inside[end]) for end in OPEN_ENDS
        }
        self._word_cache: list[dict[str, float]] = [{} for _ in roles]
        self._kind_cache: list[dict[tuple[str, str, bool], float]] = [{} for _ in roles]
        self._repeated: list[dict[str, float] | None] = [None for _ in roles]
        self._title = next((at for at, role in enumerate(roles) if role.name != "code"), 0)
        self._foreign = [foreign_forms(roles, index) for index in range(len(roles))]

    # --- what is known --------------------------------------------------------------------

    def learn(
        self, cells: Iterable[FoundCell], blanks: Iterable[tuple[int, bool, bool]]
    ) -> TableModel:
        """A model counted from divided rows. `blanks` are (column, under a heading label,
        blank) for every column of every row."""
        roles = [column.role for column in self.columns]
        lessons = Lessons.of(roles, cells, blanks, self.weights.limit)
        new = TableModel(
            roles, self.ground, self._all_signs, self.shares, self.weights, self.firm, lessons
        )
        new.figures = self.figures
        return new

    def set_first_limit(self, limit: float, others: float | None = None) -> None:
        """A width to begin with: that of the first column for it and, as no column is wider, for
        all the `others`, unless theirs is known."""
        weights = self.weights.limit
        wide = limit * weights.others if others is None else others
        for other in self.columns:
            other.limit = other.reach = wide
            other.wraps = 0
        first = self.columns[0]
        first.limit = first.reach = limit
        first.wraps = weights.wraps

    def forget_widths(self) -> None:
        """Ask no more whether lines break where their columns end: widths are those of a usual
        face, and the lines of a narrow column differ too much in it to tell where that is."""
        for column in self.columns:
            column.limit = column.reach = WIDE

    def is_wide(self, index: int) -> bool:
        """Whether it is not known where the lines of a column break."""
        return self.columns[index].limit >= WIDE

    @property
    def unwraps(self) -> bool:
        """Whether rows of one line, and lines wider than the page, have cells of any width."""
        return self.page_width < WIDE

    def limits(self) -> list[float]:
        """The width at which each column wraps, as far as it is known."""
        known = [column.reach for column in self.columns if column.reach < WIDE]
        return known or [WIDE]

    # --- scores ---------------------------------------------------------------------------

    def start(self, index: int, first: LineMeasure) -> float:
        """How well a line begins a cell of a column."""
        return self._beginnings.score(index, first)

    def line(self, index: int, one: LineMeasure, unlimited: bool = False) -> float:
        """How well a line's words and width fit a column."""
        key = (index, one.text)
        known = self._line_cache.get(key)
        if known is None:
            known = self._line_cache[key] = self._words(index, one)
        return known if unlimited else known + self._overflow(index, one.width)

    def _words(self, index: int, one: LineMeasure) -> float:
        if not self.knows_words(index):
            return 0.0
        weights = self.weights.words
        score = weights.weight * sum([self.word(index, word) for word in one.words])
        return clip(score, weights.low, weights.high)

    def knows_words(self, index: int) -> bool:
        """Whether words tell anything of a column."""
        return self.learned and bool(self.columns[index].words)

    def word(self, index: int, word: str) -> float:
        """How much likelier a word stands in a column than elsewhere."""
        known = self._word_cache[index].get(word)
        if known is None:
            [(_, [known])] = self.words([index], [word])
            self._word_cache[index][word] = known
        return known

    def words(
        self, columns: Iterable[int], words: Sequence[str]
    ) -> Iterator[tuple[int, list[float]]]:
        """Of each of some columns how much likelier each of some words stands in it than
        elsewhere. Where rows are found by what they teach, a word that stands nowhere else tells
        nothing: a column that has taught much would lack it more than one that has taught little.
        """
        ground, weights = self.ground, self.weights.words
        most, prior, total, alone = weights.most, weights.prior, ground.total, weights.alone
        counts = [ground.words.get(word, 0) for word in words]
        shares = [(count + weights.unseen) / total for count in counts]
        for index in columns:
            seen, every = self.columns[index].words.get, self._totals[index]
            if self.firm:
                mass = every / total
                odds = [
                    log(
                        (max(0, seen(word, 0) - OWN) + alone * mass)
                        / ((max(0, count - OWN) + alone) * mass)
                    )
                    for word, count in zip(words, counts, strict=True)
                ]
            else:
                odds = [
                    log((seen(word, 0) + prior * share) / (every * share))
                    for word, share in zip(words, shares, strict=True)
                ]
            yield index, [clip(one, -most, most) for one in odds]

    def _overflow(self, index: int, size: int) -> float:
        column = self.columns[index]
        if size <= column.reach:
            return 0.0
        slope = self.overflow_slope(index)
        return -min(self.weights.overflow.most, slope * (size - column.reach) / column.reach)

    def overflow_slope(self, index: int) -> float:
        """What a line costs for each time it is wider than its column, as far as the width is
        believed."""
        column, weights = self.columns[index], self.weights.overflow
        sure = weights.at_once + (1 - weights.at_once) * column.wraps / (
            column.wraps + weights.wraps
        )
        return weights.slope * sure * column.trust

    def join(self, one: LineMeasure, other: LineMeasure) -> float:
        """How much likelier two lines go on in one cell than meet at a border."""
        key = (one.text[-24:], one.end, other.text[:24])
        known = self._join_cache.get(key)
        if known is None:
            known = self._meet(one, other) + self.ground.line_goes_on(one, other)
            self._join_cache[key] = known
        return known

    def cut(self, one: LineMeasure, other: LineMeasure, later: bool = False) -> float:
        """How likely two words on one line stand in two cells; `later` where the row began on a
        page before."""
        key = (one.text, other.text, later)
        known = self._cut_cache.get(key)
        if known is None:
            known = self._cut_cache[key] = self._cut(one, other, later)
        return known

    def _cut(self, one: LineMeasure, other: LineMeasure, later: bool) -> float:
        weights = self.weights.cut
        if later and other.begin == "lower":
            return cut_of_rest(self.ground, weights.later, one.words[-1], other.words[0])
        if one.end == "." and is_named_by_number(one.text):
            return -self.meeting(":", other.begin) - weights.cost
        if other.begin in ("digit", "sign", DASH, DAY, DATED) or one.end in ("digit", ".", ";"):
            return -self._meet(one, other) - weights.cost
        pair = one.words[-1], other.words[0]
        go_on = self.ground.goes_on(*pair, own=1 + self._lessons.cuts.get(pair, 0))
        small = begins_small(pair[1], pair[0])
        known = small or not lexicon().any_begin.isdisjoint((pair[1], " ".join(other.first)))
        if known:
            go_on = min(go_on, weights.known_begin)
            if other.begin == "upper" and one.end == "word":
                go_on -= weights.named
        classes = self._meet(one, other)
        if small:
            classes = min(classes, weights.small_begin)
        return -classes - go_on - weights.cost

    def across(self, one: LineMeasure, other: LineMeasure, on_one_line: bool) -> float:
        """How much likelier the words on both sides of a border follow each other in the document
        at large than one begins a line by chance; a border on one line is no witness of that."""
        pair = one.words[-1], other.words[0]
        own = self._lessons.cuts.get(pair, 0) if on_one_line else 0
        return self.ground.goes_on(*pair, own=own)

    def _meet(self, one: LineMeasure, other: LineMeasure) -> float:
        return self.meeting(one.end, other.begin)

    def meeting(self, end: str, begin: str) -> float:
        """How much likelier lines that end and begin so go on in one cell than meet at a border."""
        key = (end, begin)
        known = self._meeting_cache.get(key)
        if known is None:
            known = self._meeting_cache[key] = self._meeting_odds(end, begin_after(end, begin))
        return known

    def _meeting_odds(self, end: str, begin: str) -> float:
        shares, weights = self.weights, self.weights.meeting
        rest, prior = weights.rest, weights.prior
        inside = shares.begin_inside.get(begin, rest) * shares.end_inside.get(end, rest)
        border = shares.begin_border.get(begin, rest) * shares.end_border.get(end, rest)
        if begin == "bullet" and end in ".;:":
            inside *= weights.listed
        pair = (end, begin)
        met_in, met_out = self._lessons.pairs_in, self._lessons.pairs_out
        seen_in = (met_in[pair] + prior * inside) / (met_in.total() + prior)
        seen_out = (met_out[pair] + prior * border) / (met_out.total() + prior)
        return clip(log(seen_in / seen_out), -weights.most, weights.most)

    def count_borders(self, pairs: Iterable[tuple[LineMeasure, LineMeasure]]) -> None:
        """Count the ends and beginnings that meet at borders."""
        self._meeting_cache.clear()
        self._cut_cache.clear()
        self._join_cache.clear()
        self._lessons.count_borders(pairs)

    def wrap(self, index: int, one: LineMeasure, other: LineMeasure) -> float:
        """What it costs that a line ends where the next word would still have had room."""
        if self.is_wide(index):
            return 0.0
        column, weights = self.columns[index], self.weights.wrap
        room = (column.limit - one.width - SPACE - other.head) / column.limit
        if room <= weights.room:
            return 0.0
        sure = column.wraps / (column.wraps + weights.wraps)
        cost = -min(weights.most, weights.base + weights.slope * (room - weights.room)) * sure
        return weights.typed * cost if one.stops or other.is_point else cost

    def inside(self, sign: str) -> float:
        """How usual a trace of white space is between the lines of a cell."""
        known = self._inside_cache.get(sign)
        if known is None:
            known = self._inside_cache[sign] = self._inside_odds(sign)
        return known

    def _inside_odds(self, sign: str) -> float:
        weights = self.weights.inside
        if sign == "-":
            return weights.hyphen
        share = self._all_signs[sign] / max(1, self._all_signs.total())
        share *= weights.colon if ":" in sign else 1.0
        seen = self._lessons.inside[sign] + weights.prior * share + weights.least
        return log(seen / (self._lessons.inside.total() + weights.prior))

    def border(self, sign: str, before: int, lines: int, skipped: bool) -> float:
        """How usual a trace is between two cells, by how many lines each of them has."""
        key = (sign, before, min(lines, 3), skipped)
        known = self._border_cache.get(key)
        if known is None:
            known = self._border_cache[key] = self._border_odds(*key)
        return known

    def _border_odds(self, sign: str, before: int, lines: int, skipped: bool) -> float:
        weights, found = self.weights.border, self._lessons.border
        share = (
            weights.same_line
            if sign == SAME_LINE
            else self._all_signs[sign] / max(1, self._all_signs.total())
        )
        if ":" in sign:
            share = weights.skipped if skipped else weights.blank_line * share
        here = sum(n for (s, *_), n in found.items() if s == sign)
        general = (here + weights.prior * share + weights.least) / (found.total() + weights.prior)
        if sign == SAME_LINE and before > 1:
            general *= weights.after_lines
        kind = [(s, n) for (s, b, _, k), n in found.items() if k == skipped and b == before]
        same = sum(n for s, n in kind if s == sign)
        prior = weights.kind_prior
        middle = (same + prior * general) / (sum(n for _, n in kind) + prior)
        exact = [
            (s, n) for (s, b, c, k), n in found.items() if (b, c, k) == (before, lines, skipped)
        ]
        here = sum(n for s, n in exact if s == sign)
        fine = (here + prior * middle) / (sum(n for _, n in exact) + prior)
        return max(weights.low, log(fine))

    def prints_on_one_line(self, proven: bool) -> bool:
        """Whether the last line of a cell of several lines and the next cell may stand on one
        line: some programs print so, and the table shows whether this one did. Before anything
        is learned it is open; `proven` asks for what the table shows."""
        if not self.shares or not self.learned:
            return self.shares and not proven
        return self._lessons.after_lines >= self.weights.shared.several

    def finish(self, index: int, whole: Whole) -> float:
        """How well a whole text is a cell of a column: its form, its end, texts seen before."""
        return self.kind(index, whole.kind) + self.repeated(index).get(whole.text, 0.0)

    def kind(self, index: int, kind: tuple[str, str, bool]) -> float:
        """How well texts of a kind (`Whole.kind`) are cells of a column."""
        known = self._kind_cache[index].get(kind)
        if known is None:
            known = self._kind_cache[index][kind] = self._kind(index, *kind)
        return known

    def repeated(self, index: int) -> dict[str, float]:
        """Texts that are cells of a column again and again, and what that tells; that a text
        with which no name ends (`Bộ trưởng`) is one tells that it was cut again and again."""
        known = self._repeated[index]
        if known is None:
            weights, texts = self.weights.finish, self.columns[index].texts
            opened = lexicon().open_names
            known = self._repeated[index] = {
                text: min(weights.seen_most, weights.seen * log(seen))
                for text, seen in texts.items()
                if seen > 1 and text and text not in opened
            }
            if self.firm and not index:
                known.update(self._names())
        return known

    def _names(self) -> Iterator[tuple[str, float]]:
        """The texts that columns of bodies and times have again and again, and what it tells that
        the first column has one."""
        titles = self.columns[0].texts
        for column in self.columns[1:]:
            if column.role.name in NAMES:
                for text, seen in column.texts.items():
                    if text and seen > max(1, titles[text]):
                        yield text, self.weights.start.low

    def _kind(self, index: int, form: str, end: str, closed: bool) -> float:
        score = self._form_odds(self.columns[index], form)
        if self.firm and form in self._foreign[index]:
            score = min(score, self.weights.form.low)
        if end in OPEN_ENDS:
            score += self._left_open[end]
        return score if closed else score - self.weights.finish.open_bracket

    def _form_odds(self, column: Column, form: str) -> float:
        weights = self.weights.form
        every = self._lessons.shapes
        share = (every[form] + weights.seen) / (every.total() + weights.forms)
        other = weights.other if column.role.shapes else 1.0
        promise = weights.promised if form in column.role.shapes else other
        if form == PLAIN:
            wordy = not column.role.shapes or column.role.name in _WORDY
            promise = 1.0 if wordy else weights.plain
        fit = (column.shapes[form] / share + weights.prior * promise) / (
            column.cells + weights.prior
        )
        return clip(log(fit), weights.low, weights.high)

    def blank(self, index: int, heading: bool) -> float:
        """How usual it is that a column is blank; the first that holds no codes has the title of
        a heading."""
        if heading:
            weights = self.weights.blank
            return weights.title if index == self._title else log(weights.heading)
        return log(self._blank_share(index))

    def _blank_share(self, index: int) -> float:
        """How many of its cells are blank.

        A column that is hardly ever blank names or bears the row. Where no number tells the rows,
        that is not learned: cells one column on make as good a row, and teach the next one.
        """
        column, weights = self.columns[index], self.weights.blank
        usual = column.role.blank
        if usual < weights.seldom and (self.firm or column.role.name == "title"):
            return usual
        return (column.blank[True] + weights.prior * usual) / (column.blank.total() + weights.prior)

    def filled(self, index: int, heading: bool) -> float:
        """The other side of `blank`; the title of a heading is filled as that of any row is."""
        if heading and index != self._title:
            return log(self.weights.blank.heading_filled)
        return log(1 - self._blank_share(index))

    def all_blank(self) -> float:
        """How usual it is that a row is blank but for its first column, a kind of row of its own,
        over what the columns' own blanks would make it."""
        own = log(self.weights.blank.first_only)
        return own - sum(self.blank(i, False) for i in range(1, len(self.columns)))
