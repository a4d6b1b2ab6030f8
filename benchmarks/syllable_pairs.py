"""Which syllables stand beside each other in official documents → pipeline/writing/pairs.toml.

    ./dev shell python benchmarks/syllable_pairs.py [--to FILE] FILE-OR-FOLDER…

Reads every document with text (scans have none), and keeps the pairs of neighbouring syllables
that at least two of them print. A document most of whose pairs stand in another one is a copy of it
and does not count. Documents by which scans are judged (benchmarks/scans.toml) are not to be given.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.batch.sources import discover  # noqa: E402
from pipeline.errors import InputError  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.model import Fragment, Grid, Note, Page, Prose, Source  # noqa: E402
from pipeline.writing.pairs import neighbours  # noqa: E402
from pipeline.writing.syllables import is_syllable  # noqa: E402

TARGET = ROOT / "pipeline" / "writing" / "pairs.toml"
LEAST, OFTEN = 2, 5
COPY = 0.9
HEAD = """\
# Pairs of neighbouring syllables of official documents, in lower case: on each line the first, and
# all that follow it (as tables they took ten times as long to read); first those that at least
# {often} of {documents} documents print, then those that at least {least} do.
# Vietnamese official documents are outside copyright (article 15 of the Law on Intellectual
# Property). None of them is one by which scans are judged; five are ones that scans
# to learn on are made from. Written by
# benchmarks/syllable_pairs.py from:
{names}
"""


def _lines(page: Page) -> Iterator[Sequence[Fragment]]:
    prose = [block.fragment for block in page.blocks if isinstance(block, Prose)]
    yield prose
    for block in page.blocks:
        if isinstance(block, Grid):
            yield from (cell.fragments for row in block.rows for cell in row if not cell.merged)
        elif isinstance(block, Note):
            yield block.fragments


def pairs_of(source: Source) -> set[tuple[str, str]]:
    """The pairs of syllables a document prints."""
    found: set[tuple[str, str]] = set()
    for page in extract(source).reading.pages:
        for lines in _lines(page):
            found.update(neighbours(" ".join(line.text for line in lines)))
    return {pair for pair in found if all(map(is_syllable, pair))}


def main() -> None:
    """Count, and write the file."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("files", type=Path, nargs="+")
    options.add_argument("--to", type=Path, default=TARGET, help="write the pairs there")
    arguments = options.parse_args()
    documents: dict[str, set[tuple[str, str]]] = {}
    for source in discover(arguments.files):
        try:
            pairs = pairs_of(source)
        except InputError as error:
            print(f"{source.name}: {error.message}", file=sys.stderr)
            continue
        if any(len(pairs & other) >= COPY * len(pairs) for other in documents.values()):
            continue
        documents[source.name] = pairs
    counts = Counter(pair for pairs in documents.values() for pair in pairs)
    names = textwrap.fill(", ".join(sorted(documents)), 98, break_on_hyphens=False)
    head = HEAD.format(
        least=LEAST, often=OFTEN, documents=len(documents), names=textwrap.indent(names, "# ")
    )
    often = {pair for pair, count in counts.items() if count >= OFTEN}
    seldom = {pair for pair, count in counts.items() if LEAST <= count < OFTEN}
    text = head + _table("often", often) + _table("seldom", seldom)
    arguments.to.write_text(text, encoding="utf-8")
    print(f"{len(often)} + {len(seldom)} pairs of {len(documents)} documents", file=sys.stderr)


def _table(name: str, pairs: set[tuple[str, str]]) -> str:
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        after[one].append(other)
    lines = (f"{' '.join((one, *others))}\n" for one, others in after.items())
    return f"\n{name} = '''\n{''.join(lines)}'''\n"


if __name__ == "__main__":
    main()
