"""What a printed line tells by itself: width, first and last words, the form of a cell's text.

Widths are in thousandths of the type size, of a proportional book face: lines wrap by width, not
by the number of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, reduce
from typing import Any, NamedTuple

from pipeline.frozen import dataclass
from pipeline.writing.columns import columns, printed_numbers
from pipeline.writing.cuts import is_cut_figure, may_be_cut_number
from pipeline.writing.datafiles import load_beside
from pipeline.writing.kinds import document_kinds
from pipeline.writing.letters import fold
from pipeline.writing.patterns import Pattern, compiled
from pipeline.writing.raised import RAISED
from pipeline.writing.torn import is_torn

SPACE = 250
LONGEST_FORM = 12
"""Lines of the longest cell that is compared with the forms of cells."""
DASH = "dash"
"""The class of a line that is nothing but a dash: a whole cell that says there is nothing."""
DAY = "day"
"""The class of a line that is nothing but a deadline: nearly always a whole cell, or its end."""
DATED = "dated"
"""The class of a line that begins with a time and goes on with another cell (`2025 03-TB/BCĐTW`):
programs print cells of one line on one line."""
PLAIN = "text"
"""The form of a cell that has none in particular."""
OPEN_ENDS = frozenset({",", "-", "link", "cut"})
"""Ends of lines (`LineMeasure.end`) after which a text goes on."""
NAMES = frozenset({"head", "agency", "workplace", "support", "deadline"})
"""Roles whose cells are names of bodies, or of those who head them, or times: the words they begin
with are known but for a few, each stands in many cells, and none of 2,495 read by hand begins with
a bracket."""
_USUAL_BLANK = 0.06
_NUMBER = re.compile(r"\d+")
_NARROW = {" ": SPACE, **dict.fromkeys("ijlt|!'.,:;/", 278), **dict.fromkeys('fr()[]-–I"“”', 333)}
_WIDE = {**dict.fromkeys("mM", 800), **dict.fromkeys("wW%", 750)}
DASHES = frozenset({"-", "–", "—"})
"""Signs that stand alone in a cell where it would be blank."""
_BULLET = re.compile(r"(?:[-–+•▪*·]|\(?(?:\d{1,3}|[a-zđ]|[ivx]{1,4})\))(?=\s|$)")
_RAISED = re.compile(f"[{RAISED}]")
_NO_MARKERS = str.maketrans("", "", RAISED)
_ATTACHED = re.compile(r"[\w/][-/]\Z")
_MARK = re.compile(r'[()“”"]')
_TIME_AND_MORE = compiled(r"(?:\d{1,2}/){0,2}20\d\d\s+(?:\d|\p{Lu})")
_DATED = re.compile(r"ngày\s+\d")
"""How the date of a document goes on behind its symbol (`03-TB/BCĐTW` + `ngày 06/3/2025`): a cell
that is a day begins with a capital letter or a digit."""
_DAYS = ("0", "ngày")
"""The end of a line that says how many days: the word leaves a text open before a date alone."""
_RATE = re.compile(r"(?:đồng|vnđ|usd)/\w", re.IGNORECASE)
"""The beginning of a price's unit. Others (`mg/l`) stand behind figures in any text."""
_STEP = re.compile(r"\(?(?:\d{1,3}|[a-zđ])\)\s")


_LOOKED_AT = 200
"""Letters of a cell whose form is looked at: forms are short."""
_START = 4
"""Letters by which most cells are seen to have none."""


@dataclass(frozen=True, slots=True)
class LineMeasure:
    """One printed line of a cell, measured.

    `begin` and `end` are classes of its first and last characters, `words` all its words in lower
    case, every number as 0, `first` the first two of them (blank where there is none; the mark of
    a point, `(1)` or `-`, aside), `head` the width of its first word.
    """

    text: str
    width: int
    head: int
    words: tuple[str, ...]
    begin: str
    end: str
    first: tuple[str, str]

    @property
    def stops(self) -> bool:
        """Whether it ends with a stop: somebody may have typed the break behind it."""
        return self.end in ".;:"

    @property
    def is_point(self) -> bool:
        """Whether it begins with the mark of a point: somebody may have typed the break before."""
        return self.begin == "bullet"


@dataclass(frozen=True, slots=True)
class Role:
    """What a header promises of its column."""

    name: str
    headers: tuple[str, ...]
    begins: frozenset[str]
    shapes: frozenset[str]
    blank: float = _USUAL_BLANK


