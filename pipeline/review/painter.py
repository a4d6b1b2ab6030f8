"""Pages of PDFs as pictures, and what other files print, from a process of its own: a hostile file
that crashes a renderer or a reader ends that process, not the app.

The process reads one line of JSON for each question and answers with one line of JSON and, where
that says so, as many bytes: a JPEG, or JSON again.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO

from pipeline.errors import InputError
from pipeline.model import Fragment, Place, Source
from pipeline.normalize.text import clean
from pipeline.review.gaps import Gap
from pipeline.review.missed import Word, row_in
from pipeline.review.paper import SourceLine, lines_of_reading

_SECONDS = 30.0
_MEMORY = 2 * 1024**3
_KEPT = 24
"""Pictures held in memory."""
_SCALE = 2.0
_LARGEST = 2600
"""Pixels per point, and pixels of the longer side at most."""
_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Painted:
    """A page as JPEG; width and height are in points."""

    width: float
    height: float
    image: bytes


class Painter:
    """Draws pages, and reads what a file without pictures prints; keeps the last of both."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def page(self, path: Path, sha256: str, number: int) -> Painted | str:
        """A page of a file as it was extracted, or the key of the sentence that says why there is
        no picture."""
        told = self._told({"path": str(path), "sha256": sha256, "page": number})
        if isinstance(told, str):
            return told
        facts, image = told
        return Painted(facts["width"], facts["height"], image)

    def lines(self, path: Path, sha256: str) -> list[SourceLine] | str:
        """What a file prints, paragraph by paragraph and row by row, or why that is not known."""
        told = self._told({"path": str(path), "sha256": sha256, "page": 0})
        if isinstance(told, str):
            return told
        return [SourceLine(tuple(n), tuple(cells)) for n, cells in json.loads(told[1])]

    def texts(self, path: Path, sha256: str, number: int, gap: Gap) -> dict[str, str]:
        """What a page of a PDF holds as the text of a row in an empty place, by column; nothing
        where it cannot be told."""
        question = {"path": str(path), "sha256": sha256, "page": number, "gap": asdict(gap)}
        told = self._told(question)
        found: dict[str, str] = {} if isinstance(told, str) else json.loads(told[1])
        return found

    def _told(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes] | str:
        key = tuple(map(str, question.values()))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: tuple[dict[str, Any], bytes] = self._kept[key]
                return kept
            told = self._ask(question)
            if not isinstance(told, str):  # what failed may be mended meanwhile
                self._kept[key] = told
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return told

    def _ask(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes] | str:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        alarm = Timer(_SECONDS, process.kill)
        alarm.start()
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline() or b"{}")
            if "bytes" not in told:
                return str(told.get("why", "picture.failed"))
            return told, process.stdout.read(told["bytes"])
        except (OSError, ValueError):
            return "picture.failed"
        finally:
            alarm.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "pipeline.review.painter"]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


# --- in the process of its own ------------------------------------------------------------------


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer until the input ends; the last file stays open."""
    _limit_memory()
    held: tuple[str, Any] | None = None
    for line in asked:
        question = json.loads(line)
        name = f"{question['sha256']} {question['path']}"
        if not question["page"]:
            answer, image = _read(Path(question["path"]), question["sha256"])
        else:
            if held is None or held[0] != name:
                held = (name, _opened(Path(question["path"]), question["sha256"]))
            if "gap" in question:
                answer, image = _texts(held[1], question["page"], question["gap"])
            else:
                answer, image = _answer(held[1], question["page"])
        told.write(json.dumps(answer).encode() + b"\n" + image)
        told.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on every system
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _opened(path: Path, sha256: str) -> Any:
    """The PDF, or why it cannot be shown."""
    try:
        content = path.read_bytes()
    except OSError:
        return "picture.gone"
    if hashlib.sha256(content).hexdigest() != sha256:
        return "picture.changed"
    import pypdfium2 as pdfium

    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return "picture.none"


def _read(path: Path, sha256: str) -> tuple[dict[str, Any], bytes]:
    """All that a file prints, as JSON."""
    from pipeline.extract import extract

    try:
        found = extract(Source(path, path.name))
    except (InputError, OSError):
        return {"why": "picture.none"}, b""
    if found.sha256 != sha256:
        return {"why": "picture.changed"}, b""
    lines = [(line.lines, line.cells) for line in lines_of_reading(found.reading)]
    content = json.dumps(lines).encode()
    return {"bytes": len(content)}, content


def _answer(pdf: Any, number: int) -> tuple[dict[str, Any], bytes]:
    if isinstance(pdf, str):
        return {"why": pdf}, b""
    if not 1 <= number <= len(pdf):
        return {"why": "picture.none"}, b""
    page = pdf[number - 1]
    width, height = page.get_size()
    scale = min(_SCALE, _LARGEST / max(width, height, 1.0))
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    page.close()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=_QUALITY)
    image = jpeg.getvalue()
    return {"width": width, "height": height, "bytes": len(image)}, image


def _texts(pdf: Any, number: int, gap: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The text of a row in the empty place of a page, as JSON; a page that is turned has none."""
    if isinstance(pdf, str) or not 1 <= number <= len(pdf):
        return {"why": "picture.none"}, b""
    page = pdf[number - 1]
    held = page.get_textpage() if page.get_rotation() == 0 else None
    found: dict[str, str] = {}
    if held is not None:
        words = list(_words(held, page.get_height()))
        found = row_in(words, gap["boxes"], gap["taken"], gap["after"])
    content = json.dumps({column: _made_whole(text) for column, text in found.items()}).encode()
    return {"bytes": len(content)}, content


def _words(held: Any, height: float) -> Iterator[Word]:
    """The words of a page with the white behind each, and where each stands."""
    end = held.count_chars()
    text = "".join(chr(_code(held, n)) for n in range(end))
    for word in re.finditer(r"\S+\s*", text):
        size = len(word[0].rstrip())
        edges = [held.get_charbox(n) for n in range(word.start(), word.start() + size)]
        left, right = min(e[0] for e in edges), max(e[2] for e in edges)
        top, bottom = height - max(e[3] for e in edges), height - min(e[1] for e in edges)
        yield Word(word[0], left, top, right, bottom)


def _code(held: Any, number: int) -> int:
    """The code point of a character of a page."""
    import pypdfium2.raw as raw

    return int(raw.FPDFText_GetUnicode(held.raw, number)) or ord(" ")


def _made_whole(text: str) -> str:
    """Printed lines as one text, as those of a cell are."""
    return clean([Fragment(line, Place(1)) for line in text.splitlines() if line.strip()]).text


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
