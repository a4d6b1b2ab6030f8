"""Tables and progress for a terminal, drawn by rich: words stay whole, numbers stand right."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, Task, TaskID

LONGEST_WORD = 24
"""A column is never narrower than its longest word of at most so many characters."""
_KEY = re.compile(r"[a-z0-9.]+(?:[/_-][a-z0-9.]+)+")
_PIECE = re.compile(r"[^/_-]+[/_-]*")
_GAP = 2
_WIDE = 100_000
"""Width of what is no terminal: a line of a pipe is never cut."""


_NAMED = 2
"""Files that the progress names."""


def terminal_width() -> int | None:
    """Columns of the terminal that standard output is, None where it is a file or a pipe."""
    from shutil import get_terminal_size

    return get_terminal_size().columns if sys.stdout.isatty() else None


def unsteered(text: str) -> str:
    """A text whose control characters (but line feeds and tabs) are written out, so that nothing
    in a file or its name steers the terminal."""
    return "".join(
        char.encode("unicode_escape").decode("ascii")
        if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"
        else char
        for char in text
    )


def counted(number: int, name: str) -> str:
    """So many of something, one or several.

    >>> counted(1, "document"), counted(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def columns(
    rows: Sequence[Sequence[str]],
    right_from: int | None = None,
    width: int | None = None,
    rules_after: frozenset[int] = frozenset(),
    apart: bool = False,
    whole: Mapping[int, str] | None = None,
) -> str:
    """Rows as aligned columns under a line, the first row their names.

    Columns from `right_from` on stand to the right. `width` is that of the terminal: longer cells
    go on in the next line, between words; None lets every cell have its line.
    A rule stands after each row of `rules_after` (counted from 0 under the names); rows that are
    `apart` have a blank line between them. `whole` are rows (counted likewise) that are one text
    over all columns.
    """
    gaps = _GAP * (len(rows[0]) - 1)
    inside = [row for number, row in enumerate(rows) if number - 1 not in (whole or {})]
    natural, least = _natural(inside), _least(inside)
    widths = natural if width is None else fitted(natural, least, width - gaps)
    head = len(rows[0]) if right_from is None else right_from
    right = [i >= head for i in range(len(rows[0]))]
    return grid(
        rows, widths, right=right, rules_after=rules_after, apart=apart, whole=whole, room=width
    )


def _natural(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(text) for text in column) for column in zip(*rows, strict=True)]


def _least(rows: Sequence[Sequence[str]]) -> list[int]:
    """The longest word, or part of a key, of each column."""
    return [
        min(LONGEST_WORD, max((len(piece) for t in column for piece in _pieces(t)), default=1))
        for column in zip(*rows, strict=True)
    ]


def _pieces(text: str) -> Iterator[str]:
    """What a line may break between: white space, words, and the parts of keys, each with the sign
    that joins it to the next."""
    for word in re.findall(r"\s+|\S+", text):
        yield from _PIECE.findall(word) if _KEY.fullmatch(word) else (word,)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width: broken between words, in long keys behind a hyphen or slash,
    and inside a word only where it is longer than a line.

    >>> wrapped("ke-hoach-2026 của Bộ", 9)
    ['ke-hoach-', '2026 của', 'Bộ']
    """
    lines = [line for part in text.split("\n") for line in _filled(part, max(width, 1))]
    return lines or [""]


def _filled(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(text):
        if line and len(line) + len(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
        while len(line.rstrip()) > width:
            yield line[:width]
            line = line[width:]
    yield line.rstrip()


def fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fit into `room`: each at least its longest word, at most its longest
    cell, what is left in proportion to what each still wants.

    >>> fitted([3, 100, 40], [3, 8, 8], 60)
    [3, 33, 23]
    """
    if sum(natural) <= room:
        return list(natural)
    wanted = [max(0, most - low) for most, low in zip(natural, least, strict=True)]
    left, total = max(0, room - sum(least)), sum(want**0.5 for want in wanted) or 1.0
    return [
        low + min(want, int(left * want**0.5 / total))
        for low, want in zip(least, wanted, strict=True)
    ]


def grid(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    right: Sequence[bool] = (),
    rules_after: frozenset[int] = frozenset(),
    apart: bool = False,
    whole: Mapping[int, str] | None = None,
    room: int | None = None,
) -> str:
    """A table of these column widths, the first row its head; a rule after each row of
    `rules_after` (counted from 0 under the head), rows of `whole` as one text in lines of
    `room`. Lines end where their text ends."""
    whole = whole or {}
    cuts = [0, *sorted(whole), len(rows) - 1]
    parts = [_grid(rows[0], rows[1 : cuts[1] + 1], widths, right, rules_after, apart)]
    for begin, end in pairwise(cuts[1:]):
        parts.append("\n".join(wrapped(whole[begin], room or _WIDE)))
        if end > begin + 1:
            below = frozenset(number - begin - 1 for number in rules_after)
            parts.append(_grid(None, rows[begin + 2 : end + 1], widths, right, below, apart))
    return ("\n\n" if apart else "\n").join(parts)


