"""Learn the weights of the text layer (weights.toml) from layouts whose truth is known.

    python benchmarks/layouts.py OUT
    python benchmarks/learn_layer.py OUT [--only start.prior …] [--each 4] [--write] [--adopt]
    python benchmarks/learn_layer.py OUT --judge

A coordinate search: each weight in turn is made a quarter lower and a quarter higher, the layouts
for learning are read again, and what that gains or loses in right cells is printed. `--write` puts
that into `moved` of the data file. With `--adopt` a value that gains is gone on with, and written.
The layouts for judging are never searched on: `--judge` reads them once, with the weights of the
data file, and says how many cells come out right.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from bare import Row, found_rows, row_pairs, truth  # noqa: E402
from layouts import LAYOUTS  # noqa: E402

from pipeline.extract.layer.reader import read_layer  # noqa: E402
from pipeline.extract.layer.signs import weights as stored_weights  # noqa: E402
from pipeline.extract.layer.signs.weights import Weights, stored  # noqa: E402
from pipeline.extract.text.lines import split_lines  # noqa: E402
from pipeline.model import Extraction, Reading, Source  # noqa: E402
from pipeline.normalize import normalize  # noqa: E402

DATA = Path(stored_weights.__file__).with_name("weights.toml")
QUARTER = (0.75, 1.25)
"""What a weight is multiplied with."""
ORDERS = ("pdfium", "raw")
"""The texts in the order of their content; those that keep the spacing have their own reader."""

Values = Mapping[str, Mapping[str, float]]
"""`{group: {name: value}}`, as in the data file."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the rows a person reads in it (more of them where the text is an excerpt)."""

    name: str
    text: str
    rows: Sequence[Row]

    def right(self, weights: Weights) -> int:
        """How many cells come out right."""
        pages, problems = read_layer(list(split_lines(self.text)), weights)
        source = Source(Path(self.name), self.name)
        reading = Reading("text-layer", "text", pages, problems)
        found, _ = found_rows(normalize(Extraction(source, "0", "text/plain", reading)))
        return sum(
            self.rows[at][column] == found[place].get(column, "")
            for at, place in row_pairs(list(self.rows), found)
            for column in self.rows[at]
        )


@dataclass(frozen=True, slots=True)
class Gain:
    """What a weight gains in right cells, by what it was multiplied with, and the value that was
    gone on with."""

    group: str
    name: str
    before: float
    gains: tuple[int, ...]
    after: float

    def __str__(self) -> str:
        found = f" → {self.after:g}" if self.after != self.before else ""
        gains = " / ".join(f"{gain:+}" for gain in self.gains)
        return f"{self.group}.{self.name} {self.before:g}: {gains}{found}"


def lessons(out: Path, use: str, chars: int) -> list[Lesson]:
    """The texts of the layouts that are for this use, the first `chars` characters of each."""
    return [
        Lesson(f"{name}-{doc_id}-{order}", excerpt(path, chars), truth(doc_id, layout))
        for name, layout in LAYOUTS.items()
        if layout["use"] == use
        for doc_id in layout["docs"]
        for order in ORDERS
        if (path := out / name / f"{doc_id}.{order}.txt").exists()
    ]


def excerpt(path: Path, chars: int) -> str:
    text = path.read_text(encoding="utf-8")
    return text[: text.rfind("\n", 0, chars) + 1] if len(text) > chars else text


def right(lesson_list: Iterable[Lesson], values: Values) -> int:
    """How many cells of all texts come out right."""
    weights = Weights.of(values)
    return sum(lesson.right(weights) for lesson in lesson_list)


def moved(values: Values, group: str, name: str, factor: float) -> Values:
    """The values with one of them multiplied."""
    changed = {**values[group], name: values[group][name] * factor}
    return {**values, group: changed}


def search(
    values: Values,
    lesson_list: Sequence[Lesson],
    names: Iterable[tuple[str, str]],
    factors: Sequence[float] = QUARTER,
    go_on: bool = True,
) -> Iterator[Gain]:
    """What each of the named weights gains; with `go_on` a better value is kept for those that
    follow, else each is measured by itself."""
    best = right(lesson_list, values)
    for group, name in names:
        before = values[group][name]
        tried = [moved(values, group, name, factor) for factor in factors]
        counts = [right(lesson_list, one) for one in tried]
        kept = tried[counts.index(max(counts))] if max(counts) > best else values
        gains = tuple(count - best for count in counts)
        yield Gain(group, name, before, gains, kept[group][name])
        if go_on:
            best, values = max(best, *counts), kept


def every(values: Values) -> list[tuple[str, str]]:
    """The names of all weights, in the order of the data file."""
    return [(group, name) for group, entries in values.items() for name in entries]


def written(text: str, gains: Iterable[Gain], adopt: bool) -> str:
    """The data file with the gains, and with the values that were found where asked."""
    by_name = {(gain.group, gain.name): gain for gain in gains}
    group, lines = "", []
    for line in text.splitlines():
        if head := re.match(r"\[(\w+)\]", line):
            group = head[1]
        entry = re.match(r"(\w+) = \{ value = (\S+?), (?:moved = \[[^]]*\], )?(why = .*)", line)
        gain = by_name.get((group, entry[1])) if entry else None
        if entry and gain:
            value = f"{gain.after:g}" if adopt and gain.after != gain.before else entry[2]
            found = f"moved = {list(gain.gains)}"
            line = f"{entry[1]} = {{ value = {value}, {found}, {entry[3]}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Search, or judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="weights as group.name, or groups")
    parser.add_argument("--chars", type=int, default=9_000, help="characters read of each text")
    parser.add_argument("--each", type=int, default=1, help="of so many texts one is read")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--adopt", action="store_true")
    asked = parser.parse_args()
    values = stored()
    if asked.judge:
        for lesson in lessons(asked.out, "judge", 10_000_000):
            cells = sum(map(len, lesson.rows))
            print(f"{lesson.name}: {right([lesson], values)} of {cells}", flush=True)
        return
    found = lessons(asked.out, "learn", asked.chars)[:: asked.each]
    names = [
        (group, name)
        for group, name in every(values)
        if not asked.only or {group, f"{group}.{name}"} & set(asked.only)
    ]
    print(f"{len(found)} texts, {right(found, values)} right cells", flush=True)
    for gain in search(values, found, names, go_on=asked.adopt):
        print(gain, flush=True)
        if asked.write or asked.adopt:
            text = DATA.read_text(encoding="utf-8")
            DATA.write_text(written(text, [gain], asked.adopt), encoding="utf-8")


if __name__ == "__main__":
    main()
