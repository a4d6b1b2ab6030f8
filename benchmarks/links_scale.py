"""New rows against a corpus of 1,000,000 tasks: time, memory, recall of blocking and of matching.

    ./dev shell python benchmarks/links_scale.py [--tasks 1000000] [--new 1000]

The corpus is made from the real titles: a chain over pairs of syllables keeps how often words and
pairs of words stand in them and how long titles are, and every few titles a rare name of its own
stands in (as ministries, programmes and places do). It is generated while it is read and never
held. Half of the new rows are rows of the corpus, edited the way real documents edit them; the
others are fresh. Time is processor time of linking alone, one process; generating is taken off.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.link.lineage import title_probes
from pipeline.link.lineage_blocking import Blocker, features, features_of
from pipeline.link.lineage_corpus import link_stream
from pipeline.link.lineage_model import LinkInput, LinkRow
from pipeline.link.lineage_text import Weights, read_title, syllables
from tests.labelled_links import AGE, document

ROWS = 100  # per document
BACKGROUND = 20_000  # titles that show how common words are
AGENCIES = [f"agency-{n}" for n in range(60)]
NEW_NAME = 0.15  # share of titles with a rare name of their own


class Titles:
    """Titles with the word statistics of the real ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
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
        """Two syllables that hardly ever stand together, as in the name of a place."""
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


def row_of(row_id: str, title: str, chance: random.Random) -> LinkRow:
    return LinkRow(row_id, title, leads=frozenset({chance.choice(AGENCIES)}))


class Corpus:
    """Documents made one after the other; remembers the rows to be edited and its own time."""

    def __init__(self, tasks: int, wanted: set[int], seed: int) -> None:
        self.tasks, self.wanted, self.seed = tasks, wanted, seed
        self.seconds = 0.0

    def __iter__(self) -> Iterator[LinkInput]:
        titles, chance = Titles(self.seed), random.Random(self.seed)
        for first in range(0, self.tasks, ROWS):
            started = time.process_time()
            doc_id = f"d{first // ROWS}"
            rows = tuple(
                row_of(f"{doc_id}/1/{n + 1:04}", titles.make(), chance) for n in range(ROWS)
            )
            self.seconds += time.process_time() - started
            yield LinkInput(doc_id, rows)

    def chosen(self) -> dict[int, LinkRow]:
        """The rows numbered in `wanted`."""
        return {
            number: row
            for at, doc in enumerate(self)
            for n, row in enumerate(doc.rows)
            if (number := at * ROWS + n) in self.wanted
        }


def new_documents(count: int, old: dict[int, LinkRow]) -> tuple[list[LinkInput], dict[str, str]]:
    """New documents, and the truth: new row → the old row it was made from."""
    titles, chance = Titles(7), random.Random(7)
    sources: list[LinkRow | None] = [*old.values(), *[None] * (count - len(old))]
    chance.shuffle(sources)
    rows, truth = [], {}
    for number, source in enumerate(sources):
        row_id = f"new{number // ROWS}/1/{number % ROWS + 1:04}"
        if source is None:
            rows.append(row_of(row_id, titles.make(), chance))
            continue
        truth[row_id] = source.row_id
        rows.append(LinkRow(row_id, titles.edited(source.title), leads=source.leads))
    return [
        LinkInput(f"new{at // ROWS}", tuple(rows[at : at + ROWS]))
        for at in range(0, len(rows), ROWS)
    ], truth


def blocked(news: Sequence[LinkInput], old: dict[int, LinkRow], truth: dict[str, str],
            background: Sequence[str]) -> int:  # fmt: skip
    """How many true pairs the blocking alone would offer."""
    rows = [row for news_doc in news for row in news_doc.rows]
    probes = [title_probes(row, {}) for row in rows]
    known = [read_title(text) for text in background] + [probe[0] for probe in probes]
    blocker = Blocker(probes, Weights([features(title) for title in known]))
    found = {
        (rows[at].row_id, row.row_id)
        for row in old.values()
        for at, _ in blocker.rows_like(features_of(syllables(row.title)))
    }
    return len(found & set(truth.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=1000)
    options = parser.parse_args()
    wanted = set(random.Random(3).sample(range(options.tasks), options.new // 2))
    old = Corpus(options.tasks, wanted, 1).chosen()
    news, truth = new_documents(options.new, old)
    maker = Titles(5)
    background = [maker.make() for _ in range(BACKGROUND)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    corpus = Corpus(options.tasks, set(), 1)
    started = time.process_time()
    status: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for linked in link_stream(news, corpus, background=background):
        for link in linked.links:
            status[link.status] += 1
            right[link.status] += truth.get(link.row_id) == link.other_row_id
    seconds = time.process_time() - started - corpus.seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{options.new} new rows against {options.tasks} tasks: {seconds:.1f} s "
          f"({seconds * 1000 / options.new:.1f} s per 1,000 new rows), peak {peak} MB "
          f"({before} MB before linking)")  # fmt: skip
    reached = blocked(news, old, truth, background)
    print(f"true pairs {len(truth)}: blocking offers {reached}, "
          f"accepted {right['accepted']}, review {right['review']}")  # fmt: skip
    print(f"links: {dict(status)}; besides the true ones "
          f"{status['accepted'] - right['accepted']} accepted, "
          f"{status['review'] - right['review']} for review")  # fmt: skip


if __name__ == "__main__":
    main()