def _grid(
    head: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    rules_after: frozenset[int],
    apart: bool,
) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), leading=apart,
        show_header=head is not None,
    )  # fmt: skip
    for i, name in enumerate(head or [""] * len(widths)):
        side = "right" if right and right[i] else "left"
        table.add_column(Text(name), width=widths[i], justify=side, overflow="fold")  # type: ignore[arg-type]
    for number, row in enumerate(rows):
        cells = (
            Text("\n".join(wrapped(text, width))) for text, width in zip(row, widths, strict=True)
        )
        table.add_row(*cells, end_section=number in rules_after)
    paper = Console(file=StringIO(), width=_WIDE, color_system=None, legacy_windows=False)
    paper.print(table)
    text: str = paper.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.rstrip("\n").split("\n"))


def time_left(done: float, total: float | None, elapsed: float | None) -> str:
    """How long the rest takes if it goes on as it went so far; blank while nobody can tell.

    >>> time_left(25, 100, 30.0), time_left(0, 100, 5.0)
    ('1:30 left', '')
    """
    if not done or not total or elapsed is None:
        return ""
    seconds = round(elapsed * max(0.0, total - done) / done)
    hours, minutes = divmod(seconds // 60, 60)
    head = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{head}:{seconds % 60:02} left"


def _time_left() -> ProgressColumn:
    """The column of the bar that says so. Its total grows while it runs, after which rich begins
    its own estimate anew."""
    from rich.progress import ProgressColumn
    from rich.table import Column
    from rich.text import Text

    class Left(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(time_left(task.completed, task.total, task.elapsed))

    return Left(table_column=Column(no_wrap=True))


class Bar:
    """Progress on standard error: a bar in pages on a terminal, else one line per input."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.expected: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.running: list[str] = []
        self.bar: Progress | None = None
        self.task: TaskID | None = None

    def expect(self, pages: Mapping[str, int]) -> None:
        """So many pages of each input, as far as can be told, are going to be read."""
        self.expected.update(pages)
        self.total += len(pages)
        if pages and sys.stderr.isatty():
            self._start(sum(pages.values()))

    def begin(self, name: str) -> None:
        """An input is being read."""
        self.running.append(name)
        self._show()

    def page(self, name: str) -> None:
        """A page of an input that takes long is done."""
        guess = self.expected.get(name, 0)
        if self.bar is not None and self.task is not None and self.seen.get(name, 0) < guess:
            self.seen[name] = self.seen.get(name, 0) + 1
            self.bar.advance(self.task)

    def end(self, name: str, pages: int) -> None:
        """An input is done; it had so many pages."""
        self.done += 1
        if name in self.running:
            self.running.remove(name)
        if self.bar is None or self.task is None:
            print(f"[{self.done}/{self.total}] {name}", file=sys.stderr, flush=True)
            return
        guess = self.expected.get(name, pages)
        self.bar.update(self.task, total=(self.bar.tasks[0].total or 0) + pages - guess)
        self.bar.advance(self.task, pages - self.seen.get(name, 0))
        self._show()
        if self.done == self.total:
            self.close()

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self.bar is not None:
            self.bar.stop()
        self.bar = None

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """While something is done of which nobody knows how long it takes."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.text import Text

        self.close()
        with Console(stderr=True).status(Text(what)):
            yield

    def _start(self, pages: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        if self.bar is None:
            whole = Column(no_wrap=True)
            self.bar = Progress(
                BarColumn(bar_width=24, table_column=Column(width=24)),
                TextColumn("{task.completed:.0f}/{task.total:.0f} pages", table_column=whole),
                _time_left(),
                TextColumn("{task.description}", markup=False,
                           table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
                console=Console(stderr=True), transient=True, expand=True,
            )  # fmt: skip
            self.task = self.bar.add_task("", total=0)
            self.bar.start()
        assert self.task is not None
        self.bar.update(self.task, total=(self.bar.tasks[0].total or 0) + pages)

    def _show(self) -> None:
        if self.bar is not None and self.task is not None:
            left = len(self.running) - _NAMED
            more = f" and {left} more" if left > 0 else ""
            self.bar.update(self.task, description=", ".join(self.running[:_NAMED]) + more)
