"""Fresh documents beside a large corpus: time and memory of settling links, or of a whole run.

    ./dev shell python benchmarks/links_scale.py [--documents 1000] [--fresh 5] [--fields N]
        [--keep FOLDER] [--workers 2] [--run] [--profile]

The corpus is published through the store as documents of 200 tasks. Titles are made from the real
ones: a chain over pairs of syllables keeps how often words and pairs of words stand in them and how
long titles are, and every few titles a rare name of its own stands in (as ministries, programmes
and places do). With `--fields` documents are of so many fields: each says all but the commonest
words by others, as an archive does whose vocabulary grows. Three rows of ten are rows of an earlier
document of the field, edited the way real documents edit them; every document cites twenty others,
one in ten quotes old titles of an older document, half of these of one that is not there. Half of
the rows of a fresh document are edited rows of one published document.

Settling is measured alone: the keys and links of the fresh documents, until they are in the files
of the next state, which is thrown away. With `--run` the fresh documents are files, and the whole
of `annex run` is measured. `--keep` names where a corpus stays, so that it is made once;
`--profile` settles in this process and tells where the time goes.

Reported are wall time, processor time and the largest process, and of the edited rows how many
blocking offers and how many are linked.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.batch.options import Options
from pipeline.batch.run import run
from pipeline.batch.settle import settle_links
from pipeline.data.bundle import document_tables
from pipeline.data.draft import Draft
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
from pipeline.link.corpus.due import CorpusChange
from pipeline.link.lineage.keys import keys_of_document
from pipeline.link.lineage.links import candidates
from pipeline.link.lineage.model import LinkInput, LinkRow
from pipeline.link.lineage.rarity import usual
from pipeline.workers import Limits, map_processes
from tests.support.labelled_links import AGE, document
from tests.support.published import next_state

ROWS = 200  # per document
OLD = 0.3  # share of rows that go on from an earlier document
REACH = 500  # documents among which the earlier one is chosen
CITED = 20  # documents cited, and old titles quoted
NEW_NAME = 0.15  # share of titles with a rare name of their own
COMMON = 0.05  # share of titles from which a word is said in every field
AGENCIES = [f"agency-{n}" for n in range(60)]


class Titles:
    """Titles with the word statistics of the real ones, of so many fields."""

    def __init__(self, fields: int = 1) -> None:
        self.fields = fields
        self.random = random.Random()
        self.next: dict[tuple[str, str], list[str]] = {}
        self.lengths: list[int] = []
        held = Counter[str]()
        for doc_id in AGE:
            for row in document(doc_id).rows:
                self._learn(row.title.split())
                held.update(set(row.title.split()))
        self.words = [follower for followers in self.next.values() for follower in followers]
        often = COMMON * len(self.lengths)
        self._rare = sorted(word for word, times in held.items() if times < often)
        self.field = lru_cache(2000)(self._field)
        self.of = lru_cache(2000)(self._of)

    def _learn(self, words: Sequence[str]) -> None:
        self.lengths.append(len(words))
        chain = ["", "", *words]
        for one, two, three in zip(chain, chain[1:], chain[2:], strict=False):
            self.next.setdefault((one, two), []).append(three)

    def _field(self, number: int) -> dict[str, str]:
        """What a field says for the words that are not said everywhere."""
        if self.fields == 1:
            return {}
        others = list(self._rare)
        random.Random(f"field {number}").shuffle(others)
        return dict(zip(self._rare, others, strict=True))

    def _of(self, name: str, field: int) -> tuple[str, ...]:
        """The titles a document of a field has of its own."""
        self.random, said = random.Random(name), self.field(field)
        titles = (self.make().split() for _ in range(ROWS))
        return tuple(" ".join(said.get(word, word) for word in title) for title in titles)

    def choice(self, among: Sequence[Any]) -> Any:
        """One of some, quicker than `random.choice`."""
        return among[int(self.random.random() * len(among))]

    def make(self) -> str:
        one, two, length = "", "", self.choice(self.lengths)
        words: list[str] = []
        while len(words) < length:
            word: str = self.choice(self.next.get((one, two)) or self.words)
            words.append(word)
            one, two = two, word
        if self.random.random() < NEW_NAME:
            words.insert(self.random.randrange(len(words) + 1), self.name())
        return " ".join(words)

    def name(self) -> str:
        """A syllable that hardly ever stands elsewhere, as in the name of a place."""
        return f"{self.choice(self.words)}{self.random.randrange(10**5)}"

    def edited(self, title: str) -> str:
        """A title as the next document prints it: mostly the same, else changed in one place."""
        words, kind = title.split(), self.random.random()
        at = self.random.randrange(len(words))
        if kind < 0.55:
            end: str = self.choice(["", ".", ";"])
            return title + end
        if kind < 0.75:  # a misprint
            words[at] = words[at][:-1] + "ạ"
        elif kind < 0.85:  # one word for another
            words[at] = self.choice(self.words)
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
    field, chance = number % titles.fields, random.Random(f"more {number}")
    own = list(titles.of(str(number), field))
    before = range(field, number, titles.fields)[-REACH:]
    earlier = titles.of(str(chance.choice(before)), field) if before else ()
    titles.random = chance
    for at in chance.sample(range(ROWS), int(ROWS * OLD)) if earlier else ():
        own[at] = titles.edited(earlier[at])
    day = date(2016, 1, 1) + timedelta(days=number * 3650 // count)
    found = written(number, day, own, count, chance)
    if number % 10 != 9:
        return found
    return replace(found, amendments=tuple(claims(titles, number, found.doc_id, chance)))


def written(
    number: int, day: date, own: Sequence[str], count: int, chance: random.Random
) -> Document:
    """A document of tasks that cites others, as datasets."""
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
    )  # fmt: skip


def claims(
    titles: Titles, number: int, doc_id: str, chance: random.Random
) -> Iterator[AmendmentRecord]:
    """Old titles quoted from an older document, or from one that prints the same and is gone."""
    older = chance.randrange(number)
    cited = f"{older + 1}/KH-UBND" if number % 20 == 9 else f"{number}/QĐ-TTg"
    for n, title in enumerate(titles.of(str(older), older % titles.fields)[:CITED], 1):
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
            found = replace(found, keys=keys_of_document(found, usual()))
            draft.write(found.documents[0].doc_id, document_tables(found))


@dataclass(frozen=True)
class Fresh:
    """A fresh document: its titles, and which of them were made from which published title."""

    number: int
    titles: Sequence[str]
    source: dict[int, str]
    older: int
    """The number of the published document they were made from."""


def fresh_one(titles: Titles, nth: int, count: int) -> Fresh:
    """The fresh document `nth` beside `count` published ones."""
    older = count // 2 + nth
    field = older % titles.fields
    own, old = list(titles.of(f"fresh {nth}", field)), titles.of(str(older), field)
    chance = titles.random = random.Random(f"more fresh {nth}")
    source = {at: old[at] for at in sorted(chance.sample(range(ROWS), ROWS // 2))}
    for at, title in source.items():
        own[at] = titles.edited(title)
    return Fresh(count + nth, own, source, older)


def write_fresh(folder: Path, fresh: Fresh) -> None:
    """A fresh document as a file."""
    lines = [f"{n}.\t{title}\tBộ Y tế\t2026\n" for n, title in enumerate(fresh.titles, 1)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"fresh-{fresh.number}.txt").write_text(
        f"UBND\nSố: {fresh.number + 1}/KH-UBND\nHà Nội, ngày 3 tháng 4 năm 2026\nKẾ HOẠCH\n"
        f"Về việc\n\nPhụ lục I\n\nTT\tTên nhiệm vụ\tCơ quan chủ trì\tThời hạn\n{''.join(lines)}",
        encoding="utf-8",
    )


def used() -> float:
    """Processor seconds of this process and of all that it started and that have ended."""
    times = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(time.ru_utime + time.ru_stime for time in times)


@dataclass
class Found:
    """Of the rows made from rows of one document: how many blocking offers, how many are linked."""

    made: int = 0
    offered: int = 0
    accepted: int = 0
    review: int = 0
    links: int = 0

    def count(self, store: Store, doc_id: str, one: Fresh, older: Document) -> None:
        """Count one document more."""
        tasks, links = store.read(doc_id, "tasks"), store.read(doc_id, "links")
        olds = {row.title: row.row_id for row in older.tasks}
        # A row of the older document may itself have been edited from an earlier one.
        true = {tasks[at].row_id: olds[t] for at, t in one.source.items() if t in olds}
        right = [link for link in links if true.get(link.row_id) == link.other_row_id]
        self.made += len(true)
        self.offered += len(true.items() & offers(tasks, older.tasks))
        self.accepted += sum(link.status == "accepted" for link in right)
        self.review += sum(link.status == "review" for link in right)
        self.links += len(links)


def offers(tasks: Sequence[Record], olds: Sequence[Record]) -> set[tuple[str, str]]:
    """The pairs of rows that blocking alone offers for two documents."""
    new, old = _rows(tasks), _rows(olds)
    edges = candidates(new, old, {}, usual()).edges
    return {(new.rows[one].row_id, old.rows[other].row_id) for one, other in edges}


def _rows(tasks: Sequence[Any]) -> LinkInput:
    return LinkInput("", tuple(LinkRow(task.row_id, task.title) for task in tasks))


def settle(draft: Draft, doc_ids: Iterable[str], workers: int) -> None:
    """Settle the links of fresh documents that are in a state."""
    settle_links(draft, CorpusChange(frozenset(doc_ids)), workers)
    draft.fold()


def settled(out: Path, fresh: Sequence[Fresh], count: int, chosen: argparse.Namespace) -> Draft:
    """The next state with the fresh documents settled; in a process of its own, as in a run."""
    draft = Draft(Store(out))
    doc_ids = []
    for one in fresh:
        chance = random.Random(one.number)
        found = written(one.number, date(2026, 4, 3), one.titles, count, chance)
        draft.write(found.doc_id, document_tables(found))
        doc_ids.append(found.doc_id)
    draft.fold()
    if chosen.profile:
        profile = cProfile.Profile(time.process_time)
        profile.runcall(settle, draft, doc_ids, 1)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
        return draft
    task, limits = (draft, doc_ids, chosen.workers), Limits(24 * 3600.0, 16 * 1024**3)
    for done in map_processes(_settle, [task], 1, limits, nested=True):
        if done.failure:
            raise SystemExit(done.failure)
    return draft


def _settle(task: tuple[Draft, Sequence[str], int]) -> None:
    settle(*task)


def measure(folder: Path, chosen: argparse.Namespace) -> None:
    out, titles, count = folder / "out", Titles(chosen.fields), chosen.documents
    if not out.exists():
        publish(out, titles, count)
    fresh = [fresh_one(titles, nth, count) for nth in range(chosen.fresh)]
    usual()
    wall, processor = time.monotonic(), used()
    if chosen.run:
        for one in fresh:
            write_fresh(folder / "in", one)
        run([folder / "in"], Options(out))
        store = Store(out)
    else:
        store = settled(out, fresh, count, chosen)
    wall, processor = time.monotonic() - wall, used() - processor
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    found = Found()
    for one in fresh:
        found.count(store, f"{one.number + 1}-kh-ubnd-2026", one, made(titles, one.older, count))
    if isinstance(store, Draft):
        store.discard()
    print(f"{len(fresh)} fresh documents ({len(fresh) * ROWS} rows) beside {count} "
          f"({count * ROWS} tasks, {chosen.fields} fields): {wall:.0f} s, "
          f"{processor:.1f} s of processor time, largest process {peak} MB; {found.links} links; "
          f"rows made from a published one: {found.made}, blocking offers {found.offered}, "
          f"accepted {found.accepted}, review {found.review}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--fresh", type=int, default=5)
    parser.add_argument("--fields", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where the corpus stays for the next time")
    parser.add_argument("--run", action="store_true", help="measure the whole of annex run")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.keep:
        measure(options.keep, options)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options)


if __name__ == "__main__":
    main()
