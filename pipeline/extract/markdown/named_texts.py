"""Texts that a document names once and prints by their names: attributes of AsciiDoc (`:nam: 2026`,
`{nam}`) and substitutions of reStructuredText (`.. |cq| replace:: Sở Y tế`, `|cq|`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_ATTRIBUTE: Final = re.compile(r":([A-Za-z0-9_][\w-]{0,80}):\s+(\S.{0,300}?)\s*")
"""AsciiDoc, Attribute entries."""
_SUBSTITUTION: Final = re.compile(r"\s{0,3}\.\. \|([^|\n]{1,80})\| replace::\s+(\S.{0,300}?)\s*")
"""Docutils, Substitution definitions."""
_CALLED: Final = re.compile(r"\{([A-Za-z0-9_][\w-]{0,80})\}")
_OPEN, _CLOSE = "\ufdd1", "\ufdd2"
"""What stands for the bars around a name, which are none between cells: codes of no character."""
_BETWEEN: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


class NamedTexts:
    """The texts that the lines of a document name; without any, nothing is changed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._attributes = dict(_found(_ATTRIBUTE, (t for t in texts if t.startswith(":"))))
        self._barred = dict(_found(_SUBSTITUTION, (t for t in texts if "replace::" in t)))

    def held(self, texts: Sequence[str]) -> list[str]:
        """The lines with the bars around names as marks of the same length that part no cells."""
        if not self._barred:
            return list(texts)
        names = "|".join(map(re.escape, self._barred))
        called = re.compile(rf"\|({names})\|(?!\s*replace::)")
        return [called.sub(rf"{_OPEN}\1{_CLOSE}", text) for text in texts]

    def put_in(self, text: str) -> str:
        """A text with what its names stand for.

        >>> NamedTexts([":nam: Năm 2026"]).put_in("{nam}, {khac}")
        'Năm 2026, {khac}'
        """
        if self._attributes and "{" in text:
            text = _CALLED.sub(lambda name: self._attributes.get(name[1], name[0]), text)
        if _OPEN in text:
            text = _BETWEEN.sub(lambda name: self._barred.get(name[1], name[1]), text)
        return text


def _found(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        if match := pattern.fullmatch(text):
            yield match[1], match[2]
