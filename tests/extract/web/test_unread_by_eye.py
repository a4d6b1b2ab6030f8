"""What a page sets so that nobody reads it is left out; what is seen is read."""

from __future__ import annotations

import pytest

from pipeline.extract.colours import are_same
from pipeline.extract.web.colours import colour_of
from pipeline.extract.web.reader import page_of
from pipeline.model import Grid

PAGE = (
    "<style>.o{{{style}}}</style><table border=1><tr><th>STT</th><th>Nhiệm vụ</th></tr>"
    "<tr><td>1</td><td><span class=o>Bỏ</span> Xây cầu</td></tr>"
    "<tr><td>2</td><td>Xây chợ</td></tr></table>"
)


def read(style: str) -> str:
    page, _ = page_of(PAGE.format(style=style))
    (grid,) = (block for block in page.blocks if isinstance(block, Grid))
    return " ".join(grid.rows[1][1].raw.split())


@pytest.mark.parametrize(
    "style",
    [
        "color:#fefefe",
        "color:rgb(255 255 255)",
        "color:hsl(0, 0%, 100%)",
        "color:rgba(0,0,0,.01)",
        "color:#eee;background:#f0f0f0",
        "opacity:.02",
        "position:absolute;left:-999em",
        "position:fixed;inset:-9999px auto auto -9999px",
        "position:absolute;translate:-9999px 0",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "clip-path:circle(0)",
        "clip-path:polygon(0 0, 0 0, 0 0)",
        "display:inline-block;scale:0",
        "zoom:.01",
    ],
)
def test_what_nobody_reads_is_left_out(style: str) -> None:
    assert read(style) == "Xây cầu"


@pytest.mark.parametrize(
    "style",
    [
        "color:#ccc",  # faint, and read all the same
        "color:white;background:#345",
        "color:white;color:red",  # the last one counts
        "color:rgba(0,0,0,.6)",
        "opacity:.4",
        "position:absolute;left:-9px",
        "position:absolute;width:10px;overflow:visible",
        "clip-path:polygon(0 0, 100% 0, 0 100%)",
        "clip-path:circle(0.5em)",
        "display:inline-block;scale:0.9",
        "zoom:.5",
    ],
)
def test_what_is_seen_is_read(style: str) -> None:
    assert read(style) == "Bỏ Xây cầu"


@pytest.mark.parametrize("text", ["currentcolor", "rgb(1,2)", "#12", "rgb(a b c)", "", "hsl()"])
def test_colours_written_another_way_are_none(text: str) -> None:
    assert colour_of(text) is None


def test_colours_without_a_code_are_the_same_as_themselves_alone() -> None:
    assert are_same("theme 4 0.0", "theme 4 0.0")
    assert not are_same("theme 4 0.0", "theme 5 0.0")
