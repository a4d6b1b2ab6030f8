"""What the app says, in Vietnamese and English: one catalogue, `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.data.records import ProblemRecord

LANGUAGES = ("vi", "en")
_NUMBER = re.compile(r"\d+\.?")
_FILE = Path(__file__).with_name("words.toml")


@cache
def _catalogue() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _reason(phrase: str) -> str:
    """A phrase in Vietnamese: numbers stay as they are, and so does what stands before a colon."""
    words, colon, why = phrase.rpartition(": ")
    known = _catalogue()["reasons"]
    parts = [known.get(_NUMBER.sub("#", part)) or part for part in why.split(", ")]
    numbers = iter(_NUMBER.findall(why))
    return words + colon + re.sub("#", lambda _: next(numbers), ", ".join(parts))


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._own = _catalogue()["words"]
        self._codes = _catalogue()["codes"]
        self._at = LANGUAGES.index(self.language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence of a key, with values put in."""
        text: str = self._own[key][self._at]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether there is a sentence of that key."""
        return key in self._own

    def code(self, code: str) -> str:
        """A problem code in plain words, itself where it has none."""
        names = self._codes.get(code)
        return names[self._at] if names else code

    def problem(self, problem: ProblemRecord) -> str:
        """What a problem says: in English its own message, in Vietnamese the sentence of its code
        with the page, the document and the rows it is about."""
        own = _catalogue()["messages"].get(problem.code)
        if self._at or own is None:
            return problem.message
        facts = [
            self("problem.page", page=problem.page) if problem.page else "",
            self("problem.document", document=problem.other_doc_id) if problem.other_doc_id else "",
            self("problem.rows", rows=", ".join(problem.other_row_ids[:3]))
            if problem.other_row_ids else "",
        ]  # fmt: skip
        told = "; ".join(filter(None, facts))
        return f"{own} ({told})" if told else own

    def message(self, code: str, message: str) -> str:
        """The same where nothing but the code and the message is known."""
        return message if self._at else _catalogue()["messages"].get(code, message)

    def reasons(self, text: str) -> str:
        """What a repair rests on, phrase by phrase; a phrase that has no other words stays."""
        return text if self._at else "; ".join(map(_reason, text.split("; ")))

    def day(self, day: date | None) -> str:
        """A day as it is written in the language; blank for none."""
        return "" if day is None else day.isoformat() if self._at else f"{day:%d/%m/%Y}"

    def all(self, prefix: str) -> dict[str, str]:
        """The sentences under a prefix, for the script of the page."""
        return {key: texts[self._at] for key, texts in self._own.items() if key.startswith(prefix)}
