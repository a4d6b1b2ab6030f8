"""Tesseract as the engine: the Vietnamese model carried beside this file, one line at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read when the library is loaded: pages are
# read side by side, and threads within one only wait for each other

import tesserocr

from pipeline.extract.scan.engine import EngineWord, Gray, Look
from pipeline.model import Alternative

MODELS = Path(__file__).with_name("tessdata")
MODEL = "vie"
_ETH, _DYET = "Ð", "Đ"
"""A letter of Icelandic, and the one of Vietnamese that looks the same."""
_MODES = {
    "first": tesserocr.PSM.SINGLE_LINE,
    "second": tesserocr.PSM.RAW_LINE,
    "digits": tesserocr.PSM.SINGLE_LINE,
}


class Tesseract:
    """Tesseract's LSTM, in single-line mode."""

    def __init__(self) -> None:
        self._api = tesserocr.PyTessBaseAPI(
            path=str(MODELS), lang=MODEL, psm=tesserocr.PSM.SINGLE_LINE,
            oem=tesserocr.OEM.LSTM_ONLY,
        )  # fmt: skip
        self._api.SetVariable("debug_file", os.devnull)
        self._api.SetVariable("lstm_choice_mode", "2")  # tells of each letter what else it may be
        # One round tells the same as the five that are usual, and costs a tenth less.
        self._api.SetVariable("lstm_choice_iterations", "1")
        self._look: Look = "first"

    @property
    def name(self) -> str:
        """Tesseract, its version, its model."""
        return f"tesseract-{tesserocr.tesseract_version().split()[1]}-{MODEL}"

    def read(self, line: Gray, look: Look = "first") -> list[EngineWord]:
        """The words of one line. The second look takes the line as it is, without Tesseract's own
        idea of where it stands."""
        if look != self._look:
            self._api.SetVariable(
                "tessedit_char_whitelist", "0123456789" if look == "digits" else ""
            )
            self._api.SetPageSegMode(_MODES[look])
            self._look = look
        height, width = line.shape
        self._api.SetImageBytes(line.tobytes(), width, height, 1, width)
        self._api.Recognize()
        found = self._api.GetIterator()
        return [] if found is None else list(_words(found))


def vietnamese(word: str | None) -> str:
    """A word with the Vietnamese letter for the Icelandic one; a word with both has one of them
    read twice. Tesseract has choices without a text (None): they are "".

    >>> vietnamese("Ðo"), vietnamese("QĐÐ-TTg"), vietnamese(None)
    ('Đo', 'QĐÐ-TTg', '')
    """
    if word is None or _DYET in word:
        return word or ""
    return word.replace(_ETH, _DYET)


def _words(found: tesserocr.PyResultIterator) -> Iterator[EngineWord]:
    """The words that an iterator stands on, each from its letters."""
    word: EngineWord | None = None
    letters: list[_Letter] = []
    for item in tesserocr.iterate_level(found, tesserocr.RIL.SYMBOL):
        if item.IsAtBeginningOf(tesserocr.RIL.WORD):
            if word is not None:
                yield word._replace(rival=_rival(letters))
            word, letters = _word(item), []
        if word is not None:
            letters.append(_letter(item))
    if word is not None:
        yield word._replace(rival=_rival(letters))


class _Letter(NamedTuple):
    """A letter of a word, and the letter that came nearest to be taken for it ("" where none)."""

    text: str
    other: str
    confidence: float


def _letter(item: tesserocr.PyResultIterator) -> _Letter:
    text = vietnamese(item.GetUTF8Text(tesserocr.RIL.SYMBOL))
    choices = (
        (vietnamese(one.GetUTF8Text()), one.Confidence() / 100) for one in item.GetChoiceIterator()
    )
    others = [(sure, other) for other, sure in choices if other and other != text and sure > 0]
    sure, other = max(others, default=(0.0, ""))
    return _Letter(text, other, sure)


def _rival(letters: Sequence[_Letter]) -> Alternative | None:
    """The word with the likeliest other letter in the place of its own."""
    at = max(range(len(letters)), key=lambda place: letters[place].confidence, default=None)
    if at is None or not letters[at].other:
        return None
    texts = [letter.text for letter in letters]
    texts[at] = letters[at].other
    return Alternative("".join(texts), letters[at].confidence)


def _word(item: tesserocr.PyResultIterator) -> EngineWord | None:
    try:
        text = item.GetUTF8Text(tesserocr.RIL.WORD)
    except RuntimeError:  # the iterator stands on nothing
        return None
    box = item.BoundingBox(tesserocr.RIL.WORD)
    if not text or not text.strip() or box is None:
        return None
    return EngineWord(
        vietnamese(text.strip()),
        item.Confidence(tesserocr.RIL.WORD) / 100,
        int(box[0]),
        int(box[2]),
    )
