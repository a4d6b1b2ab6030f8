"""A picture of a page to its rules and its lines of words: what there is to lay out.

::

    pixels ──picture──▶ Sheet ──strokes──▶ rules ──ruled──▶ cells ─┐
                          └── rules erased ──print──▶ marks ───────┴──▶ lines ──engine──▶ words

Everything is placed in points of the picture set upright and straight; `back` takes it to the page
as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pipeline.extract.ruled.lattice import find_lattices
from pipeline.extract.ruled.lines import Rule
from pipeline.extract.scan.beneath import through_seals
from pipeline.extract.scan.boldness import boldness_of, strokes_of
from pipeline.extract.scan.cases import alone
from pipeline.extract.scan.covered import (
    is_solid,
    is_stamped,
    is_under,
    is_unread,
    lines_outside,
    of_the_cell,
    pitch_of,
)
from pipeline.extract.scan.engine import Engine, Gray
from pipeline.extract.scan.fitting import Inks
from pipeline.extract.scan.lone import Filled, lone_marks
from pipeline.extract.scan.marks import (
    LARGEST,
    LETTER,
    Mark,
    deal_marks,
    dust_of,
    letter_height,
    marks_of,
    off_the_edge,
)
from pipeline.extract.scan.pale_seals import without_pale_seals
from pipeline.extract.scan.picture import Sheet, sheet_of
from pipeline.extract.scan.print import FEWEST_PIXELS, Line, lines_in
from pipeline.extract.scan.reading import Drawn, read_line
from pipeline.extract.scan.recalled import Told, recalled
from pipeline.extract.scan.seals import without_seals
from pipeline.extract.scan.spoken import says, speaks
from pipeline.extract.scan.stops import hangs
from pipeline.extract.scan.strips import TABLE, goes_on, hidden
from pipeline.extract.scan.strokes import erased, find_strokes
from pipeline.extract.scan.touching import parted
from pipeline.extract.scan.upright import Projection, turned
from pipeline.model import ReadWord

X_HEIGHT_EM = 0.45
"""Height of small letters in ems, about, in the faces documents are set in."""
BOLD = 1.28
"""How much thicker than most of a page's the strokes of a bold line are."""
SAMPLE, FEW_WORDS = 6, 25
"""Lines read both ways where a page may stand on its head, and how many marks they have, about."""
REST, REST_THICK = 2.2, 1.6
"""Points from a wall within which a thin mark is a rest of its rule, and how thick that is."""
PARTS = 12
"""Parts of a page of which one line each makes a sample."""
DOUBTED = 0.85
"""How sure the engine is of a few upright lines at least, or the page is read the other way up too:
on its head it is 0.58 to 0.72 sure of good print."""
STAMPED, BLACKENED, OVERRUN = 0.9, 0.7, 0.5
"""What is left of a word's confidence under a seal, on a page with a seal as black as its print,
and beside print that runs over a wall or a strip without toner."""
STOPS, DUSTY = frozenset(".,:;"), 0.8
"""What specks are taken for behind a word, and what is left of the confidence of a word that ends
so on a page with many as large as dots."""
LACKING = 0.7
"""What is left of a word's confidence in a cell of which another line could not be read."""
COARSE = 0.92
"""What is left of a word's confidence where there are fewer."""
RUNS_OVER = 0.25
"""x-heights by which a mark stands out on both sides of a wall it runs over."""
MAX_MARKS = 60_000
"""Shapes of ink on a page of print at most; more is a photograph."""
Walls = tuple[float, float]
"""Left and right wall of a cell."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a cell, in points."""
Place = tuple[float, float]
"""A point of the picture set upright, in points."""


