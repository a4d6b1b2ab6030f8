"""Strokes thinner than a pixel."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.extract.scan.hairlines import with_hairlines
from pipeline.extract.scan.picture import sheet_of

STEMS = range(20, 380, 12)


def print_of(pale: int) -> np.ndarray:
    """Stems of black with a slash of a grey beside each, on paper with a grain."""
    page = np.full((120, 400), 250, np.uint8)
    for x in STEMS:
        cv2.rectangle(page, (x, 20), (x + 3, 100), 20, -1)
        cv2.line(page, (x + 6, 60), (x + 10, 40), pale, 1)
    grain = np.random.default_rng(7).normal(0, 3, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("pale", "found"), [(205, True), (250, False)])
def test_a_pale_slash_is_ink_where_a_page_has_many(pale: int, found: bool) -> None:
    read = sheet_of(print_of(pale), 2.0)
    assert bool(read.ink[45:56, 27:31].any()) is found
    assert bool(read.gray[45:56, 27:31].min() < 190) is found
    assert (read.bare is not None) is found
    assert read.bare is None or not read.bare[45:56, 27:31].any()


def test_a_page_with_a_few_stays_as_it_is() -> None:
    gray, plain = print_of(205), print_of(250)
    gray[:, 40:] = plain[:, 40:]
    ink = ((gray < 128) * np.uint8(255)).astype(np.uint8)
    same, kept = with_hairlines(gray, ink)
    assert same is gray
    assert kept is ink
