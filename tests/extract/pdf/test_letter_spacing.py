"""Characters that a file sets one by one: where the words of their line are."""

import pytest

from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.extract.pdf.lines.text import lines_of

SIZE = 10.0
ROUNDED = 0.01
"""Points by which places that a file rounds lie apart."""


def _set(text: str, widths: list[float], pitch: float | None = None) -> list[Piece]:
    """A piece for each character: in places of one width (`pitch`), or where the one before ends.
    Blanks are not set."""
    pieces, at = [], 100.0
    for index, (letter, width) in enumerate(zip(text, widths, strict=True)):
        if letter != " ":
            pieces.append(
                Piece(letter, at, at + width, 50.0, SIZE, False, False, False, index, index + 1)
            )
        at += width + ROUNDED if pitch is None else pitch
    return pieces


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        ("đại học", [6.2, 5.6, 3.2, 2.6, 6.4, 6.0, 5.2]),
        ("đột phá", [6.2, 6.0, 3.6, 2.6, 6.2, 6.4, 5.6]),
    ],
)
def test_two_words_set_letter_by_letter_are_two(text: str, widths: list[float]) -> None:
    """Steps from one letter to the next are about even where a blank stands behind a narrow one."""
    assert [line.text for line in lines_of(_set(text, widths))] == [text]


def test_a_date_in_the_places_of_a_form_is_one() -> None:
    """The white between the digits of a form's comb is no blank."""
    digits = "11032026"
    assert [line.text for line in lines_of(_set(digits, [5.6] * 8, pitch=14.0))] == [digits]


def test_words_of_spaced_letters_are_parted_by_their_blanks() -> None:
    """A name with letters set apart (`N h i ệ m  v ụ`), whose blanks the file sets itself."""
    letters = _set("Nhiệmvụ", [6.0, 5.5, 3.0, 5.0, 8.0, 5.5, 5.6], pitch=None)
    wide = [piece._replace(x0=piece.x0 + 2.0 * at, x1=piece.x1 + 2.0 * at)
            for at, piece in enumerate(letters)]  # fmt: skip
    apart = [p._replace(x0=p.x0 + 4.0, x1=p.x1 + 4.0, lead=p.text == "v") for p in wide[5:]]
    assert [line.text for line in lines_of([*wide[:5], *apart])] == ["Nhiệm vụ"]
