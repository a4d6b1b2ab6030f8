"""What stands where nothing of its kind does: letters in a number, a word in capitals in a
sentence, two noughts for a sign of percents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import Fix, Spot, spots_of
from pipeline.writing.letters import TONES
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

RULE = "ocr-grammar"
_RUN = compiled(r"(?<![\p{L}\d])[OoIl]*+\d[\dOoIl]*+(?![\p{L}\d])")
"""Figures, and letters that look like them, no other letter beside."""
_NOUGHTS, _ONES = frozenset("Oo"), frozenset("Il")
"""Letters that noughts and ones are read as."""
_PARTS = frozenset("./-")
"""What parts the numbers of a code, behind which one may begin with a one."""


def misfit_fixes(lines: Sequence[Fragment]) -> list[Fix]:
    """What in a text fits nothing around it, and what it must be."""
    spots = [spot for spot in spots_of(lines) if spot.piece.text]
    if [spot.piece.text for spot in spots] == ["0", "0"]:
        return [Fix(spots, "%", RULE, "two noughts alone are a sign of percents")]
    return [*_numbers(spots), *_cases(spots)]


def _numbers(spots: Sequence[Spot]) -> Iterator[Fix]:
    for spot in spots:
        text = in_figures(spot.piece.text)
        if text != spot.piece.text:
            yield Fix([spot], text, RULE, "a letter among figures")


def in_figures(text: str) -> str:
    """A text whose numbers have figures for the letters among them. The letter at the end may be
    one (`5l`, `10o`), a capital before the figures a symbol (`O2`, `I5`).

    >>> in_figures("62OI"), in_figures("CH.TH.l6"), in_figures("2O25,"), in_figures("4o7")
    ('6201', 'CH.TH.16', '2025,', '407')
    >>> [in_figures(text) for text in ("500l", "O2", "CO2", "I.5", "10o")]
    ['500l', 'O2', 'CO2', 'I.5', '10o']
    """
    return _RUN.sub(lambda match: "".join(_figures(match.group(), text[: match.start()])), text)


def _figures(run: str, before: str) -> Iterator[str]:
    for at, char in enumerate(run):
        is_inside = 0 < at < len(run) - 1 or (at > 0 and char.isupper())
        if char in _NOUGHTS and is_inside:
            yield "0"
        elif char in _ONES and (is_inside or (not at and before[-1:] in _PARTS)):
            yield "1"
        else:
            yield char


def _cases(spots: Sequence[Spot]) -> Iterator[Fix]:
    """Words in capitals inside of a sentence (`TỶ lệ`): where neither neighbour is in capitals, a
    word with a tone is no abbreviation."""
    texts = ["", *(spot.piece.text for spot in spots), ""]
    for before, spot, after in zip(texts, spots, texts[2:], strict=False):
        text = spot.piece.text
        is_raised = _is_toned_capitals(text) and not _is_capitals(before)
        if is_raised and after[:1].islower():
            yield Fix([spot], text[0] + text[1:].lower(), RULE, "a word in capitals alone")


def _is_capitals(text: str) -> bool:
    return len(text) > 1 and text.isupper()


def _is_toned_capitals(text: str) -> bool:
    """Whether a text is a syllable in capitals with a tone: no abbreviation has one."""
    if not (text.isalpha() and _is_capitals(text) and is_syllable(text.lower())):
        return False
    return not set(TONES).isdisjoint(unicodedata.normalize("NFD", text))
