"""Tesseract as the engine: the Vietnamese model carried beside this file, one line at a time."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read when the library is loaded: pages are
# read side by side, and threads within one only wait for each other

import tesserocr

from pipeline.extract.scan.engine import EngineWord, Gray, Look

MODELS = Path(__file__).with_name("tessdata")
MODEL = "vie"
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
        if found is None:
            return []
        return [
            word
            for item in tesserocr.iterate_level(found, tesserocr.RIL.WORD)
            if (word := _word(item)) is not None
        ]


def _word(item: tesserocr.PyResultIterator) -> EngineWord | None:
    try:
        text = item.GetUTF8Text(tesserocr.RIL.WORD)
    except RuntimeError:  # the iterator stands on nothing
        return None
    box = item.BoundingBox(tesserocr.RIL.WORD)
    if not text or not text.strip() or box is None:
        return None
    return EngineWord(
        text.strip(), item.Confidence(tesserocr.RIL.WORD) / 100, int(box[0]), int(box[2])
    )
