"""The columns of the tables, the headers they are known by, and the kinds of tables.

Names are data (columns.toml). Columns and kinds are declared there once for every stage: which
headers stand for a column, which datasets publish it, which columns name bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import fold

OTHER = "other"
"""The kind of a table that is of no declared kind."""
TASKS = "tasks"
"""The kind of a table that assigns bodies to what its rows name."""
NUMBER = "stt"
"""The column of row numbers."""
TITLE = "title"
"""The column that names what a row is about."""
TARGET = "target"
UNIT = "unit"
MEASURED = "indicators"
"""The column of targets; several columns that are years stand for it."""
FEWEST_YEARS = 2
"""Columns with a year for a header from which each holds the targets of its year."""
_YEAR = re.compile(r"(?:(?:mục tiêu|chỉ tiêu|kế hoạch|dự kiến|đến|hết|năm|giai đoạn) )*(20\d\d)\Z")
_MOST_WORDS = 7
"""Words of a header that a word inside it tells (`Phòng chủ trì`): longer ones say more."""
MOST_KNOWN = 0.6
"""Share of the names of a header that the list knows."""
LONGEST_HEADER = 90
"""Characters of the longest header: what is longer is text."""


@dataclass(frozen=True, slots=True)
class Names:
    """The headers a column is known by in tables of one kind.

    `starts` are words a header begins with, `has` words that stand in a short one, `opens` and
    `closes` words that a short one begins and ends with, `never` words that rule it out then.
    `published` says whether the dataset of the kind has the column.
    """

    exact: tuple[str, ...]
    starts: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    published: bool = True

    def match(self, key: str) -> bool:
        """Whether a levelled header is one of them."""
        if key in self.exact:
            return True
        return self._is_like(key) and not any(word in key for word in self.never)

    def _is_like(self, key: str) -> bool:
        """Whether a levelled header begins, ends or is worded as they are."""
        if key.startswith(self.starts) and any(
            key == start or key.startswith(start + " ") for start in self.starts
        ):
            return True
        if len(key.split()) > _MOST_WORDS:
            return False
        framed = key.startswith(self.opens) and key.endswith(self.closes)
        return framed or any(word in key for word in self.has)


@dataclass(frozen=True, slots=True)
class Column:
    """A canonical column: what its cells hold and its names in each kind of table."""

    name: str
    cells: str
    names: Mapping[str, Names]
    bodies: bool = False
    answers: bool = False
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: it has all of some columns and at least one of others."""

    name: str
    all_of: frozenset[str]
    any_of: frozenset[str]

    def fits(self, columns: Iterable[str]) -> bool:
        """Whether a table with these columns is of this kind."""
        found = set(columns)
        return found >= self.all_of and bool(found & self.any_of)


@dataclass(frozen=True, slots=True)
class _Declared:
    number: frozenset[str]
    unmistakable: frozenset[str]
    printed_numbers: tuple[str, ...]
    number_starts: tuple[str, ...]
    duty_words: tuple[str, ...]
    code_words: tuple[str, ...]
    usual: tuple[str, ...]
    kinds: dict[str, Kind]
    columns: dict[str, Column]


@cache
def _declared() -> _Declared:
    data = load_beside(__file__, "columns.toml")
    kinds = {
        name: Kind(name, frozenset(entry["all"]), frozenset(entry["any"]))
        for name, entry in data["kinds"].items()
    }
    columns = {name: _column(name, entry, kinds) for name, entry in data["columns"].items()}
    number, duty = data["number"], data["duty_title"]
    return _Declared(
        frozenset([*number["anywhere"], *number["is"]]),
        frozenset(name.replace(" ", "") for name in number["anywhere"]),
        tuple(number["printed"]),
        tuple(number["starts"]),
        tuple(duty["words"]),
        tuple(duty["codes"]),
        tuple(data["usual"]["starts"]),
        kinds,
        columns,
    )


def _column(name: str, entry: dict[str, Any], kinds: Iterable[str]) -> Column:
    names = {kind: _names(entry[kind]) for kind in kinds if kind in entry}
    flags = (bool(entry.get(flag)) for flag in ("bodies", "answers", "brief"))
    return Column(name, entry["cells"], names, *flags)


