"""Documents of other kinds inside a Word file: web pages, RTF, other Word files (`w:altChunk`), and
workbooks shown as a picture of themselves (`w:object`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.errors import InputError
from pipeline.extract import media
from pipeline.extract.docx.word2003 import unpacked
from pipeline.extract.office.libreoffice import Conversion, convert
from pipeline.extract.text.dialect import lines_of
from pipeline.model import Block, Cell, Fragment, Grid, Note, Page, Place, Prose, Reading

_NOWHERE: Final = Path()
_WORD: Final = (
    (media.is_doc, Conversion("doc", "docx", "a Word file inside this one")),
    (media.is_rtf, Conversion("rtf", "docx", "an RTF file inside this one")),
    (media.is_odt, Conversion("odt", "docx", "an OpenDocument text inside this one")),
)
_XLS: Final = Conversion("xls", "xlsx", "an old workbook inside this file")

ReadWord = Callable[[Path, bytes], Reading]


def read_chunk(data: bytes, read_word: ReadWord) -> Reading:
    """A document that Word takes over into the text. Raises `InputError`."""
    if media.is_docx(data):
        return read_word(_NOWHERE, data)
    if media.is_word_2003(data):
        return read_word(_NOWHERE, unpacked(data))
    for tell, conversion in _WORD:
        if tell(data):
            return read_word(_NOWHERE, convert(data, conversion))
    if media.is_mhtml(data) or media.is_html(data):
        return _read_page(data)
    lines, problems = lines_of(data)
    blocks = tuple(
        Prose(Fragment(line.text, Place(1, line=line.number)))
        for line in lines
        if line.text.strip()
    )
    chars = sum(len("".join(line.text.split())) for line in lines)
    return Reading("text-layer", "text", (Page(1, blocks, chars),), problems)


def _read_page(data: bytes) -> Reading:
    from pipeline.extract.web import read_html, read_mhtml  # loads what few Word files need

    return (read_mhtml if media.is_mhtml(data) else read_html)(_NOWHERE, data)


def read_object(data: bytes) -> Reading | None:
    """A workbook shown in the text, None for an object of another program. Raises `InputError`."""
    if media.is_xls(data):
        data = convert(data, _XLS)
    if not data.startswith(b"PK") or not media.is_xlsx(data):
        return None
    from pipeline.extract.workbook.reader import read_shown  # loads openpyxl

    return read_shown(data)


def try_chunk(data: bytes, read_word: ReadWord) -> Reading | None:
    """As `read_chunk`, None where it cannot be read."""
    try:
        return read_chunk(data, read_word)
    except InputError:
        return None


def try_object(data: bytes) -> Reading | None:
    """As `read_object`, None where it cannot be read."""
    try:
        return read_object(data)
    except InputError:
        return None


def set_down(block: Block, place: Place) -> Block:
    """A block of the other document where it stands in this one."""

    def moved(pieces: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
        return tuple(replace(piece, place=place) for piece in pieces)

    if isinstance(block, Grid):
        rows = tuple(
            tuple(Cell(moved(cell.fragments), cell.span, cell.merged) for cell in row)
            for row in block.rows
        )
        return Grid(rows, block.header_rows)
    if isinstance(block, Note):
        return Note(block.number, moved(block.fragments))
    return Prose(moved((block.fragment,))[0], block.running)
