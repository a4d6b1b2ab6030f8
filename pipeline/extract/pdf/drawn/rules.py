"""The rules of a PDF page: strokes, thin filled boxes and sides of drawn boxes, as they show.

What is painted in the colour of what lies beneath it is no rule: a white box behind a line of
text, as many published files have, bounds nothing. White rules on a shaded header do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import NamedTuple

from pipeline.extract.pdf.drawn.clips import clip_boxes
from pipeline.extract.pdf.file import raw
from pipeline.extract.pdf.file.frame import Frame
from pipeline.extract.pdf.letters.chars import PALE
from pipeline.extract.ruled.hatched import without_hatching
from pipeline.extract.ruled.lines import Rule

THIN = 3.0
"""A box no thicker than this is a rule."""
THICK = 8.0
"""A dark box up to this thick is one where it is long: text on it could not be read."""
LONG = 4.0
"""A thick rule is longer than it is thick by this factor."""
DARK = 100
"""Colour channels up to here are dark."""
MAX_OBJECTS = 300_000
"""Objects looked at on a page."""
MAX_SEGMENTS = 200_000
"""Path segments looked at on a page."""
MAX_NESTING = 12
"""Forms within forms looked into."""

MAX_LOOKS = 2_000_000
"""Areas gone through on a page to tell what lies beneath white ink."""

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Point = tuple[float, float]

_MOVE, _LINE, _CURVE = 2, 0, 1
"""Kinds of stretches of a path as PDFium numbers them (fpdfview.h)."""
_bounds = raw.Out("f", 4)
_rgba = raw.Out("I", 4)
_mode = raw.Out("I", 2)
_point = raw.Out("f", 2)
_width = raw.Out("f", 1)
_matrix = raw.Out("f", 6)


STRAIGHT = 0.5
"""Points by which the ends of an edge may differ that runs straight."""
SCANNED = 0.25
"""Share of a page that pictures cover from which on it may be a scan; seals cover less."""
LETTER = 24.0
"""Points: a filled shape with curves that is no larger may be a letter or a sign, a larger one is
the ground of a cell."""
FIGURE = 60.0
"""Points: a drawing that stands for a word in a cell is no wider or higher."""
HIDING = 4.0
"""Points: a narrower stroke hides no text it runs along."""
ONE_BOX = 5
"""Points of a path that is one box: four corners and the first again."""


@dataclass(slots=True)
class Strokes:
    """Rules across and down."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)

    def add_box(self, box: Box, most: float = THIN) -> None:
        """Add a painted box: a rule if it is thin, in both directions if it is a dot."""
        x0, y0, x1, y1 = box
        if y1 - y0 <= most:
            self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= most:
            self.vertical.append(Rule((x0 + x1) / 2, y0, y1))

    def add_edge(self, start: Point, end: Point) -> None:
        """Add a stroked edge if it runs straight across or down."""
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= STRAIGHT:
            self.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= STRAIGHT:
            self.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


class Fill(NamedTuple):
    """A filled area, a broad stroke or a picture painted over a page that has text already: how
    many texts were painted before it, and whether it stands in a form."""

    after: int
    box: Box
    item: int
    nested: bool
    picture: bool = False
    stroke: bool = False


class White(NamedTuple):
    """A white area and how many rules across and down were drawn before it."""

    fill: Fill
    horizontal: int
    vertical: int


class Painted(NamedTuple):
    """A picture of the page while it is open: its object, its box, and the matrix that takes the
    unit square to user space."""

    item: int
    box: Box
    matrix: Matrix


