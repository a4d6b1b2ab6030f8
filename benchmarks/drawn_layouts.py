"""Draws layouts for layouts.py at random: maker, paper, margin, face, size, widths, alignment.

    python benchmarks/drawn_layouts.py FILE --seed 7 [--count 8] [--font NAME]... [--doc ID]...
    python benchmarks/layouts.py OUT --layouts FILE
    python benchmarks/bare.py OUT --layouts FILE

A layout sets one document; makers and documents are taken in turn, so that a draw has all of them.
A set that judges needs a seed nobody has looked at, and faces (`--font`) that no set before it had.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from layouts import MAKERS  # noqa: E402

_FONTS = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans")
_HEADS = ("Dự thảo ngày 14 tháng 01 năm 2026", "CÔNG BÁO/Số 15 + 16/Ngày 20-01-2026", "PHỤ LỤC")
_COLUMNS = ("lead", "support", "result", "deadline", "note", "head", "basis")


def layouts(
    seed: int, count: int, fonts: Sequence[str], documents: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """So many layouts by name, the same for the same seed."""
    chance = random.Random(seed)
    makers, documents = sorted(MAKERS), list(documents)
    chance.shuffle(makers)
    chance.shuffle(documents)
    for at in range(count):
        across = chance.random() < 0.6
        size = chance.choice((8, 9, 9.5, 10, 11, 12, 13) if across else (7.5, 8.5, 9, 10, 11))
        widths: dict[str, float] = {"stt": 1.0, "other": round(chance.uniform(1.9, 3.2), 1)}
        widths["title"] = round(chance.uniform(4, 7.5), 1)
        for name in chance.sample(_COLUMNS, 2):
            widths[name] = round(chance.uniform(1.4, 4), 1)
        layout: dict[str, Any] = {
            "use": "judge",
            "maker": makers[at % len(makers)],
            "docs": [documents[at % len(documents)]],
            "landscape": across,
            "paper": chance.choice(("a4", "a4", "a4", "b5", "letter", "legal", "a3")),
            "margin": round(chance.uniform(1.2, 2.6), 1),
            "font": chance.choice(fonts),
            "size": size,
            "widths": widths,
            "align": chance.choice(("left", "left", "justify", "center")),
            "middle": chance.random() < 0.4,
            "span": chance.random() < 0.4,
            "numbers": chance.choice(("printed", "printed", "plain", "dotted")),
        }
        if chance.random() < 0.5:
            layout["head"] = chance.choice(_HEADS)
        if chance.random() < 0.3:
            layout["last"] = [chance.choice(("deadline", "lead"))]
        yield f"drawn-{seed}-{at}", layout


def as_toml(name: str, layout: dict[str, Any]) -> str:
    """A layout as layouts.toml has them; JSON writes texts, numbers and lists as TOML does."""
    lines = [f"[{name}]"]
    for key, value in layout.items():
        if isinstance(value, dict):
            inner = ", ".join(f"{one} = {json.dumps(own)}" for one, own in value.items())
            lines.append(f"{key} = {{ {inner} }}")
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write a file of layouts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--font", action="append", help="a face that may be drawn")
    parser.add_argument("--doc", action="append", help="a document to set; as often as it is named")
    arguments = parser.parse_args()
    documents = arguments.doc or sorted(path.stem for path in (ROOT / "raw").glob("*.txt"))
    drawn = layouts(arguments.seed, arguments.count, arguments.font or _FONTS, documents)
    arguments.file.write_text("\n".join(as_toml(*one) for one in drawn), encoding="utf-8")


if __name__ == "__main__":
    main()
