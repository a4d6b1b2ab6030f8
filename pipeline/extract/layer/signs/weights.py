"""What each sign of a text layer counts: the weights of `weights.toml`, in groups by question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, get_type_hints

from pipeline.extract.layer.signs.words import DASH
from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside

_SIGNS = {"comma": ",", "semicolon": ";", "colon": ":", "stop": ".", "hyphen": "-", "dash": DASH}
"""Names of the data file for classes of ends that are signs themselves."""


class _Group:
    """One question; its fields are the names of the data file, both ways."""

    __slots__ = ()

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Self:
        """Raises `TypeError` where a weight is missing or nobody asks for it."""
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Meeting(_Group):
    """Two lines: one cell, or the border of two."""

    rest: float
    prior: float
    listed: float
    most: float


@dataclass(frozen=True, slots=True)
class Following(_Group):
    """A word after another."""

    unseen: float
    prior: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Start(_Group):
    """The first words of a cell."""

    prior: float
    known: float
    other: float
    other_body: float
    low: float
    high: float
    pair: float
    pair_low: float
    pair_high: float
    sign_prior: float
    table_prior: float
    sign_low: float
    sign_high: float
    lower: float
    small: float
    small_title: float
    strange: float
    dated: float


@dataclass(frozen=True, slots=True)
class Words(_Group):
    """The words of a line in a column."""

    prior: float
    unseen: float
    alone: float
    most: float
    weight: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Overflow(_Group):
    """A line wider than its column."""

    at_once: float
    wraps: float
    slope: float
    most: float


@dataclass(frozen=True, slots=True)
class Cut(_Group):
    """Two words on one line: two cells?"""

    cost: float
    later: float
    known_begin: float
    named: float
    small_begin: float


@dataclass(frozen=True, slots=True)
class Wrap(_Group):
    """A line that ends where the next word would have had room."""

    room: float
    base: float
    slope: float
    most: float
    wraps: float
    typed: float


@dataclass(frozen=True, slots=True)
class Inside(_Group):
    """White space between the lines of a cell."""

    hyphen: float
    colon: float
    prior: float
    least: float


@dataclass(frozen=True, slots=True)
class Border(_Group):
    """White space between two cells."""

    same_line: float
    skipped: float
    blank_line: float
    prior: float
    least: float
    after_lines: float
    kind_prior: float
    low: float


@dataclass(frozen=True, slots=True)
class Shared(_Group):
    """Whether a program prints two cells on one line."""

    several: float


@dataclass(frozen=True, slots=True)
class Finish(_Group):
    """The end of a cell, and cells seen before."""

    open_bracket: float
    seen: float
    seen_most: float


@dataclass(frozen=True, slots=True)
class Form(_Group):
    """The form of a cell: a day, a number, a document."""

    seen: float
    forms: float
    promised: float
    other: float
    plain: float
    prior: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Blank(_Group):
    """Columns that are blank."""

    heading: float
    heading_filled: float
    prior: float
    seldom: float
    first_only: float
    title: float
    only_later: float


@dataclass(frozen=True, slots=True)
class Limit(_Group):
    """How wide a column is."""

    few: float
    breaks: float
    wide: float
    wide_prior: float
    some: float
    none: float
    slack: float
    reach: float
    first: float
    others: float
    narrow: float
    wraps: float


@dataclass(frozen=True, slots=True)
class Search(_Group):
    """The division of a row."""

    hopeless: float
    no_cut: float
    per_line: float
    short_cut: float
    point: float


@dataclass(frozen=True, slots=True)
class Doubt(_Group):
    """Whether a cell is wrong."""

    base: float
    near: float
    poor: float
    untaught: float
    missing: float
    goes_on: float
    lower: float
    filled: float
    strange: float
    next_strange: float
    next_plain: float
    inner: float
    blanks: float
    formless: float
    taught: float
    counted: float
    words: float


@dataclass(frozen=True, slots=True)
class Left(_Group):
    """Lines that no cell takes."""

    some: float
    line: float
    line_at_end: float


@dataclass(frozen=True, slots=True)
class Uncounted(_Group):
    """Rows without a number."""

    resumed: float
    cut_blank: float


@dataclass(frozen=True, slots=True)
class Labels(_Group):
    """A line that looks like the label of a row."""

    stop: float
    lower: float
    upper: float
    cut: float
    first: float
    one: float
    next: float
    letter: float
    heading: float
    again: float
    repeated: float
    anew: float
    anew_alone: float
    late: float
    cut_off: float
    same: float
    skipping: float
    skipped: float
    far: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All of them. The first four are shares by the class of a line's first or last characters."""

    begin_inside: Mapping[str, float]
    begin_border: Mapping[str, float]
    end_inside: Mapping[str, float]
    end_border: Mapping[str, float]
    meeting: Meeting
    following: Following
    start: Start
    words: Words
    overflow: Overflow
    cut: Cut
    wrap: Wrap
    inside: Inside
    border: Border
    shared: Shared
    finish: Finish
    form: Form
    blank: Blank
    limit: Limit
    search: Search
    doubt: Doubt
    left: Left
    uncounted: Uncounted
    label: Labels

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, float]]) -> Weights:
        """The weights as `{group: {name: value}}`.

        Raises `TypeError` where one is missing, or is there that nobody asks for.
        """
        kinds = get_type_hints(cls)
        made: dict[str, Any] = {
            name: _group(kinds.get(name), group) for name, group in values.items()
        }
        return cls(**made)


def _group(kind: Any, values: Mapping[str, float]) -> _Group | Mapping[str, float]:
    if isinstance(kind, type) and issubclass(kind, _Group):
        return kind.of(values)
    return _by_class(values)


def _by_class(shares: Mapping[str, float]) -> Mapping[str, float]:
    return {_SIGNS.get(name, name): share for name, share in shares.items()}


def stored() -> dict[str, dict[str, float]]:
    """The values of weights.toml, as `{group: {name: value}}`."""
    data = load_beside(__file__, "weights.toml")
    return {
        group: {name: entry["value"] for name, entry in entries.items()}
        for group, entries in data.items()
    }


WEIGHTS = Weights.of(stored())
"""The weights that texts are read with."""
