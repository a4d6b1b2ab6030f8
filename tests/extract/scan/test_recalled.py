"""Words under a black seal, known again by how the page prints them elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract.pdf import read_pdf
from pipeline.extract.scan.chains import MOST_OF_ALL, settled
from pipeline.extract.scan.face import Face, rows_of
from pipeline.extract.scan.fitting import Fit, Inks, Stretch, fitting, tree_of
from pipeline.extract.scan.marks import Mark, Marks
from pipeline.extract.scan.print import Line
from pipeline.extract.scan.recalled import Veiled, laid_on, merged, stretches_of
from pipeline.extract.scan.seals import LETTERED
from pipeline.model import Alternative, Grid, ReadWord
from tests.extract.scan.test_reading import as_pdf
from tests.support.printed import FONT, PER_POINT, sheet, table

ROWS = [
    ["STT", "Nhiệm vụ", "Cơ quan"],
    ["1", "Rà soát chế độ thu", "Bộ Tài chính"],
    ["2", "Báo cáo kết quả", "Bộ Nội vụ"],
    ["3", "Hướng dẫn địa phương", "Bộ Tài chính"],
    ["4", "Tổng kết việc thi hành", "Bộ Nội vụ"],
    ["5", "Công bố kết quả", "Bộ Công an"],
    ["6", "Kiểm tra việc thu", "Bộ Tài chính"],
]
LETTERS = {"Q": (985, 272, 70), "U": (1005, 300, 110), "A": (992, 205, 150), "H": (1000, 350, 190)}
"""Letters of a seal: the middle of each in pixels, and how it is turned, in degrees."""

UNIT = 10
BASE = 30
LINE = Line((Mark(1, 0, 20, 10, 30, 50),), 20.0, float(BASE), float(UNIT))
STRETCH = Stretch(LINE, 0, 120)


def under_a_seal() -> Image.Image:
    """A table with letters and rings of a seal as black as its print."""
    page = sheet(500, 280)
    table(page, ROWS, [20, 60, 330, 480], 20)
    draw, x, y = ImageDraw.Draw(page), 400 * PER_POINT, 110 * PER_POINT
    for ring in (50 * PER_POINT, 36 * PER_POINT):
        draw.ellipse([x - ring, y - ring, x + ring, y + ring], outline=0, width=6)
    face = ImageFont.truetype(str(FONT).replace("DejaVuSerif", "DejaVuSans-Bold"), 26)
    for letter, (across, down, turn) in LETTERS.items():
        tile = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(tile).text((30, 30), letter, 255, face, anchor="mm")
        page.paste(0, (across - 15, down - 15), tile.rotate(turn))
    return page


def test_words_that_letters_of_a_seal_cross_are_read_and_stay_in_doubt() -> None:
    reading = read_pdf(Path("sealed.pdf"), as_pdf(under_a_seal()))
    (grid,) = [block for page in reading.pages for block in page.blocks if isinstance(block, Grid)]
    assert [row[2].raw for row in grid.rows[3:5]] == ["Bộ Tài chính", "Bộ Nội vụ"]
    words = {w.text: w.confidence for line in grid.rows[4][2].fragments for w in line.words}
    assert words["Bộ"] >= 0.9
    assert words["Nội"] < 0.7


def letters() -> dict[str, np.ndarray]:
    """Three letters of a face: a stem with a foot, a bar in the middle, or one on top."""
    shapes = {}
    for letter, bar in (("l", 9), ("t", 5), ("f", 0)):
        shape = np.zeros((25, 8), np.uint8)
        shape[8:18, 1:4] = 1
        shape[8 + bar : 10 + bar, 1:8] = 1
        shapes[letter] = shape
    return shapes


def inks(word: str, seal: tuple[slice, slice] | None = None) -> Inks:
    """A page on which a word stands from pixel 20 on, its letters two pixels apart; all the pixels
    of a part of it are ink of a seal."""
    page, stamped = np.zeros((60, 160), np.int32), np.zeros((60, 160), np.uint8)
    for at, letter in enumerate(word):
        page[12:37, 20 + 10 * at : 28 + 10 * at] |= letters()[letter]
    if seal is not None:
        page[seal], stamped[seal] = 1, LETTERED
    whole = ((page > 0) * np.uint8(255)).astype(np.uint8)
    return Inks(Marks(page, (), float(UNIT)), whole, stamped)


def fits_of(own: Inks) -> list[Fit]:
    """The words of two letters that fit it, but for those that lack more than one of them may."""
    face = Face(letters(), lambda _one, _two: 2, {})
    words = [one + two for one in letters() for two in letters()]
    (found,) = fitting([STRETCH], own, face, tree_of(words))
    return [fit for fit in found if fit.lacking <= 1]


def test_the_word_that_is_there_fits_best() -> None:
    best = fits_of(inks("tf"))[0]
    assert (best.text, best.x0, best.x1) == ("tf", 20, 38)
    assert best.lacking == 0
    assert best.explained == best.clear


def test_where_a_seal_hides_what_parts_two_words_both_fit() -> None:
    hidden = fits_of(inks("tf", (slice(18, 34), slice(30, 39))))
    scores = {fit.text: fit.score for fit in hidden if fit.x0 == 20}
    assert set(scores) == {"tl", "tt", "tf"}
    assert max(scores.values()) - min(scores.values()) < 12


def fit(
    text: str, x0: int, x1: int, score: float, lacking: float = 0.0, shown: float = 250.0
) -> Fit:
    return Fit(x0, x1, score, text, lacking, 300.0, 200.0, 200.0, shown)


def stand(*fits: Fit, beside: tuple[str, str] = ("", ""), read: str = "") -> list[str]:
    """The words that stand in a stretch in which the engine read one word, or none."""
    words = [word(read, 0, 30, 0.4)] if read else []
    return [fit.text for fit in settled(fits, beside, words, STRETCH, UNIT)]


def test_a_word_that_fits_alone_is_settled() -> None:
    assert stand(fit("bộ", 0, 30, 200)) == ["bộ"]


def test_of_two_words_that_fit_neither_is_settled() -> None:
    assert stand(fit("bộ", 0, 30, 200), fit("bố", 0, 30, 195)) == []


def test_what_was_read_settles_which_of_two_it_is() -> None:
    assert stand(fit("bộ", 0, 30, 200), fit("bố", 0, 30, 200), read="bố") == ["bố"]


def test_the_word_beside_it_settles_which_of_two_it_is() -> None:
    both = [fit("chính", 0, 30, 200), fit("chinh", 0, 30, 200)]
    assert stand(*both, beside=("tài", "")) == ["chính"]


def test_a_word_that_the_engine_read_beside_it_settles_it_too() -> None:
    both = [fit("chính", 40, 70, 200), fit("chinh", 40, 70, 200)]
    assert stand(*both, read="Tài") == ["chính"]


def test_the_page_may_tell_which_words_stand_beside_each_other() -> None:
    both = [fit("mạo", 0, 30, 200), fit("máo", 0, 30, 200)]
    own = settled(both, ("u", ""), [], STRETCH, UNIT, lambda *pair: pair == ("u", "máo"))
    assert [fit.text for fit in own] == ["máo"]


def test_two_short_words_in_the_place_of_a_long_one_leave_it_open() -> None:
    parts = [fit("ba", 0, 20, 100), fit("an", 25, 45, 95)]
    assert stand(fit("banan", 0, 45, 200), *parts) == []


def test_a_word_that_lacks_ink_is_not_settled() -> None:
    assert stand(fit("bộ", 0, 30, 200, lacking=5)) == []


def test_a_word_of_which_hardly_anything_shows_is_not_settled() -> None:
    assert stand(fit("bộ", 0, 30, 200, shown=60)) == []


def word(text: str, x0: float, x1: float, sure: float) -> ReadWord:
    return ReadWord(text, sure, x0, 20, x1, 30)


def test_what_was_read_in_its_place_is_kept_and_its_comma_too() -> None:
    words = [word("Bộ", 0, 20, 0.9), word("T@", 25, 36, 0.2), word("ài,", 37, 47, 0.3)]
    first, second = merged(words, [fit("Tài", 25, 45, 200)], LINE)
    assert first == words[0]
    assert second.text == "Tài,"
    assert second.confidence < 0.7
    assert second.alternatives == (Alternative("T@ ài,", 0.2),)


def test_a_comma_of_the_seal_is_not_kept() -> None:
    (found,) = merged([word("£”,", 25, 47, 0.2)], [fit("Tài", 25, 45, 200)], LINE)
    assert found.text == "Tài"


def test_no_word_takes_the_place_of_figures() -> None:
    words = [word("1.900", 20, 60, 0.4), word("x3", 70, 90, 0.2)]
    found = merged(words, [fit("vô", 22, 50, 200), fit("xe", 70, 88, 200)], LINE)
    assert [one.text for one in found] == ["1.900", "xe"]


def test_words_that_are_plain_to_read_are_not_looked_at() -> None:
    words = [word("Bộ", 0, 20, 0.95), word("T@", 30, 50, 0.2), word("chính", 60, 100, 0.66)]
    veiled = Veiled(LINE, words, frozenset({1}), (0.0, 110.0))
    (part,) = stretches_of(veiled, np.zeros((60, 160), np.uint8), UNIT)
    assert (part.x0, part.x1) == (18, 62)


def test_stretches_end_where_the_page_does() -> None:
    words = [word("T@", -6, 40, 0.2), word("chính", 158, 170, 0.95)]
    veiled = Veiled(LINE, words, frozenset({0}), (-9.0, 175.0))
    (part,) = stretches_of(veiled, np.zeros((60, 150), np.uint8), UNIT)
    assert (part.x0, part.x1) == (0, 150)


def test_letters_broader_than_all_stretches_and_strokes_alone_fit_nowhere() -> None:
    rows = rows_of(UNIT)
    broad, stroke = np.ones((rows, 500), np.uint8), np.ones((rows, 1), np.uint8)
    face = Face({"M": broad}, lambda one, two: 1, {"Il": [stroke]})
    assert fitting([STRETCH], inks("tf"), face, tree_of(["M"])) == [[]]


def test_a_word_of_which_little_shows_is_weighed_beside_many_that_fit_elsewhere() -> None:
    elsewhere = [fit(f"b{at}", 40, 70, 900 - at) for at in range(200)]
    assert stand(*elsewhere, fit("và", 0, 30, 130)) == ["và"]


def test_a_line_under_a_seal_is_looked_at_though_nothing_was_read_of_it() -> None:
    stamped = np.zeros((60, 400), np.uint8)
    stamped[:, :40] = LETTERED  # a tenth of the cell
    unread = Veiled(LINE, [], frozenset(), (0.0, 399.0))
    assert [(part.x0, part.x1) for part in stretches_of(unread, stamped, UNIT)] == [(0, 399)]
    assert not list(stretches_of(unread, np.zeros_like(stamped), UNIT))


def test_a_line_is_tried_on_the_baseline_of_those_beside_it() -> None:
    """Letters of a seal pull that of a line to their own feet."""
    assert [part.line.base for part in laid_on(STRETCH, [26.0, 26.0, 90.0], [])] == [30.0, 26.0]
    assert [part.line.base for part in laid_on(STRETCH, [31.0], [])] == [30.0]
    taken = [26.0]  # by another line of the cell
    assert [part.line.base for part in laid_on(STRETCH, [26.0], taken)] == [30.0]


def test_of_a_wide_stretch_where_everything_fits_the_best_words_alone_are_laid_together() -> None:
    """Each word is laid beside each other: a page that is all seal would take minutes."""
    asked: list[tuple[str, str]] = []

    def goes(one: str, two: str) -> bool:
        asked.append((one, two))
        return False

    fits = [
        Fit(x, x + 12, 50.0, f"{n}-{x}", 0.0, 100.0, 100.0, 100.0, 100.0)
        for n in range(10)
        for x in range(0, 3000, 8)
    ]
    list(settled(fits, ("", ""), [], Stretch(LINE, 0, 3012), float(UNIT), goes))
    assert 0 < len({text for pair in asked for text in pair}) <= MOST_OF_ALL