def _names(entry: dict[str, Any]) -> Names:
    return Names(
        tuple(entry.get("is", ())),
        tuple(entry.get("starts", ())),
        tuple(entry.get("has", ())),
        tuple(entry.get("not", ())),
        tuple(f"{word} " for word in entry.get("opens", ())),
        tuple(f" {word}" for word in entry.get("closes", ())),
        not entry.get("cells_only", False),
    )


def columns() -> dict[str, Column]:
    """Every canonical column by name, in the order in which they are shown."""
    return _declared().columns


def kinds() -> dict[str, Kind]:
    """Every kind of table whose items have a dataset of their own, by its name."""
    return _declared().kinds


def body_columns() -> tuple[str, ...]:
    """The columns whose cells name bodies: the roles of `assignments`."""
    return tuple(column.name for column in columns().values() if column.bodies)


@cache
def published(kind: str) -> tuple[str, ...]:
    """The canonical columns that the dataset of a kind has, in the order of the declaration."""
    found = ((name, column.names.get(kind)) for name, column in columns().items())
    return tuple(name for name, names in found if names is not None and names.published)


def printed_numbers() -> tuple[str, ...]:
    """Headers of the number column, letter for letter as a text prints them."""
    return _declared().printed_numbers


@cache
def header_names() -> frozenset[str]:
    """Every header that stands for a column, levelled: those known as a whole."""
    every = (names for column in columns().values() for names in column.names.values())
    return frozenset(name for names in every for name in names.exact) | _declared().number


def is_number_header(text: str) -> bool:
    """Whether the header is that of the number column (`STT`, `TT`, `ST` over `T`)."""
    return fold(text).replace(" ", "") in _whole_numbers()


@cache
def _whole_numbers() -> dict[str, str]:
    """The headers of number columns by their letters without blanks."""
    return {name.replace(" ", ""): name for name in sorted(_declared().number)}


def whole_number_header(text: str) -> str:
    """The header of a number column without the blanks at which a narrow column cut it; any other
    text as it is.

    >>> whole_number_header("ST T"), whole_number_header("Số TT"), whole_number_header("S ốT T")
    ('STT', 'Số TT', 'Số TT')
    """
    key = fold(text)
    whole = _whole_numbers().get(key.replace(" ", ""), key)
    if whole == key:
        return text
    letters = text.replace(" ", "")
    at = whole.find(" ")
    return letters if at < 0 else f"{letters[:at]} {letters[at:]}"


def names_row_numbers(text: str) -> bool:
    """Whether a text names a column of row numbers even where nothing else shows a header: its
    letters alone are looked at, for a narrow column
    breaks them and legends follow (`STT (1)`).

    >>> names_row_numbers("Số TT (1)"), names_row_numbers("Thứ tư"), names_row_numbers("Số")
    (True, False, False)
    """
    return "".join(filter(str.isalpha, fold(text))) in _declared().unmistakable


def begins_row_numbers(text: str) -> bool:
    """Whether the letters of a text are the first ones of a name of row numbers, and not all.

    >>> begins_row_numbers("ST"), begins_row_numbers("Số"), begins_row_numbers("STT")
    (True, True, False)
    """
    letters = "".join(filter(str.isalpha, fold(text)))
    names = _declared().unmistakable
    return bool(letters) and any(n != letters and n.startswith(letters) for n in names)


def glued_number_name(text: str) -> int:
    """How many letters of a word are the name of the row numbers, that of the next column behind it
    with no white between; 0 where it is no such word.

    >>> glued_number_name("STTNội"), glued_number_name("STT"), glued_number_name("TTCP")
    (3, 0, 0)
    """
    for name in sorted(printed_numbers(), key=len, reverse=True):
        rest = text.removeprefix(name)
        if name.isupper() and rest != text and rest[:1].isupper() and rest[1:2].islower():
            return len(name)
    return 0


def begins_number_header(text: str) -> bool:
    """Whether the header says more than that it is of numbers (`STT các mẫu, biểu mẫu`)."""
    return fold(text).startswith(_declared().number_starts)


