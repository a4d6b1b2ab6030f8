"""Which text of a web page has no colour, or is drawn so that nobody sees it."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.extract.web.look import style_sheet
from pipeline.extract.web.unseen import is_unseen


def _is_unseen(style: str, tag: str = "span") -> bool:
    return _is_last_unseen(f'<{tag} style="{style}">chữ</{tag}>')


def _is_last_unseen(within: str) -> bool:
    """Whether nobody sees the last element of a page."""
    page = html.fromstring(f"<div>{within}</div>")
    sheet = style_sheet(page)
    return is_unseen(page[-1], sheet.style(page[-1]), sheet)


@pytest.mark.parametrize(
    "style",
    [
        "filter: opacity(0)",
        "filter: blur(1px) opacity(0%)",
        "opacity: .0",
        "font: 0/0 a",
        "font: italic bold 0px serif",
        "opacity:0 !important",
        "-webkit-text-fill-color: transparent",
        "color: black; -webkit-text-fill-color: rgb(0 0 0 / 0%)",
        "display: block; content-visibility: hidden",
        "mask: linear-gradient(transparent, transparent)",
    ],
)
def test_letters_without_a_colour_are_not_seen(style: str) -> None:
    assert _is_unseen(style)


@pytest.mark.parametrize(
    "style",
    [
        "filter: opacity(0.5)",
        "mask: linear-gradient(transparent, transparent), linear-gradient(black, black)",
        "filter: opacity(50%)",
        "opacity: 0.05",
        "font: 10pt/0 serif",
        "font: 0.8em serif",
        "opacity: inherit",
        "backdrop-filter: opacity(0)",
        "color: transparent; -webkit-text-fill-color: #333",
        "content-visibility: hidden",
        "content-visibility: auto; display: block",
        "background: linear-gradient(red, blue); -webkit-background-clip: text; color: transparent",
    ],
)
def test_others_are(style: str) -> None:
    assert not _is_unseen(style)


@pytest.mark.parametrize("style", ["filter:" * 4000, "background:url(" + "background:" * 4000])
def test_a_style_that_never_ends_is_read_once(style: str) -> None:
    assert not _is_unseen(style)


@pytest.mark.parametrize(
    ("css", "within"),
    [
        (".x{opacity:0} .x.in{opacity:1}", "<p class='x in'>chữ</p>"),
        (".x{opacity:0;animation:in 1s forwards}", "<p class=x>chữ</p>"),
        (".x{font:0/0 a} p.x{font-size:14px}", "<p class=x>chữ</p>"),
        (".x{position:absolute;left:-9999px} p.x{position:static;left:auto}", "<p class=x>chữ</p>"),
        (".x{clip:rect(0,0,0,0)} p.x{clip:auto}", "<p class=x>chữ</p>"),
        (".x{color:#000!important} p.x{color:#fff}", "<p class=x>chữ</p>"),
        (".x{color:inherit;background:inherit}", "<p class=x>chữ</p>"),
        (".x{color:unset;background-color:unset}", "<p class=x>chữ</p>"),
        (".x{color:#fff;text-shadow:0 0 2px #000}", "<p class=x>chữ</p>"),
        (".x{color:transparent;-webkit-text-stroke:1px #000}", "<p class=x>chữ</p>"),
        (".x{flex:1;width:0;overflow:hidden}", "<p class=x>chữ</p>"),
        (".x{height:1px;min-height:40px;overflow:hidden}", "<p class=x>chữ</p>"),
        (".x{color:#fff} table{color:#222}", "<div class=x>a<table><tr><td>chữ</table></div>"),
        (".x{color:#fff} b{background:#036}", "<p class=x><b>chữ</b></p>"),
    ],
)
def test_what_is_overruled_does_not_hide(css: str, within: str) -> None:
    assert not _is_last_unseen(f"<style>{css}</style>{within}")


@pytest.mark.parametrize(
    ("css", "within"),
    [
        (".x{opacity:0!important} p.x{opacity:1}", "<p class=x>chữ</p>"),
        (".x{opacity:1} p.x{opacity:0}", "<p class=x>chữ</p>"),
        (".x{font-size:14px} p.x{font:0/0 a}", "<p class=x>chữ</p>"),
        (".x{color:#fff} b{color:red}", "<p class=x>chữ <b>khác</b></p>"),
        (".x{clip-path:polygon(0 0, 0 0,0 0)}", "<p class=x>chữ</p>"),
    ],
)
def test_what_overrules_does(css: str, within: str) -> None:
    assert _is_last_unseen(f"<style>{css}</style>{within}")