@dataclass(slots=True)
class PageRules:
    """What is drawn on a page, in its frame: rules, and the areas of shades and images.

    `pale` are white strokes and thin white boxes on the white page; they count as rules only where
    white ones are drawn over a shade too (`white_on_shade`): a table ruled in white whose header
    is shaded, or every second row.
    `painted` are the images as the open page has them, `figures` the small drawings that run
    neither straight across nor down: ticks, letters drawn as outlines.
    `groups` are forms that are transparent, `veiled` texts under shapes of which it is not known
    what they hide.
    `texts` are the text objects in the order they are painted, `top` those of the page itself,
    `late` those of its annotations; `fills` are the areas painted after some text, `whites`
    the white ones painted after some rule, `grounds` all that PDFium says are white.
    `complete` is False when a bound was reached before all was seen.
    """

    drawn: Strokes = field(default_factory=Strokes)
    pale: Strokes = field(default_factory=Strokes)
    white_on_shade: bool = False
    images: list[Box] = field(default_factory=list)
    painted: list[Painted] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    figures: list[Box] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    top: list[int] = field(default_factory=list)
    late: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    groups: list[int] = field(default_factory=list)
    veiled: set[int] = field(default_factory=set)
    fills: list[Fill] = field(default_factory=list)
    whites: list[White] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    complete: bool = True
    segments: int = 0
    looked: int = 0

    @property
    def horizontal(self) -> list[Rule]:
        """All rules across."""
        return self.drawn.horizontal

    @property
    def vertical(self) -> list[Rule]:
        """All rules down."""
        return self.drawn.vertical

    def covers(self, x: float, y: float) -> bool:
        """Whether a shaded area or an image lies under a point."""
        self.looked += len(self.shades) + len(self.images)
        if self.looked > MAX_LOOKS:
            self.complete = False
            return False
        return any(
            x0 <= x <= x1 and y0 <= y <= y1
            for areas in (self.shades, self.images)
            for x0, y0, x1, y1 in areas
        )

    def show_pale(self) -> None:
        """Count the white rules as drawn."""
        self.drawn.horizontal += self.pale.horizontal
        self.drawn.vertical += self.pale.vertical
        self.pale = Strokes()

    def pictures(self, frame: Frame) -> bool:
        """Whether images cover enough of the page for it to be a scan."""
        return self.picture_share(frame) > SCANNED

    def picture_share(self, frame: Frame) -> float:
        """How much of the page images cover, 0 to 1; over 1 where they lie upon each other."""
        return frame.share(sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self.images))


def read_rules(
    page: int, frame: Frame, own: int = MAX_OBJECTS, hidden: frozenset[int] = frozenset()
) -> PageRules:
    """Find what is drawn on a page, in the coordinates of the frame.

    The first `own` objects are those of the page, the others those of its annotations, which rule
    nothing; `hidden` objects are passed over.
    """
    rules = PageRules(hidden=hidden)
    count = raw.count_objects(page)
    rules.complete = count <= MAX_OBJECTS
    count = min(count, MAX_OBJECTS)
    objects = list(map(raw.page_object, repeat(page), range(count)))
    _read_objects(objects[:own], None, frame, rules, 0)
    if count > own:
        _read_annotations(objects[own:], frame, rules)
    rules.drawn.vertical = without_hatching(rules.drawn.vertical)
    if rules.white_on_shade:
        rules.show_pale()
    return rules


def _read_annotations(objects: list[int], frame: Frame, rules: PageRules) -> None:
    printed = len(rules.texts)
    apart = PageRules(texts=rules.texts, fills=rules.fills, hidden=rules.hidden)
    _read_objects(objects, None, frame, apart, 0)
    rules.late = frozenset(list(rules.texts)[printed:])


def _read_objects(
    objects: list[int], matrix: Matrix | None, frame: Frame, rules: PageRules, depth: int
) -> None:
    if rules.hidden:
        objects = [item for item in objects if item not in rules.hidden]
    types = list(map(raw.object_type, objects))
    texts = rules.texts
    for item, kind in zip(objects, types, strict=True):
        if kind == raw.TEXT:
            texts[item] = len(texts)
        elif kind == raw.PATH:
            _read_path(item, matrix, frame, rules)
        elif kind == raw.IMAGE:
            _read_image(item, matrix, frame, rules)
        elif kind == raw.SHADING:
            _read_shading(item, matrix, frame, rules)
        elif kind == raw.FORM:
            _read_form(item, matrix, frame, rules, depth)
    if matrix is None:
        rules.top += [item for item, kind in zip(objects, types, strict=True) if kind == raw.TEXT]


def _read_form(
    form: int, matrix: Matrix | None, frame: Frame, rules: PageRules, depth: int
) -> None:
    count = raw.form_count(form)
    if count <= 0:
        return
    if raw.has_transparency(form):
        rules.groups.append(form)
    if depth >= MAX_NESTING or count > MAX_OBJECTS:
        rules.complete = False
        return
    raw.object_matrix(form, _matrix.at[0])
    own: Matrix = tuple(_matrix.read())
    inner = own if matrix is None else _times(own, matrix)
    objects = list(map(raw.form_object, repeat(form), range(count)))
    _read_objects(objects, inner, frame, rules, depth + 1)


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _object_box(item: int, matrix: Matrix | None, frame: Frame) -> Box | None:
    if not raw.object_bounds(item, *_bounds.at):
        return None
    left, bottom, right, top = _bounds.read()
    if matrix is not None:
        left, bottom, right, top = _apply_box(matrix, left, bottom, right, top)
    box = frame.box(left, bottom, right, top)
    return box if _on_page(box, frame) else None


