"""Which syllables make words together → pipeline/writing/compounds.toml.

    pip download --no-deps pyvi==0.1.1 && unzip pyvi-0.1.1-py2.py3-none-any.whl
    ./dev shell python benchmarks/compounds.py pyvi/models/words.txt

Takes the words of a dictionary, one a line, that are syllables with white between, and keeps which
of them stand beside each other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.writing.characters import compose  # noqa: E402
from pipeline.writing.compounds import initial_of  # noqa: E402
from pipeline.writing.syllables import is_syllable  # noqa: E402

TARGET = ROOT / "pipeline" / "writing" / "compounds.toml"
HEAD = """\
# Syllables that stand beside each other inside words of Vietnamese, in lower case, by their
# initial: the first, and all that follow it. Source: the {count:,} words of several syllables of
# `models/words.txt` in the Python package pyvi 0.1.1 (https://pypi.org/project/pyvi); made by
# benchmarks/compounds.py. Its licence:
#
{licence}
"""
LICENCE = """\
The MIT License (MIT)
Copyright (c) 2016 Viet-Trung Tran

Permission is hereby granted, free of charge, to any person obtaining a copy of this software
and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Read the words, write the file."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("words", type=Path, help="one word a line")
    lines = compose(options.parse_args().words.read_text(encoding="utf-8")).lower().splitlines()
    words = [
        parts for line in lines if len(parts := line.split()) > 1 and all(map(_is_plain, parts))
    ]
    after: dict[str, set[str]] = defaultdict(set)
    for parts in words:
        for one, other in pairwise(parts):
            after[one].add(other)
    licence = "\n".join(f"# {line}".rstrip() for line in LICENCE.splitlines())
    text = HEAD.format(count=len(words), licence=licence) + "\n[after]\n"
    TARGET.write_text(text + "".join(_by_initial(after)), encoding="utf-8")


def _by_initial(after: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The lines of each initial, as literal text: that is read in a tenth of the time."""
    lines: dict[str, list[str]] = defaultdict(list)
    for one, others in sorted(after.items()):
        lines[initial_of(one)].append(" ".join((one, *sorted(others))))
    for initial, own in sorted(lines.items()):
        name = initial if initial.isascii() else json.dumps(initial, ensure_ascii=False)
        yield f"{name} = '''\n" + "\n".join(own) + "\n'''\n"


def _is_plain(part: str) -> bool:
    return part.isalpha() and is_syllable(part)


if __name__ == "__main__":
    main()