@cache
def _glued_names() -> dict[str, str]:
    """Headers of several words by their letters without the blanks between."""
    return {name.replace(" ", ""): name for name in sorted(header_names()) if " " in name}


def with_blanks(key: str) -> str:
    """A levelled header with the blanks that a program left out between all its words, where it is
    one that is known; any other as it is.

    >>> with_blanks("tênnhiệmvụ"), with_blanks("tên"), with_blanks("cơ quanchủ trì")
    ('tên nhiệm vụ', 'tên', 'cơ quan chủ trì')
    """
    return _glued_names().get(key.replace(" ", ""), key)


@lru_cache(maxsize=65536)
def is_known(text: str) -> bool:
    """Whether a header stands for a canonical column in some kind of table."""
    key = with_blanks(fold(text))
    every = (names for column in columns().values() for names in column.names.values())
    return bool(key) and len(text) <= LONGEST_HEADER and any(names.match(key) for names in every)


@lru_cache(maxsize=65536)
def is_usual(text: str) -> bool:
    """Whether a header begins as columns of lists and forms of every kind do (`Họ và tên`); what
    ends with a colon is a line to fill in."""
    key = fold(text)
    short = len(text) <= LONGEST_HEADER and not text.rstrip().endswith(":")
    return short and any(f"{key} ".startswith(f"{name} ") for name in _declared().usual)


def are_names(texts: Sequence[str]) -> bool:
    """Whether texts are the names of columns: most of them, and two at least, are known."""
    known = sum(is_known(text) or is_usual(text) for text in texts)
    return known > 1 and known >= MOST_KNOWN * len(texts)


@lru_cache(maxsize=65536)
def column_for(text: str, kind: str) -> str | None:
    """The column a header stands for in a table of the kind, None where nothing is known of it.

    Exact names win over beginnings; a lower level of a header (after ` / `) over those above it.
    """
    if is_number_header(text):
        return NUMBER
    named = [(c.name, c.names[kind]) for c in columns().values() if kind in c.names]
    for piece in (text, *reversed(text.split(" / "))):
        key = with_blanks(fold(piece))
        exact = next((column for column, names in named if key in names.exact), None)
        found = exact or next((c for c, names in named if key and names.match(key)), None)
        if found:
            return found
    return None


def year_of(text: str) -> int | None:
    """The year a header stands for (`2026`, `Năm 2026`, `Mục tiêu / Đến năm 2030`)."""
    match = _YEAR.match(fold(text.rpartition(" / ")[2]))
    return int(match.group(1)) if match else None


def duty_title(printed: Sequence[str]) -> int | None:
    """Which header names the row in a table that assigns bodies to lead or support under no known
    title: the first that is neither the number nor known, a code aside. None in other tables."""
    duties = [text for text in printed if column_for(text, "tasks") in ("lead", "coordination")]
    if not any(word in fold(text) for text in duties for word in _declared().duty_words):
        return None
    names = (i for i, text in enumerate(printed) if text and column_for(text, "tasks") is None)
    return next((i for i in names if not fold(printed[i]).startswith(_declared().code_words)), None)


def measured_title(printed: Sequence[str]) -> int | None:
    """Which header names the row in a table of goals whose columns are years: that of goals
    (`Mục tiêu`) before the unit, for the goals themselves stand under the years. None in others."""
    if sum(year_of(text) is not None for text in printed) < FEWEST_YEARS:
        return None
    known = [column_for(text, MEASURED) for text in printed]
    goals = known.index(TARGET) if TARGET in known else len(known)
    return goals if UNIT in known[goals:] else None


def kind_of(printed: Sequence[str]) -> str:
    """The kind of a table with these headers: the last one declared that fits, or `other`. A unit
    is one of what stands before it: `Đơn vị` as the first column names bodies."""
    years = [text for text in printed if year_of(text)]
    for kind in reversed(kinds().values()):
        columns_of = [column_for(text, kind.name) for text in printed]
        titled = columns_of.index(TITLE) if TITLE in columns_of else 0
        found = {name for i, name in enumerate(columns_of) if name != UNIT or i > titled}
        if len(years) >= FEWEST_YEARS:
            found.add(TARGET)
        if kind.fits(filter(None, found)):
            return kind.name
    return OTHER
