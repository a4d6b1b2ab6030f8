"""`annex run` on a few fresh documents beside a large corpus: time and memory of settling links.

    ./dev shell python benchmarks/links_scale.py [--documents 1000] [--fresh 5] [--keep FOLDER]

The corpus is published through the store as documents of 200 tasks. Titles are made from the real
ones: a chain over pairs of syllables keeps how often words and pairs of words stand in them and how
long titles are, and every few titles a rare name of its own stands in (as ministries, programmes
and places do). Three rows of ten are rows of an earlier document, edited the way real documents
edit them; every document cites twenty others, one in ten quotes old titles of an older document,
half of these of one that is not there. The fresh documents are files that `annex run` reads; half
of their rows are edited rows of one published document.

Reported are wall time and processor time of the whole run, its largest worker, and of the edited
rows how many blocking offers and how many are linked.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.data.bundle import document_tables
from pipeline.data.parquet import tables_of_document
from pipeline.data.records import (
    AmendmentRecord,
    AssignmentRecord,
    CitationRecord,
    Document,
    DocumentRecord,
    Record,
    TaskRecord,
)
from pipeline.data.schema import item_type
from pipeline.data.store import Store
from pipeline.link.lineage.input import bridges, link_input
from pipeline.link.lineage.keys import keys_of
from pipeline.link.lineage.links import candidates, quotes_of
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import usual
from tests.support.labelled_links import AGE, document
from tests.support.published import next_state

ROWS = 200  # per document
OLD = 0.3  # share of rows that go on from an earlier document
REACH = 500  # documents among which the earlier one is chosen
CITED = 20  # documents cited, and old titles quoted
NEW_NAME = 0.15  # share of titles with a rare name of their own
AGENCIES = [f"agency-{n}" for n in range(60)]


class Titles:
    """Titles with the word statistics of the real ones."""

    def __init__(self) -> None:
        self.random = random.Random()
        self.next: dict[tuple[str, str], list[str]] = {}
        self.lengths: list[int] = []
        for doc_id in AGE:
            for row in document(doc_id).rows:
                self._learn(row.title.split())
        self.words = [follower for followers in self.next.values() for follower in followers]

    def _learn(self, words: Sequence[str]) -> None:
        self.lengths.append(len(words))
        chain = ["", "", *words]
        for one, two, three in zip(chain, chain[1:], chain[2:], strict=False):
            self.next.setdefault((one, two), []).append(three)

    def of(self, name: str) -> list[str]:
        """The titles a document has of its own."""
        self.random = random.Random(name)
        return [self.make() for _ in range(ROWS)]

    def make(self) -> str:
        choice = self.random.choice
        one, two, length = "", "", choice(self.lengths)
        words: list[str] = []
        while len(words) < length:
            followers = self.next.get((one, two))
            word = choice(followers) if followers else choice(self.words)
            words.append(word)
            one, two = two, word
        if self.random.random() < NEW_NAME:
            words.insert(self.random.randrange(len(words) + 1), self.name())
        return " ".join(words)

    def name(self) -> str:
        """A syllable that hardly ever stands elsewhere, as in the name of a place."""
        return f"{self.random.choice(self.words)}{self.random.randrange(10**5)}"

    def edited(self, title: str) -> str:
        """A title as the next document prints it: mostly the same, else changed in one place."""
        words, kind = title.split(), self.random.random()
        at = self.random.randrange(len(words))
        if kind < 0.55:
            return title + self.random.choice(["", ".", ";"])
        if kind < 0.75:  # a misprint
            words[at] = words[at][:-1] + "ạ"
        elif kind < 0.85:  # one word for another
            words[at] = self.random.choice(self.words)
        elif kind < 0.95:  # a tail
            words += self.make().split()[: max(1, len(words) // 8)]
        else:  # the first words
            words = ["Tiếp", "tục", "nghiên", "cứu", *words]
        return " ".join(words)


def record(of: Any, /, **known: Any) -> Any:
    """A record whose other fields are null, lists empty."""
    empty = {field.name: () if item_type(of, field.name) else None for field in fields(of)}
    return of(**{**empty, **known})


def made(titles: Titles, number: int, count: int) -> Document:
    """The document `number` of `count`."""
    own, chance = titles.of(str(number)), random.Random(f"more {number}")
    earlier = titles.of(str(chance.randrange(max(0, number - REACH), number))) if number else own
    titles.random = chance
    for at in chance.sample(range(ROWS), int(ROWS * OLD)) if number else ():
        own[at] = titles.edited(earlier[at])
    day = date(2016, 1, 1) + timedelta(days=number * 3650 // count)
    doc_id = f"{number + 1}-kh-ubnd-{day.year}"
    row_ids = [f"{doc_id}/1/{n:04}" for n in range(1, ROWS + 1)]
    return replace(
        Document(**dict.fromkeys(tables_of_document(), ())),
        documents=(
            record(
                DocumentRecord, doc_id=doc_id, number=f"{number + 1}/KH-UBND", issued_date=day,
                status="issued", source=f"{doc_id}.txt", sha256="", media_type="text/plain",
                dialect="text-tsv", kind="Kế hoạch", issuer="", title="", pages=1, engine="",
                renditions=(),
            ),
        ),
        tasks=tuple(
            record(
                TaskRecord, row_id=row_id, doc_id=doc_id, table_id=f"{doc_id}/1", ordinal=n,
                label=f"{n}.", stt=str(n), stt_path=str(n), has_children=False, title=title,
                annex="Phụ lục I", group_label="", group_title="", footnotes=(),
                deadline_kind="blank",
            )
            for n, (row_id, title) in enumerate(zip(row_ids, own, strict=True), 1)
        ),
        assignments=tuple(
            AssignmentRecord(row_id, doc_id, "lead", 1, "", None, agency, agency, "agency",
                             "exact", 100.0, "ministry", "central", None, None, (agency,))
            for row_id in row_ids
            for agency in [chance.choice(AGENCIES)]
        ),
        citations=tuple(
            CitationRecord(row_ids[at], doc_id, "basis", 1, "",
                           f"{chance.randrange(count) + 1}/KH-UBND", "Kế hoạch", None, None, None)
            for at in sorted(chance.sample(range(ROWS), CITED))
        ),
        amendments=tuple(claims(titles, number, doc_id, chance)) if number % 10 == 9 else (),
    )  # fmt: skip


def claims(
    titles: Titles, number: int, doc_id: str, chance: random.Random
) -> Iterator[AmendmentRecord]:
    """Old titles quoted from an older document, or from one that prints the same and is gone."""
    older = chance.randrange(number)
    cited = f"{older + 1}/KH-UBND" if number % 20 == 9 else f"{number}/QĐ-TTg"
    for n, title in enumerate(titles.of(str(older))[:CITED], 1):
        yield record(
            AmendmentRecord, amendment_id=f"{doc_id}/fn/{n}", doc_id=doc_id,
            row_id=f"{doc_id}/1/{n:04}", source="footnote", action="amended",
            original_number=cited, original_annex="Phụ lục I", original_stt=str(n),
            original_title=title, status="cited",
        )  # fmt: skip


def publish(out: Path, titles: Titles, count: int) -> None:
    """A corpus whose links were never settled: that what is measured does not read them."""
    with next_state(out) as draft:
        for number in range(count):
            found = made(titles, number, count)
            quotes = quotes_of(bridges(found.amendments))
            found = replace(found, keys=keys_of(link_input(found), quotes, usual()))
            draft.write(found.documents[0].doc_id, document_tables(found))


def write_fresh(folder: Path, titles: Titles, number: int, count: int) -> dict[int, str]:
    """One fresh document as a file. Returns which of its rows were made from which title."""
    own, old = titles.of(f"fresh {number}"), titles.of(str(count // 2 + number))
    chance = titles.random = random.Random(f"more fresh {number}")
    source = {at: old[at] for at in sorted(chance.sample(range(ROWS), ROWS // 2))}
    for at, title in source.items():
        own[at] = titles.edited(title)
    lines = [f"{n}.\t{title}\tBộ Y tế\t2026\n" for n, title in enumerate(own, 1)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"fresh-{number}.txt").write_text(
        f"UBND\nSố: {count + number + 1}/KH-UBND\nHà Nội, ngày 3 tháng 4 năm 2026\nKẾ HOẠCH\n"
        f"Về việc\n\nPhụ lục I\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n{''.join(lines)}",
        encoding="utf-8",
    )
    return source


def used() -> float:
    """Processor seconds of this process and of all that it started and that have ended."""
    times = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(time.ru_utime + time.ru_stime for time in times)


def recall(out: Path, titles: Titles, sources: dict[str, dict[int, str]], count: int) -> None:
    """Of the rows made from rows of one document: how many blocking offers, how many are linked."""
    store = Store(out)
    made_from = offered = 0
    linked = {"accepted": 0, "review": 0}
    for number, (doc_id, source) in enumerate(sources.items()):
        old_id = made(titles, count // 2 + number, count).documents[0].doc_id
        olds = {row.title: row.row_id for row in store.read(old_id, "tasks")}
        tasks = store.read(doc_id, "tasks")
        # A row of the older document may itself have been edited from an earlier one.
        true = {tasks[at].row_id: olds[title] for at, title in source.items() if title in olds}
        made_from += len(true)
        offered += len(true.items() & offers(tasks, store.read(old_id, "tasks")))
        for link in store.read(doc_id, "links"):
            linked[link.status] += true.get(link.row_id) == link.other_row_id
    print(f"rows made from a published one: {made_from}; blocking offers {offered}, "
          f"accepted {linked['accepted']}, review {linked['review']}")  # fmt: skip


def offers(tasks: Sequence[Record], olds: Sequence[Record]) -> set[tuple[str, str]]:
    """The pairs of rows that blocking alone offers for two documents."""
    new, old = _rows(tasks), _rows(olds)
    edges = candidates(new, old, {}, usual()).edges
    return {(new.rows[one].row_id, old.rows[other].row_id) for one, other in edges}


def _rows(tasks: Sequence[Any]) -> LinkInput:
    return LinkInput("", tuple(LinkRow(task.row_id, task.title) for task in tasks))


def measure(folder: Path, count: int, fresh: Iterable[int]) -> None:
    out, titles = folder / "out", Titles()
    if not out.exists():
        publish(out, titles, count)
    sources = {
        f"{count + n + 1}-kh-ubnd-2026": write_fresh(folder / "in", titles, n, count) for n in fresh
    }
    wall, processor = time.monotonic(), used()
    summary = run([folder / "in"], Options(out))
    wall, processor = time.monotonic() - wall, used() - processor
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(sources)} fresh documents ({summary.total('rows')} rows) beside {count} "
          f"({count * ROWS} tasks): {wall:.0f} s, {processor:.0f} s of processor time, "
          f"largest worker {peak} MB")  # fmt: skip
    recall(out, titles, sources, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--fresh", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where the corpus stays for the next time")
    options = parser.parse_args()
    if options.keep:
        measure(options.keep, options.documents, range(options.fresh))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.documents, range(options.fresh))


if __name__ == "__main__":
    main()
