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
    called or explained more than once: one for each annex. Forms count their notes anew."""
    without = [(m.annex, m.number) for m in matched.without_text if m.row_id is None]
    for annex, numbers in _by_annex(without):
        yield (
            "footnote-without-text",
            f"{_named(numbers, annex)} called in the text, without a text",
        )
    repeated = [(repeat.annex, repeat.number) for repeat in matched.repeated]
    for annex, numbers in _by_annex(repeated):
        times = sum(found == annex for found, _ in repeated)
        message = f"{_named(numbers, annex)} called or explained {times} times more"
        yield "footnote-repeated", message


def _by_annex(
    notes: Sequence[tuple[str | None, int]],
) -> Iterator[tuple[str | None, list[int]]]:
    for annex in dict.fromkeys(annex for annex, _ in notes):
        yield annex, list(dict.fromkeys(number for found, number in notes if found == annex))


def _named(numbers: Sequence[int], annex: str | None) -> str:
    where = annex or "the document"
    if len(numbers) == 1:
        return f"footnote {numbers[0]} of {where} is"
    return f"{len(numbers)} footnotes of {where} ({min(numbers)} to {max(numbers)}) are"
