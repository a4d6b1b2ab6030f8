"""Equal doubts told once: one problem with a count where a document repeats itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data.records import ProblemRecord
from pipeline.normalize.notes import Matched

_FEW = 5
"""Doubts of a kind that are told one by one: more than these a person reads as one."""
_OF_TABLES = frozenset({"header-missing", "table-empty"})


def few(found: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
    """Doubts about rows or notes as (index, code, message): of each code either a few, or the first
    with a count of the others."""
    doubts = list(found)
    counts = Counter(code for _, code, _ in doubts)
    told: set[str] = set()
    for index, code, message in doubts:
        if counts[code] <= _FEW:
            yield index, code, message
        elif code not in told:
            told.add(code)
            yield index, code, f"{message}, and {counts[code] - 1} more like it"


def told_once(problems: Iterable[ProblemRecord]) -> list[ProblemRecord]:
    """The problems, those about whole tables once for each code: the first, which names the
    others."""
    kept: list[ProblemRecord] = []
    tables: dict[str, list[str]] = {}
    for problem in problems:
        named = tables.setdefault(problem.code, [])
        if problem.code not in _OF_TABLES or not named:
            kept.append(problem)
        if problem.code in _OF_TABLES and problem.table_id:
            named.append(problem.table_id.rpartition("/")[2])
    return [_with_others(problem, tables.get(problem.code, ())) for problem in kept]


def _with_others(problem: ProblemRecord, tables: Sequence[str]) -> ProblemRecord:
    if len(tables) <= 1:
        return problem
    message = f"{problem.message}; {len(tables)} of them: {', '.join(tables)}"
    return replace(problem, message=message)


def notes_apart(matched: Matched) -> Iterator[tuple[str, str]]:
    """Code and message of the footnote marks outside tables that have no text, and of the notes
    called or explained more than once: once for a document, annex by annex, since forms count
    their notes anew."""
    without = [(m.annex, m.number) for m in matched.without_text if m.row_id is None]
    if without:
        yield "footnote-without-text", f"{_named(without)} called in the text, without a text"
    repeated = [(repeat.annex, repeat.number) for repeat in matched.repeated]
    if repeated:
        message = f"{_named(repeated)} called or explained {len(repeated)} times more"
        yield "footnote-repeated", message


def _named(notes: Sequence[tuple[str | None, int]]) -> str:
    """The notes by their numbers and annexes, with the verb."""
    numbers: dict[str, list[int]] = {}
    for annex, number in dict.fromkeys(notes):
        numbers.setdefault(annex or "the document", []).append(number)
    first, *others = numbers
    count = sum(map(len, numbers.values()))
    if count == 1:
        return f"footnote {numbers[first][0]} of {first} is"
    if not others:
        return f"{count} footnotes of {first} ({_span(numbers[first])}) are"
    places = "; ".join(f"{annex}: {_span(own)}" for annex, own in numbers.items())
    return f"{count} footnotes ({places}) are"


def _span(numbers: Sequence[int]) -> str:
    return f"{min(numbers)} to {max(numbers)}" if len(numbers) > 1 else str(numbers[0])