OTHER = Role("other", (), frozenset(), frozenset())
"""The role of a column whose header promises nothing."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The facts of words.toml."""

    roles: tuple[Role, ...]
    shapes: re.Pattern[str]
    open_words: frozenset[str]
    names: frozenset[str]
    numbers: tuple[tuple[str, ...], ...]
    small_begins: frozenset[str]
    open_names: frozenset[str]
    any_begin: frozenset[str]
    general: frozenset[str]
    given: frozenset[str]
    names_below: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The facts of words.toml, read once."""
    data = load_beside(__file__, "words.toml")
    roles = tuple(_role(name, entry, data["roles"]) for name, entry in data["roles"].items())
    named = (f"(?P<{name}>{'|'.join(forms)})" for name, forms in data["shapes"].items())
    shapes = re.compile(rf"(?:{'|'.join(named)})\Z")
    known = [name for role in roles for name in _header_names(role.name)]
    names = frozenset(fold(name) for name in known + data["headers"]["names"])
    numbers = tuple(tuple(name.split()) for name in printed_numbers())
    small = frozenset(data["open"]["begins"])
    opened = frozenset(data["open"]["words"])
    any_begin = frozenset().union(*(role.begins for role in roles))
    open_names = frozenset(data["open"]["names"] + data["open"]["phrases"])
    general, given = (frozenset(data["open"][name]) for name in ("general", "given"))
    below = tuple(map(fold, data["headers"]["below"]))
    return Lexicon(
        roles, shapes, opened, names, numbers, small, open_names, any_begin, general, given, below
    )


def _role(name: str, entry: dict[str, Any], every: dict[str, Any]) -> Role:
    facts = every[entry["like"]] | entry if "like" in entry else entry
    begins, shapes = frozenset(facts.get("begins", ())), frozenset(facts.get("shapes", ()))
    headers = (*_header_names(name, begun=True), *entry.get("headers", ()))
    return Role(name, headers, begins, shapes, facts.get("blank", _USUAL_BLANK))


def _header_names(role: str, begun: bool = False) -> list[str]:
    """The headers of the columns whose cells look like a role's; with `begun` the words that
    headers begin with, too."""
    every = [names for column in columns().values() if column.cells == role
             for names in column.names.values()]  # fmt: skip
    return [name for names in every for name in (*names.exact, *(names.starts if begun else ()))]


class _Advances(dict[str, int]):
    """How wide each character is set, as it is met."""

    def __missing__(self, char: str) -> int:
        base = unicodedata.normalize("NFD", char)[0]
        usual = 690 if base.isupper() else 480
        self[char] = advance = _NARROW.get(base) or _WIDE.get(base) or usual
        return advance


_ADVANCES = _Advances()


def width(text: str) -> int:
    """How wide a text is set, in thousandths of the type size."""
    return sum(map(_ADVANCES.__getitem__, text))


@lru_cache(maxsize=65536)
def ink(text: str) -> LineMeasure:
    """A printed line, measured. `text` is not blank."""
    printed = text.split()
    plain = printed
    if _RAISED.search(text):
        plain = text.translate(_NO_MARKERS).split() or printed
    words = tuple(_NUMBER.sub("0", " ".join(plain).casefold()).split(" "))
    end = "link" if is_open_name(plain) else _end(words)
    end = "cut" if may_be_cut_number(plain[-1]) or _ATTACHED.search(plain[-1]) else end
    begin, head = begin_of(text), width(printed[0])
    return LineMeasure(text, width(text), head, words, begin, end, _first_words(words, begin))


def _first_words(words: tuple[str, ...], begin: str) -> tuple[str, str]:
    own = words[1:] if begin == "bullet" and len(words) > 1 else words
    return own[0], own[1] if len(own) > 1 else ""


def is_open_name(words: list[str]) -> bool:
    """Whether a line ends inside the name of a body, unless a word before it makes it general
    (`ngang Bộ`, `của Bộ trưởng`), or both are the name of a place (`Đặc khu Phú Quý`)."""
    if words[-1] == "số" and _is_kind(words[:-1]):
        return True
    if words[-1] not in _ends_of_open_names() or _is_place(words[-2:]):
        return False
    for count in (1, 2, 3):
        ending = " ".join(words[-count:])
        if ending in lexicon().open_names:
            before = words[-count - 1 : -count]
            return not (before and before[0] in lexicon().general)
    return False


def _is_place(words: Sequence[str]) -> bool:
    """Whether two words may be the name of a place (`Phú Quý`): the first is no word that begins
    the name of a body (`Tập Thành`)."""
    first, last = words[0], words[-1]
    is_given = len(words) > 1 and last in lexicon().given
    return is_given and first.istitle() and first not in lexicon().open_names


def _is_kind(words: Sequence[str]) -> bool:
    """Whether words end with the kind of a document, whose number follows (`Nghị định số`)."""
    return any(" ".join(words[-count:]).casefold() in _kinds() for count in (1, 2, 3))


@cache
def _kinds() -> frozenset[str]:
    """The kinds of official documents."""
    return frozenset(map(str.casefold, document_kinds()))


@cache
def _ends_of_open_names() -> frozenset[str]:
    return frozenset(name.split()[-1] for name in lexicon().open_names)


def spelled(word: str) -> str:
    """A word as the words of a measured line have it; blank for raised digits alone."""
    return _NUMBER.sub("0", word.translate(_NO_MARKERS).casefold())


def begin_of(text: str) -> str:
    """The class of the first characters of a line (`LineMeasure.begin`)."""
    first = text[0]
    if text in DASHES:
        return DASH
    if is_deadline(text) and not _DATED.match(text):
        return DAY
    if _BULLET.match(text):
        return "bullet" if len(text) > 1 else "sign"
    if first.isdigit():
        return DATED if _TIME_AND_MORE.match(text) else "digit"
    if first.islower():
        return "lower"
    if first.isupper():
        return "upper"
    return "open" if first in "(“\"‘'[" else "sign"


def _end(words: tuple[str, ...]) -> str:
    last = words[-1]
    if last in DASHES and len(words) == 1:
        return DASH
    if words[-2:] == _DAYS:
        return "word"
    if last in lexicon().open_words or not last.strip("≥≤<>=~±"):
        return "link"
    if last[-1] in ",;.:":
        return last[-1]
    if last[-1] in "-–/(":
        return "-"
    return "digit" if last[-1].isdigit() else "word"


def one_text(lines: Sequence[str]) -> str:
    """The lines of a cell as one text: what its column or a hyphen cuts is made whole."""
    return _one_text(tuple(lines))


@lru_cache(maxsize=16384)  # who learns from a cell, moves it or doubts it asks for it again
def _one_text(lines: tuple[str, ...]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text = joined(text, line)
    return text


def joined(text: str, line: str) -> str:
    """A text with one more line of its cell."""
    cut = line[0].isdigit() and (may_be_cut_number(text) or is_cut_figure(text, line))
    cut = cut or (line[0].islower() and text[-1].isalpha() and is_torn(text, line))
    return text + line if cut or (text[-2:-1].isalnum() and text[-1] in "-/") else f"{text} {line}"


def shape(text: str) -> str:
    """The form of a whole cell: `month`, `number`, `document`, …, or `text`."""
    return _shape(text) if _begins_form(text[:_START]) else PLAIN


@lru_cache(maxsize=16384)
def may_have_form(text: str) -> bool:
    """Whether a text may have a form together with what follows it: one of eight lines may."""
    start = text[:_LOOKED_AT].casefold()[:_LOOKED_AT]
    return _begins_form(start[:_START]) and _begins_form(start)


@lru_cache(maxsize=16384)
def _begins_form(start: str) -> bool:
    return _begun_shapes().fullmatch(start.casefold(), partial=True) is not None


@cache
def _begun_shapes() -> Pattern:
    """The forms of cells, for `regex`, which knows texts that break off."""
    return compiled(lexicon().shapes.pattern)


@lru_cache(maxsize=65536)
def _shape(text: str) -> str:
    found = lexicon().shapes.match(text[:_LOOKED_AT].casefold()[:_LOOKED_AT])
    return (found.lastgroup if found else None) or PLAIN


def is_rate(word: str) -> bool:
    """Whether a word is the unit of a price (`đồng/lần`)."""
    return "/" in word and _RATE.match(word) is not None


def begins_small(word: str, before: str) -> bool:
    """Whether a cell may begin inside a line with a word in small letters behind another one; a
    unit behind a figure goes on with it (`20 đồng/lần`)."""
    return word in lexicon().small_begins or (is_rate(word) and not before[-1].isdigit())


def is_deadline(text: str) -> bool:
    """Whether a text is a deadline and nothing else."""
    return shape(text) in _deadline_shapes()


@cache
def _deadline_shapes() -> frozenset[str]:
    return next(role.shapes for role in lexicon().roles if role.name == "deadline")


@dataclass(frozen=True, slots=True)
class BracketMarks:
    """Brackets and quotation marks in a text: how many more are opened than closed, and how many
    straight quotation marks there are."""

    brackets: int = 0
    quotes: int = 0
    straight: int = 0

    def __add__(self, other: BracketMarks) -> BracketMarks:
        """The marks of two texts, one after the other."""
        if other is NO_MARKS:
            return self
        if self is NO_MARKS:
            return other
        return BracketMarks(
            self.brackets + other.brackets,
            self.quotes + other.quotes,
            self.straight + other.straight,
        )

    @property
    def balanced(self) -> bool:
        """Whether everything that is opened is closed."""
        return not self.brackets and not self.quotes and self.straight % 2 == 0


NO_MARKS = BracketMarks()


def marks(text: str) -> BracketMarks:
    """The brackets and quotation marks of a text; steps `1) ` aside."""
    if _MARK.search(text) is None:
        return NO_MARKS
    plain = _STEP.sub("", text)
    return BracketMarks(
        plain.count("(") - plain.count(")"),
        plain.count("“") - plain.count("”"),
        plain.count('"'),
    )


@lru_cache(maxsize=65536)
def _line_marks(line: str) -> tuple[BracketMarks, BracketMarks]:
    """The marks of a line that another one follows, and of one that ends a cell."""
    return marks(f"{line} "), marks(line)


class Whole(NamedTuple):
    """What the lines of a cell tell together: their text, and of what kind it is: its form, the
    class of its last characters, whether its brackets are closed. How many lines there are, and
    their marks where another line follows and where none does.

    A text of more than `LONGEST_FORM` lines has no form of its own and is not kept.
    """

    text: str
    kind: tuple[str, str, bool]
    size: int
    followed: BracketMarks
    ended: BracketMarks

    @property
    def form(self) -> str:
        """The form of the text."""
        return self.kind[0]

    @property
    def closed(self) -> bool:
        """Whether its brackets are closed."""
        return self.kind[2]

    def and_then(self, other: Whole) -> Whole:
        """With further lines."""
        size = self.size + other.size
        text = joined(self.text, other.text) if size <= LONGEST_FORM else ""
        followed = ended = self.followed
        if other.ended is not NO_MARKS:
            followed, ended = followed + other.followed, followed + other.ended
        closed = ended is NO_MARKS or ended.balanced
        begins = (
            self.text if len(self.text) >= _START else text
        )  # most begin no form, here or there
        form = _shape(text) if text and _begins_form(begins[:_START]) else PLAIN
        return Whole(text, (form, other.kind[1], closed), size, followed, ended)


def whole_line(line: LineMeasure) -> Whole:
    """What one line tells, as the only one of a cell."""
    return _whole_line(line.text, line.end)


@lru_cache(maxsize=16384)  # the same line is asked for at each place that it begins or ends at
def _whole_line(text: str, end: str) -> Whole:
    followed, ended = _line_marks(text)
    return Whole(text, (shape(text), end, ended.balanced), 1, followed, ended)


def whole(lines: Iterable[str]) -> Whole:
    """All lines as one text."""
    return reduce(Whole.and_then, [whole_line(ink(line)) for line in lines])


def foreign_forms(roles: Sequence[Role], index: int) -> frozenset[str]:
    """The forms that headers of other columns promise, and that of a column does not (a title, and
    what nothing is known of, may have any)."""
    own = roles[index]
    if own in (OTHER,) or own.name == "title":
        return frozenset()
    return frozenset().union(*(role.shapes for role in roles)) - own.shapes


@lru_cache(maxsize=4096)
def role_of(header: str) -> Role:
    """What a header promises of its column; `other` where nothing is known of it. A number in it
    is as good as another (`Vị trí 1`, `Năm 2026`)."""
    plain = _NUMBER.sub("0", fold(header))
    words, begins = plain.split(), _header_begins()
    starts = (" ".join(words[:count]) for count in range(min(len(words), _longest_begin()), 0, -1))
    found = next((begins[start] for start in starts if start in begins), None)
    return found or _told_inside(plain)


@cache
def _header_begins() -> dict[str, Role]:
    """What headers begin with, levelled, and the first role of each: who looks for the longest
    asks for so many words of a header, and not for every name there is."""
    begins: dict[str, Role] = {}
    for role in lexicon().roles:
        for start in role.headers:
            begins.setdefault(fold(start), role)
    return begins


@cache
def _longest_begin() -> int:
    """Words of the longest of them."""
    return max(len(start.split()) for start in _header_begins())


def _told_inside(plain: str) -> Role:
    """The role of a column that words inside its header tell (`Phòng chủ trì`)."""
    matched = (
        column.cells
        for column in columns().values()
        for names in column.names.values()
        if names.match(plain)
    )
    name = next(matched, None)
    return next((role for role in lexicon().roles if role.name == name), OTHER)