PROSE = 55
"""x-heights from which on a line in no cell is one of a paragraph, and read once: letterheads,
dates and columns without rules are shorter (half of a usual page is 40, all of it 80). Other looks
at words in doubt took 40 % of the time of a page of prose; of the 6,878 words of 17 such pages they
set 28 right and 21 wrong."""
WORDY = 8
"""Marks of a line from which on some are small letters."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be read: grey or red, green and blue; how many pixels a point has; where its
    top left corner stands on the page, in points."""

    pixels: Gray
    per_point: float
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was read, in points: its words, its box, its baseline, the size of its type."""

    words: tuple[ReadWord, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a picture shows, in points of the picture set upright: lines, rules across and down.

    `size` is its width and height. `coarse` says that its letters have too few pixels, `sample`
    that only a few of its lines were read; `letters` counts its marks as large as letters, `unread`
    the lines in its cells of which not a word was read; `lost` are points in the cells in which
    print may be missing for that, or under a seal. `back` takes a point of it to the picture as it
    came, its corner at 0, 0; (`x`, `y`) is where that corner stands on the page.
    """

    lines: tuple[ReadLine, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    size: tuple[float, float]
    back: Projection
    sample: bool = False
    coarse: bool = False
    letters: int = 0
    unread: int = 0
    lost: tuple[Place, ...] = ()
    x: float = 0.0
    y: float = 0.0


def read_picture(picture: Picture, engine: Engine, sample: bool = False) -> ReadPage:
    """Read a picture of a page or of a part of one; of a `sample` a few lines."""
    sheet = sheet_of(picture.pixels, picture.per_point)
    page = Page(sheet).upright(engine)
    if sample:
        page.lines = spread(page.lines)
    return replace(page.read(engine, picture.per_point, sample), x=picture.x, y=picture.y)


def spread(lines: Sequence[tuple[Line, Walls | None]]) -> list[tuple[Line, Walls | None]]:
    """The longest line of each of a few parts of a page."""
    step = max(1, len(lines) // PARTS)
    parts = [lines[at : at + step] for at in range(0, len(lines), step)]
    return [max(part, key=lambda pair: len(pair[0].marks)) for part in parts]


def _turned(sheet: Sheet) -> Sheet:
    """A sheet the other way up."""
    back = turned(2, sheet.gray.shape).then(sheet.back)
    gray, ink = (np.ascontiguousarray(np.rot90(item, 2)) for item in (sheet.gray, sheet.ink))
    stamped = None if sheet.stamped is None else np.ascontiguousarray(np.rot90(sheet.stamped, 2))
    return replace(sheet, gray=gray, ink=ink, back=back, stamped=stamped)


class Page:
    """A sheet with its rules and lines found, before anything is read."""

    def __init__(self, sheet: Sheet) -> None:
        paler = without_pale_seals(sheet)
        self.sheet = sheet = without_seals(paler)
        self.whole = paler.ink
        self.under_seal = STAMPED if sheet.stamped is paler.stamped else BLACKENED
        strokes = find_strokes(sheet, letter_height(sheet.ink, sheet.per_point))
        if self.under_seal == BLACKENED:
            strokes = through_seals(strokes, sheet)
        self.across, self.down = strokes.rules(sheet.per_point)
        self.strips = strokes.strips
        self.lattices = find_lattices(self.across, self.down)
        self.marks = marks_of(erased(sheet, strokes), sheet.per_point)
        self.lines: list[tuple[Line, Walls | None]] = []
        self.overruns: list[Mark] = []
        self._cells: dict[int, int] = {}
        self._under: dict[int, list[Mark]] = {}
        self._settled: set[int] = set()
        self.known: dict[int, list[ReadWord]] = {}
        self.dusty = False
        if len(self.marks.marks) <= MAX_MARKS:
            self._find_lines()
        self.drawn = Drawn(self.sheet, self.marks)

    def _find_lines(self) -> None:
        """All lines, each with the walls of the cell it stands in."""
        groups = deal_marks(self.marks, self._cell_at)
        if None in groups:
            groups[None] = off_the_edge(groups[None], self.sheet.gray.shape, self.sheet.per_point)
        if not self.coarse:  # else too few pixels tell a tail from the accent below it
            self.marks = parted(groups, self.marks)
        dust = dust_of(self.marks)
        unit, speck, self.dusty = self.marks.x_height, dust.speck, dust.is_thick
        found: dict[int | None, list[Line]] = {}
        for key, own in groups.items():
            if key is not None:
                x0, y0, x1, y1 = self._box(key)
                own = [mark for mark in own if not self._is_rest(mark, (x0, x1), (y0, y1))]
                self.overruns += [mark for mark in own if self._runs_over(mark, (x0, x1))]
                self._note_covered(key, own)
            found[key] = lines_in(own, unit, key is not None, speck)
        self._add_lone(found, groups, speck)
        self._free_of_seals(found, speck)
        for key, lines in found.items():
            walls = None if key is None else self._walls(key)
            self.lines += [(line, walls) for line in lines]
            if key is not None:
                self._cells |= {id(line): key for line in lines}

    def _add_lone(
        self,
        found: Mapping[int | None, list[Line]],
        groups: Mapping[int | None, Sequence[Mark]],
        speck: float,
    ) -> None:
        """Add marks that stand alone, as small as specks, to the lines of their cells."""
        tables: dict[int, list[Filled]] = {}
        for key, lines in found.items():
            if key is not None:
                at, cell = divmod(key, TABLE)
                x0, y0, x1, y1 = box = self._box(key)
                own = [m for m in groups[key] if not self._is_rest(m, (x0, x1), (y0, y1))]
                pixels = tuple(side * self.sheet.per_point for side in box)
                filled = Filled(self.lattices[at].cells[cell].col, pixels, own, lines)
                tables.setdefault(at, []).append(filled)
        for cells in tables.values():
            for filled, line, word in lone_marks(cells, self.marks.x_height, speck):
                filled.lines.append(line)
                self.known[id(line)] = [word]

    def _note_covered(self, key: int, own: Sequence[Mark]) -> None:
        """Keep the marks of a cell over which a black seal lies."""
        stamped = self.sheet.stamped if self.under_seal == BLACKENED else None
        if stamped is not None and any(is_under(mark, stamped) for mark in own):
            self._under[key] = list(own)

    def _free_of_seals(self, found: dict[int | None, list[Line]], speck: float) -> None:
        """Leave what black seals print themselves out of the lines of the cells they lie over."""
        stamped, unit = self.sheet.stamped, self.marks.x_height
        if stamped is None or not self._under:
            return
        free = (lines for key, lines in found.items() if key is not None and key not in self._under)
        pitch = pitch_of(free, unit)
        for key, own in self._under.items():
            found[key] = lines_in(of_the_cell(own, stamped, unit, speck, pitch), unit, True, speck)
            if lines_outside(own, stamped, unit, speck):
                self._settled |= {id(line) for line in found[key]}

    def _cell_at(self, x: float, y: float) -> int | None:
        """The cell at a pixel: a number for table and cell together."""
        scale = self.sheet.per_point
        for at, lattice in enumerate(self.lattices):
            cell = lattice.cell_at(x / scale, y / scale)
            if cell is not None:
                return at * TABLE + cell
        return None

    def _runs_over(self, mark: Mark, walls: Walls) -> bool:
        """Whether a mark stands on both sides of a wall of its cell."""
        out, scale = RUNS_OVER * self.marks.x_height, self.sheet.per_point
        return any(mark.x0 < x * scale - out and mark.x1 > x * scale + out for x in walls)

    def _is_rest(self, mark: Mark, xs: Walls, ys: Walls) -> bool:
        """Whether a mark in a cell is what is left of one of its rules: thin, along a wall."""
        near, scale = REST * self.sheet.per_point, self.sheet.per_point
        short, long = sorted((mark.width, mark.height))
        if short > REST_THICK * scale or long < 3 * short:
            return False
        if mark.height == long:
            return any(abs(mark.x - x * scale) <= near for x in xs)
        return any(abs(mark.y - y * scale) <= near for y in ys)

    def _box(self, key: int) -> Box:
        return self.lattices[key // TABLE].cell_box(key % TABLE)

    def _walls(self, key: int) -> Walls:
        x0, _, x1, _ = self._box(key)
        return x0, x1

    def upright(self, engine: Engine) -> Page:
        """The page, or the same the other way up where that reads better: asked only where it reads
        badly."""
        sure = self._confidence(engine)
        if not self.lines or sure >= DOUBTED:
            return self
        other = Page(_turned(self.sheet))
        return other if other._confidence(engine) > sure + 0.1 else self

    def _confidence(self, engine: Engine) -> float:
        """How sure the engine is of a few lines."""
        words = [word for line in self._sample() for word in self._words(line, engine)]
        letters = sum(len(word.text) for word in words)
        return sum(len(word.text) * word.confidence for word in words) / max(1, letters)

    def _words(self, line: Line, engine: Engine) -> list[ReadWord]:
        """The words of a line of the page, which is read once."""
        if id(line) not in self.known:
            words = read_line(line, self.drawn, engine, self._is_prose(line))
            if len(words) == 1:
                words = [alone(words[0], line.marks, self._type)]
            self.known[id(line)] = words
        return self.known[id(line)]

    @cached_property
    def _type(self) -> float:
        """The height of the small letters of the tables, in pixels; of the page, where its tables
        have hardly any."""
        lines = [line for line, walls in self.lines if walls and len(line.marks) >= WORDY]
        return float(np.median([line.x_height for line in lines] or [self.marks.x_height]))

    def _is_prose(self, line: Line) -> bool:
        """Whether a line is one of a paragraph: long, and in no cell."""
        x0, _, x1, _ = line.box
        return id(line) not in self._cells and x1 - x0 >= PROSE * self.marks.x_height

    def _sample(self) -> list[Line]:
        """A few lines of a few words."""
        lines = (line for line, _ in self.lines)
        return sorted(lines, key=lambda line: abs(len(line.marks) - FEW_WORDS))[:SAMPLE]

    def read(self, engine: Engine, per_point: float, sample: bool = False) -> ReadPage:
        """The page, its lines read."""
        scale = self.sheet.per_point
        thick = strokes_of(self.marks)
        usual = (
            float(np.median(thick[[m.label for m in self.marks.marks]])) if len(thick) > 1 else 1
        )
        found = [(line, walls, self._told(line, walls, engine)) for line, walls in self.lines]
        found = found if sample else self._recalled(found, engine)
        unread = [
            line for line, walls, words in found if walls and not words and self._is_print(line)
        ]
        lacking = {self._cells[id(line)] for line in unread}
        lines = [
            _in_points(
                line,
                _less_sure(words, LACKING) if self._cells.get(id(line)) in lacking else words,
                walls,
                scale,
                boldness_of(line, thick) > BOLD * usual,
            )
            for line, walls, words in found
            if words
        ]
        read = [line for line, _, words in found if words]
        height, width = self.sheet.gray.shape
        back = Projection.scale(scale).then(self.sheet.back).then(Projection.scale(1 / per_point))
        return ReadPage(
            lines=tuple(lines),
            across=tuple(self.across),
            down=tuple(self.down),
            size=(width / scale, height / scale),
            back=back,
            sample=sample,
            coarse=self.coarse and bool(lines),
            letters=sum(m.height >= LETTER * self.marks.x_height for m in self.marks.marks),
            unread=len(unread),
            lost=tuple(self._lost(unread, read)),
        )

    def _lost(self, unread: Sequence[Line], read: Sequence[Line]) -> Iterator[Place]:
        """Where print in cells may be lost: a point in each line of which not a word was read, in
        each cell in which marks under a black seal stand in no line that was or over which it is
        solid, and in each without a line that a strip without toner may hide."""
        scale, stamped = self.sheet.per_point, self.sheet.stamped
        for line in unread:
            yield _middle(*(side / scale for side in line.box))
        if stamped is not None:
            for x0, y0, x1, y1 in self._hidden(stamped, read):
                yield _middle(x0, y0, x1, y1)
        filled = set(self._cells.values())
        for x0, y0, x1, y1 in hidden(self.lattices, self.strips, scale, filled):
            yield _middle(x0, y0, x1, y1)

    def _hidden(self, stamped: Gray, read: Sequence[Line]) -> Iterator[Box]:
        """The cells of which a black seal may hide print."""
        unit, scale = self.marks.x_height, self.sheet.per_point
        for at, lattice in enumerate(self.lattices):
            for cell in range(len(lattice.cells)):
                marks = self._under.get(at * TABLE + cell, ())
                box = lattice.cell_box(cell)
                if is_unread(marks, read, stamped, unit) or is_solid(stamped, box, scale, unit):
                    yield box

    def _told(self, line: Line, walls: Walls | None, engine: Engine) -> list[ReadWord]:
        """The words of a line, none where it is no print that can be read."""
        words = [self._doubted(word, line) for word in self._words(line, engine)]
        is_clear = id(line) in self._settled and says(words, self.under_seal)
        told = bool(words) and (self._is_in_cell(walls, words) or speaks(words) or is_clear)
        return words if told else []

    def _recalled(self, told: Sequence[Told], engine: Engine) -> list[Told]:
        """The lines with what was told of them, words under a black seal known again."""
        if self.sheet.stamped is None or self.under_seal != BLACKENED:
            return list(told)
        inks = Inks(self.marks, self.whole, self.sheet.stamped)
        return recalled(told, lambda line: self._words(line, engine), inks, self.sheet.per_point)

    def _is_in_cell(self, walls: Walls | None, words: Sequence[ReadWord]) -> bool:
        """Whether words stand in a cell, and not all of them under a seal, whose own letters are
        read too."""
        return walls is not None and not all(map(self._is_stamped, words))

    def _is_stamped(self, word: ReadWord) -> bool:
        """Whether a seal lies over a word."""
        return self.sheet.stamped is not None and is_stamped(word, self.sheet.stamped)

    def _is_print(self, line: Line) -> bool:
        """Whether a line has a mark as high as letters are."""
        unit = self.marks.x_height
        return any(LETTER * unit <= mark.height <= LARGEST * unit for mark in line.marks)

    @property
    def coarse(self) -> bool:
        """Whether letters are too small, in pixels, to be told for sure."""
        return (self._bare_height or self.marks.x_height) < FEWEST_PIXELS

    @cached_property
    def _bare_height(self) -> float | None:
        """The height of the small letters without the hairlines made ink, if any were: these widen
        letters and add no pixel."""
        bare = self.sheet.bare
        return None if bare is None else letter_height(bare, self.sheet.per_point)

    def _doubted(self, word: ReadWord, line: Line) -> ReadWord:
        """A word, less sure where a seal lies over it, print that runs over a wall meets it, or its
        stop may be dust: no speck hangs under the line as a comma does."""
        sure = word.confidence * (COARSE if self.coarse else 1.0)
        if self._is_stamped(word):
            sure *= self.under_seal
        is_stop = word.text[-1:] in STOPS
        if self.dusty and is_stop and not hangs(word, line.marks, line.base, line.x_height):
            sure *= DUSTY
        unit = self.marks.x_height
        is_cut = goes_on((word.x0, word.y0, word.x1, word.y1), self.strips, unit)
        if is_cut or any(_meets(mark, word, unit) for mark in self.overruns):
            sure *= OVERRUN
        return word._replace(confidence=sure)


def _middle(x0: float, y0: float, x1: float, y1: float) -> Place:
    return (x0 + x1) / 2, (y0 + y1) / 2


def _meets(mark: Mark, word: ReadWord, unit: float) -> bool:
    level = bool(min(mark.y1, word.y1) - max(mark.y0, word.y0) > 0.3 * mark.height)
    return level and mark.x0 <= word.x1 + unit and word.x0 <= mark.x1 + unit


def _less_sure(words: Sequence[ReadWord], share: float) -> list[ReadWord]:
    return [word._replace(confidence=word.confidence * share) for word in words]


def _in_points(
    line: Line,
    words: Sequence[ReadWord],
    walls: tuple[float, float] | None,
    scale: float,
    bold: bool,
) -> ReadLine:
    """A line with its words in points, held within the walls of its cell."""
    placed = tuple(
        word._replace(
            x0=word.x0 / scale, y0=word.y0 / scale, x1=word.x1 / scale, y1=word.y1 / scale
        )
        for word in words
    )
    x0, y0, x1, y1 = (side / scale for side in line.box)
    if walls is not None:
        x0, x1 = max(x0, walls[0]), min(x1, walls[1])
    size = line.x_height / scale / X_HEIGHT_EM
    return ReadLine(placed, x0, y0, max(x1, x0), y1, line.base / scale, size, bold)
