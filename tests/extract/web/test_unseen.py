"""Which text of a web page has no colour, or is drawn so that nobody sees it."""

from __future__ import annotations

import pytest
from lxml import html

from pipeline.extract.web.look import style_sheet
from pipeline.extract.web.unseen import is_unseen


def _is_unseen(style: str, tag: str = "span") -> bool:
    page = html.fromstring(f'<div><{tag} style="{style}">chữ</{tag}></div>')
    element = page[0]
    sheet = style_sheet(page)
    return is_unseen(element, sheet.style(element), sheet)


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
