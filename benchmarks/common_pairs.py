"""How often pairs of neighbouring syllables stand in titles → pipeline/link/lineage_common.toml.

    ./dev shell python benchmarks/common_pairs.py [OUT]

OUT are datasets that `annex run` wrote. Pairs that stand in one title only are left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.link.corpus.shelf import Shelf
from pipeline.link.lineage import common as lineage_common
from pipeline.link.lineage.text import title_key

HEAD = """\
# Pairs of neighbouring syllables, as compared (`lineage_text.title_key`), and how many of the
# {titles} titles of tasks and indicators in raw/ hold them; those in one title only are left out.
# Says which pairs are common, whatever else a corpus holds. Written by benchmarks/common_pairs.py.

titles = {titles}

[pairs]
"""


def main() -> None:
    shelf = Shelf(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
    titles = [row.title for doc_id in sorted(shelf.entries) for row in shelf.rows(doc_id)]
    held: Counter[str] = Counter()
    for title in titles:
        held.update(set(map(" ".join, pairwise(title_key(title).split()))))
    pairs = sorted((-count, pair) for pair, count in held.items() if count > 1)
    lines = [f'"{pair}" = {-count}\n' for count, pair in pairs]
    path = Path(lineage_common.__file__).with_name(lineage_common.FILE)
    path.write_text(HEAD.format(titles=len(titles)) + "".join(lines), encoding="utf-8")
    print(f"{path.name}: {len(lines)} pairs of {len(titles)} titles")


if __name__ == "__main__":
    main()
