"""PDF tables whose rules do not close the cells: rows, cells and doubts against the fixtures.

    python benchmarks/unruled.py OUT [--use learn|judge] [--only NAME] [--show 5]

Prints the documents of tests/fixtures in the styles of unruled.toml, into OUT where they are not
there yet, and reads them. The columns of the figures are those of bare.py.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import laid_out  # noqa: E402
import layouts  # noqa: E402
from bare import Score, score  # noqa: E402

STYLES: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "benchmarks" / "unruled.toml").read_text(encoding="utf-8")
)
CSS = {
    "across": "td,th{border:0;border-bottom:1px solid}",
    "header": "td,th{border:0}th{border-top:1px solid;border-bottom:1px solid}"
    "tbody tr:last-child td{border-bottom:1px solid}",
    "none": "td,th{border:0}",
    "zebra": "td,th{border:0}tbody tr:nth-child(odd) td{background:#e8e8e8}"
    "th{background:#bbb}body{print-color-adjust:exact;-webkit-print-color-adjust:exact}",
    "apart": "table{border-collapse:separate!important;border-spacing:3pt}",
    "down": "td,th{border:0;border-left:1px solid;border-right:1px solid}",
}
STROKES = {
    "across": "(x, y) => (bottom: 0.5pt)",
    "header": "(x, y) => if y == 0 { (top: 0.5pt, bottom: 0.5pt) } else { none }",
    "none": "none",
    "zebra": "none",
    "down": "(x, y) => (left: 0.5pt, right: 0.5pt)",
}
"""What is drawn, for Chromium and for Typst."""


def make(name: str, style: Mapping[str, Any], out: Path) -> None:
    """Print the documents of a style, as `<style>/<doc>.pdf`."""
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for doc_id in style["docs"]:
        pdf = folder / f"{doc_id}.pdf"
        if not pdf.exists():
            doc = [laid_out.as_set(table, style) for table in laid_out.tables(doc_id)]
            _print(doc, style, pdf)


def _print(doc: list[laid_out.Table], style: Mapping[str, Any], pdf: Path) -> None:
    if style["maker"] == "chromium":
        html = layouts.as_html(doc, style)
        gap = f"td,th{{padding:{style.get('padding', 2)}pt 4pt!important}}"
        layouts.print_html(html.replace("</style>", CSS[style["drawn"]] + gap + "</style>"), pdf)
        return
    fill = ", fill: (x, y) => if calc.odd(y) { luma(90%) }" if style["drawn"] == "zebra" else ""
    source = layouts.as_typst(doc, style).replace(
        "#set table(", f"#set table(stroke: {STROKES[style['drawn']]}{fill}, "
    )
    layouts.set_typst(source, pdf)


def main() -> None:
    """Print and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--use", choices=("learn", "judge"))
    parser.add_argument("--only")
    parser.add_argument("--show", type=int, default=0)
    asked = parser.parse_args()
    for use in ("learn", "judge"):
        total = Score()
        for name, style in STYLES.items():
            if (
                style["use"] != use
                or asked.use not in (None, use)
                or asked.only not in (None, name)
            ):
                continue
            make(name, style, asked.out)
            for doc_id in style["docs"]:
                one = score(asked.out / name / f"{doc_id}.pdf", doc_id, style, asked.show)
                total += one
                print(f"  {name} {doc_id}: {one}", flush=True)
        if total.texts:
            print(f"{use}: {total}")


if __name__ == "__main__":
    main()
