r"""Patterns over printed text, compiled in one place, by `regex`.

Letters are asked for by their properties (`\p{L}`, `\p{Lu}`): a class typed by hand (`[A-ZĐ]`)
forgets the capitals that carry a tone. A vocabulary of words is a named list (`\L<codes>`): a
set, its longest match first. Repetitions that are never given back are possessive (`\s*+`), so
that no text makes a search slow; where a form cannot be made safe, `found_in` gives up in time.

`\w`, `\d` and `\b` differ from those of `re` in one thing that matters here: a raised digit (`²`)
is no word character. Forms of digits and ASCII marks alone stay with `re`, which is as right for
them and compiles in half the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import regex

from pipeline.errors import InputError
from pipeline.writing.kept_patterns import KEPT

Pattern: TypeAlias = regex.Pattern[str]
Match: TypeAlias = regex.Match[str]

PATIENCE = 5.0
"""Seconds one search may take. The longest annexes take thousandths; what takes longer than this
was made to."""
_SHOWN = 40


def compiled(form: str, *, any_case: bool = False, **vocabularies: Iterable[str]) -> Pattern:
    r"""A pattern; `vocabularies` are the named lists it asks for.

    Raises `regex.error` for a form that is none, or a list that is asked for and not given.

    >>> compiled(r"\p{Lu}\p{L}*+").findall("Ủy ban nhân dân tỉnh Đắk Lắk")
    ['Ủy', 'Đắk', 'Lắk']
    >>> verbs = ["sửa đổi", "sửa đổi, bổ sung"]
    >>> compiled(r"\L<verbs>", any_case=True, verbs=verbs).match("Sửa đổi, bổ sung mục 2").group()
    'Sửa đổi, bổ sung'
    """
    lists = tuple(sorted((name, tuple(sorted(words))) for name, words in vocabularies.items()))
    return KEPT.of((form, regex.IGNORECASE if any_case else regex.VERSION0, lists))


def passing(form: str) -> Pattern:
    """A pattern in any case that holds words of a document: it is not kept, since the next document
    asks for another one. Raises `regex.error` for a form that is none."""
    return regex.compile(form, regex.IGNORECASE)


def any_of(phrases: Iterable[str]) -> str:
    r"""The form of a vocabulary of phrases as they are printed: the longest first, and any white
    space for a space, a line break too.

    >>> print(any_of(["thay", "thay thế"]))
    thay\s+thế|thay
    """
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(r"\s+".join(map(regex.escape, phrase.split(" "))) for phrase in longest)


def found_in(text: str, pattern: Pattern, patience: float = PATIENCE) -> Iterator[Match]:
    """Every match in a text of unknown origin.

    Raises `InputError('text-too-hard')` when the search takes longer than `patience` seconds.
    """
    try:
        yield from pattern.finditer(text, timeout=patience)
    except TimeoutError as error:
        start = " ".join(text[:_SHOWN].split())
        message = f"a text that begins {start!r} takes too long to search; look at the file"
        raise InputError("text-too-hard", message) from error
