"""Words that a slash joins (`sản phẩm/công việc`): each of them is a word like any other, though
they are printed without white between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Fragment
from pipeline.normalize.ocr.evidence import Evidence
from pipeline.normalize.ocr.lexical import NEARLY, RULE, meant
from pipeline.normalize.ocr.pieces import Fix, Spot, begun_like, spots_of, texts_nearly_read
from pipeline.writing.patterns import compiled

_SLASH = "/"
_JOINED = compiled(r"(?P<open>[^\p{L}\d]*)(?P<words>\p{L}\p{Ll}+(?:/\p{L}\p{Ll}+)+)(?P<rest>.*)")
_WORDS = compiled(r"\p{L}+")


def joined_fixes(lines: Sequence[Fragment], evidence: Evidence) -> Iterator[Fix]:
    """The pieces of words joined by slashes of which one means nothing as it stands."""
    for spot in spots_of(lines):
        match = _JOINED.fullmatch(spot.piece.text)
        if match is None or _WORDS.search(match["rest"]):
            continue
        words = match["words"].split(_SLASH)
        made = list(_meant(words, spot, lines[spot.fragment], evidence))
        if made != words:
            others = ", ".join(one for one, word in zip(made, words, strict=True) if one != word)
            text = f"{match['open']}{_SLASH.join(made)}{match['rest']}"
            yield Fix([spot], text, RULE, f"{others}: a word of the language beside its neighbour")


def _meant(words: list[str], spot: Spot, line: Fragment, evidence: Evidence) -> Iterator[str]:
    """The words of a piece as they are meant; those at its ends have a neighbour."""
    seen = [_WORDS.findall(text.lower()) for text in texts_nearly_read(line, spot.piece, NEARLY)]
    alike = [found for found in seen if len(found) == len(words)]
    for at, word in enumerate(words):
        own = replace(
            spot,
            piece=replace(spot.piece, text=word),
            before="" if at else spot.before,
            after="" if at < len(words) - 1 else spot.after,
            beyond="",
        )
        near = frozenset({found[at] for found in alike} - {word.lower()})
        other = meant(own, line, evidence, near)
        yield word if other is None else begun_like(other, word)