def _apply_box(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _on_page(box: Box, frame: Frame) -> bool:
    x0, y0, x1, y1 = box
    width, height = frame.size
    return x1 >= 0 and y1 >= 0 and x0 <= width and y0 <= height


def _read_image(item: int, matrix: Matrix | None, frame: Frame, rules: PageRules) -> None:
    box = _object_box(item, matrix, frame)
    if box is None:
        return
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        rules.drawn.add_box(box)
    else:
        rules.images.append(box)
        if rules.texts:
            rules.fills.append(Fill(len(rules.texts), box, item, matrix is not None, picture=True))
        raw.object_matrix(item, _matrix.at[0])
        own: Matrix = tuple(_matrix.read())
        rules.painted.append(Painted(item, box, own if matrix is None else _times(own, matrix)))


def _read_shading(item: int, matrix: Matrix | None, frame: Frame, rules: PageRules) -> None:
    """An area painted in colours that run into each other, as far as its clip box lets it show."""
    box = _object_box(item, matrix, frame)
    if box is None:
        return
    shown = _in_clip(item, matrix, box, frame)
    rules.shades.append(shown)
    if rules.texts:
        rules.fills.append(Fill(len(rules.texts), shown, item, matrix is not None))


def _in_clip(item: int, matrix: Matrix | None, box: Box, frame: Frame) -> Box:
    """The part of a box that the clip box of its object shows, where that is known."""
    clip = clip_boxes([item], frame).get(item) if matrix is None else None
    if clip is None:
        return box
    x0, y0 = max(box[0], clip[0]), max(box[1], clip[1])
    return x0, y0, max(x0, min(box[2], clip[2])), max(y0, min(box[3], clip[3]))


def _leaves_page(box: Box, frame: Frame) -> bool:
    x0, y0, x1, y1 = box
    return x0 < -THIN or y0 < -THIN or x1 > frame.size[0] + THIN or y1 > frame.size[1] + THIN


def _read_path(item: int, matrix: Matrix | None, frame: Frame, rules: PageRules) -> None:
    box = _object_box(item, matrix, frame)
    if box is None:
        return
    raw.path_mode(item, *_mode.at)
    filled, stroked = _mode.read()
    if not filled and not stroked:
        return
    if _leaves_page(box, frame):
        box = _in_clip(item, matrix, box, frame)
    thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
    if not thin and rules.texts and (filled or _stroke_hides(item)):
        rules.fills.append(Fill(len(rules.texts), box, item, matrix is not None, stroke=not filled))
    ink = _shows(raw.fill_color, item, box, rules) if filled else None
    if ink is rules.pale and thin:
        rules.pale.add_box(box)
    elif ink is rules.pale:
        rules.grounds.append(box)
        drawn = rules.drawn
        across, down = len(drawn.horizontal), len(drawn.vertical)
        if across or down:
            white = Fill(len(rules.texts), box, item, matrix is not None)
            rules.whites.append(White(white, across, down))
    elif ink is rules.drawn:
        if thin or _is_thick_rule(item, box):
            rules.drawn.add_box(box, THIN if thin else THICK)
            return
        _read_fill(item, box, matrix, frame, rules)
    strokes = _shows(raw.stroke_color, item, box, rules) if stroked else None
    if strokes is None:
        return
    if thin:
        strokes.add_box(box)
    else:
        edges = list(_edges(item, matrix, frame, rules))
        if _is_figure(box, edges):
            rules.figures.append(box)
        for start, end in edges:
            if abs(end[0] - start[0]) + abs(end[1] - start[1]) > THIN:
                strokes.add_edge(start, end)
            elif broad := _broad(item, matrix, start, end):
                strokes.add_box(broad)


def _stroke_hides(item: int) -> bool:
    """Whether a path is stroked so broadly that it hides text it runs along."""
    return bool(raw.stroke_width(item, _width.at[0])) and _width.read()[0] >= HIDING


def _is_figure(box: Box, edges: list[tuple[Point, Point]]) -> bool:
    """Whether a stroked path is a small drawing: curves alone, or nothing that runs straight."""
    small = max(box[2] - box[0], box[3] - box[1]) <= FIGURE
    return small and not any(
        min(abs(end[0] - start[0]), abs(end[1] - start[1])) <= STRAIGHT for start, end in edges
    )


def _broad(item: int, matrix: Matrix | None, start: Point, end: Point) -> Box | None:
    """The box that a short stroke fills which is far wider than long: a rule drawn across its own
    direction. None for any other."""
    if start == end or not raw.stroke_width(item, _width.at[0]):
        return None
    raw.object_matrix(item, _matrix.at[0])
    own: Matrix = tuple(_matrix.read())
    a, b, c, d, _, _ = own if matrix is None else _times(own, matrix)
    half = _width.read()[0] * abs(a * d - b * c) ** 0.5 / 2
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if 2 * half <= LONG * THIN or (x1 - x0 > STRAIGHT / 5 and y1 - y0 > STRAIGHT / 5):
        return None
    level = x1 - x0 > y1 - y0
    return (x0, y0 - half, x1, y1 + half) if level else (x0 - half, y0, x1 + half, y1)


def _is_thick_rule(item: int, box: Box) -> bool:
    """Whether a filled box is a rule drawn thick: dark, and long for what it is thick."""
    short, long = sorted((box[2] - box[0], box[3] - box[1]))
    if short > THICK or long < LONG * short or not raw.fill_color(item, *_rgba.at):
        return False
    return bool(max(_rgba.read()[:3]) <= DARK)


def _read_fill(item: int, box: Box, matrix: Matrix | None, frame: Frame, rules: PageRules) -> None:
    """A filled area: one path may hold many thin boxes, else it is a shade others lie on."""
    if raw.path_count(item) <= ONE_BOX:
        rules.shades.append(box)
        return
    for part, curved in _parts(item, matrix, frame, rules):
        if curved and max(part[2] - part[0], part[3] - part[1]) <= LETTER:
            rules.figures.append(part)
        if min(part[2] - part[0], part[3] - part[1]) <= THIN:
            rules.drawn.add_box(part)
        else:
            rules.shades.append(part)


def _shows(color: Callable[..., int], item: int, box: Box, rules: PageRules) -> Strokes | None:
    """Where a painted rule belongs by its colour: drawn, pale, or nowhere (transparent).

    White shows only against a shade or an image painted before it.
    """
    if not color(item, *_rgba.at):
        return rules.drawn
    red, green, blue, alpha = _rgba.read()
    if not alpha:
        return None
    if min(red, green, blue) < PALE:
        return rules.drawn
    if not rules.covers((box[0] + box[2]) / 2, (box[1] + box[3]) / 2):
        return rules.pale
    rules.white_on_shade = True
    return rules.drawn


def _subpaths(
    item: int, matrix: Matrix | None, frame: Frame, rules: PageRules
) -> Iterator[tuple[list[Point], bool]]:
    """The corner points of each subpath, and whether it has curves."""
    count = raw.path_count(item)
    rules.segments += count
    if rules.segments > MAX_SEGMENTS:
        rules.complete = False
        return
    raw.object_matrix(item, _matrix.at[0])
    own: Matrix = tuple(_matrix.read())
    a, b, c, d, e, f = own if matrix is None else _times(own, matrix)
    points: list[Point] = []
    curved = False
    for index in range(count):
        segment = raw.path_segment(item, index)
        raw.segment_point(segment, *_point.at)
        x, y = _point.read()
        kind = raw.segment_type(segment)
        if kind == _MOVE and points:
            yield points, curved
            points, curved = [], False
        curved |= kind == _CURVE
        points.append(frame.point(a * x + c * y + e, b * x + d * y + f))
        if raw.segment_close(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points, curved


def _parts(
    item: int, matrix: Matrix | None, frame: Frame, rules: PageRules
) -> Iterator[tuple[Box, bool]]:
    """The box of each subpath, and whether it has curves."""
    for points, curved in _subpaths(item, matrix, frame, rules):
        xs = [x for x, _ in points]
        ys = [y for _, y in points]
        yield (min(xs), min(ys), max(xs), max(ys)), curved


def _edges(
    item: int, matrix: Matrix | None, frame: Frame, rules: PageRules
) -> Iterator[tuple[Point, Point]]:
    for points, curved in _subpaths(item, matrix, frame, rules):
        if not curved:
            yield from pairwise(points)
