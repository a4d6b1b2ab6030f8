"""Whether a blank stands behind a hyphen or stroke at the end of a line, where the file prints no
blanks at the ends of its lines.

Browsers leave them out: `công tác/` over `văn bản` may be `công tác/văn bản` or `công tác/ văn
bản`. The document says which: by the same words inside a line, else by how it writes words around
that mark throughout. Where it says nothing, or both, the text decides (`normalize`). Two words that
the document seldom writes around a mark stay in doubt.

A hyphen there may also be none of the word: programs put it where they part one that is not
Vietnamese (`tele-` over `medicine`). The document says that too, where it prints the word whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

from pipeline.extract.layer.signs.doubtful_words import LACKS_BLANK
from pipeline.model import Block, Cell, Fragment, Grid, Prose
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_INSIDE = compiled(r"(?<!\w)(\w++)(\s?)([-/])(\s?)(?=(\w++))")
_END = compiled(r"(?<!\w)(\w++)(\s?)([-/])\Z")
_START = compiled(r"\w++")
_HABIT = 3
"""Times that a document writes a mark between words in one way, never in the other, for the way to
be its habit."""

UNSAID = (
    "a blank may stand behind the mark at the end of a line in this cell; compare with the page"
)
HYPHEN = (
    "the hyphen at the end of a line in this cell may be none of its word; compare with the page"
)
_CUT = compiled(r"(?<![\w-])(\p{L}++)-\Z")
_GOES_ON = compiled(r"\p{Ll}++(?![\w-])")
_WORD = compiled(r"[\w-]++")
_MARKS = ("-", "/")
"""What stands between two words with or without blanks."""
_Key = tuple[str, bool, str, str]
"""The word before, whether a blank parts it from the mark, the mark, the word behind; for a habit
kinds of words in capitals stand for them."""


@dataclass(frozen=True, slots=True)
class _Habits:
    """How often a blank stands behind a mark, and how often none."""

    blank: Counter[_Key] = field(default_factory=Counter)
    none: Counter[_Key] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)

    def learn(self, text: str) -> None:
        """Count the marks inside a line."""
        for found in _INSIDE.finditer(text) if any(mark in text for mark in _MARKS) else ():
            counts = self.blank if found[4] else self.none
            counts.update(_keys(found[1], bool(found[2]), found[3], found[5]))

    def learn_words(self, texts: Iterable[str]) -> None:
        """Note the words inside some lines, those of several parts too."""
        self.words.update(word.lower() for word in set(_WORD.findall("\n".join(texts))))

    def is_parted(self, line: str, below: str) -> bool | None:
        """Whether the hyphen that ends a line only parts a word: the document prints that whole;
        None where it says nothing of a word that is not Vietnamese. Vietnamese words are
        syllables, which no line parts."""
        parts = _hyphenated(line, below)
        if parts is None:
            return False
        whole, hyphened = "".join(parts) in self.words, "-".join(parts) in self.words
        if whole != hyphened:
            return whole
        return False if all(map(is_syllable, parts)) else None

    def blank_behind(self, line: str, below: str) -> bool | None:
        """Whether a blank stands behind the mark that ends a line, None where nothing says."""
        end, start = _END.search(line), _START.match(below)
        if end is None or start is None:
            return None
        for key, least in zip(
            _keys(end[1], bool(end[2]), end[3], start[0]), (1, _HABIT), strict=False
        ):
            blank, none = self.blank[key], self.none[key]
            if max(blank, none) >= least and not min(blank, none):
                return blank > 0
        return None

    def is_open(self, line: str, below: str) -> bool:
        """Whether it may be either, whatever the document writes elsewhere: it writes both, or two
        words meet that are parts of no number, date or unit. Writers set a blank there at one place
        and none at the next; these words themselves must often be written in one way."""
        end, start = _END.search(line), _START.match(below)
        if end is None or start is None or end[2]:
            return False
        keys = _keys(end[1], False, end[3], start[0])
        blank, none = self.blank[keys[0]], self.none[keys[0]]
        words = keys[-1][0] == _kind("a")
        return (blank > 0 and none > 0) or (words and max(blank, none) < _HABIT)


def _keys(before: str, apart: bool, mark: str, behind: str) -> list[_Key]:
    """What is counted of a mark: these words, and words of their kinds around it."""
    one, other = _kind(before), _kind(behind)
    words = [(before.lower(), apart, mark, behind.lower())]
    return [*words, (one, apart, mark, other)] if one == other != "" else words


def _hyphenated(line: str, below: str) -> tuple[str, str] | None:
    """What stands before and behind a hyphen between letters at the end of a line, where a word
    may go on."""
    head, tail = _CUT.search(line), _GOES_ON.match(below)
    return None if head is None or tail is None else (head[1].lower(), tail[0].lower())


def _kind(word: str) -> str:
    """What a word is: a number, capitals as in the number of a document, a syllable."""
    if word.isdecimal():
        return "NUMBER"
    if len(word) > 1 and word.isupper():
        return "CAPITALS"
    return "SYLLABLE" if is_syllable(word.lower()) else ""


def with_blanks(pages: list[list[Block]]) -> list[list[Block]]:
    """The pages with what their document tells of the marks at the ends of lines in cells."""
    blocks = [block for page in pages for block in page]
    cells = (c for b in blocks if isinstance(b, Grid) for row in b.rows for c in row)
    broken = [(line.text, below.text) for cell in cells for _, line, below in _broken(cell)]
    if not any(_END.search(line) for line, _ in broken):
        return pages
    habits = _Habits()
    texts = {_place(fragment.place): fragment.text for fragment in _fragments(blocks)}.values()
    for text in texts:
        habits.learn(text)
    if any(_hyphenated(line, below) for line, below in broken):
        habits.learn_words(texts)
    return [[_settled(block, habits) for block in page] for page in pages]


def _broken(cell: Cell) -> Iterator[tuple[int, Fragment, Fragment]]:
    """Lines of a cell that end in a mark behind which no blank is printed, each with its index and
    the line below."""
    for at, (line, below) in enumerate(pairwise(cell.fragments)):
        if not line.spaced and line.text.endswith(_MARKS):
            yield at, line, below


_place = attrgetter("page", "line", "x0", "y0", "x1", "y1")
"""A place as a plain tuple: a document has tens of thousands, and these are told apart sooner."""


def _fragments(blocks: Iterable[Block]) -> Iterator[Fragment]:
    for block in blocks:
        yield from (block.fragment,) if isinstance(block, Prose) else block.fragments


def _settled(block: Block, habits: _Habits) -> Block:
    if not isinstance(block, Grid):
        return block
    return block.with_cells(lambda cell: _cell(cell, habits))


def _cell(cell: Cell, habits: _Habits) -> Cell:
    told: dict[int, Fragment] = {}
    unsaid = ""
    for at, line, below in _broken(cell):
        parted = habits.is_parted(line.text, below.text)
        if parted:
            told[at] = replace(line, hyphenated=True)
            continue
        blank = None if line.glued else habits.blank_behind(line.text, below.text)
        if parted is None and not blank:
            unsaid = unsaid or HYPHEN
            continue
        if not line.glued:
            unsaid = unsaid or (UNSAID if habits.is_open(line.text, below.text) else "")
        if blank is not None and blank != line.text[-2:-1].isspace():
            told[at] = replace(line, spaced=blank, glued=not blank)
    if not told and not unsaid:
        return cell
    fragments = tuple(told.get(at, line) for at, line in enumerate(cell.fragments))
    known = "" if told and not unsaid and cell.doubt == LACKS_BLANK else cell.doubt
    return replace(cell, fragments=fragments, doubt=known or ("" if cell.merged else unsaid))
