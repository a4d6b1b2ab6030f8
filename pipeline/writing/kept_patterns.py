"""Compiled patterns kept from one run to the next, where Python keeps the bytecode of modules.

`regex` compiles a form by walking it in Python: two hundred forms take 65 ms before a run has read
a line, and what comes of them is loaded again in 2. So they are kept as bytecode is (`kept_files`),
in a file for each version of Python and of `regex`. A form is looked up as it stands, with its
flags and vocabularies: what is kept cannot fall behind the code.
"""

from __future__ import annotations

import atexit
import pickle
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import regex

from pipeline.writing import kept_files

Form: TypeAlias = tuple[str, int, tuple[tuple[str, tuple[str, ...]], ...]]
"""What a pattern is made from: its form, its flags, and its vocabularies by name."""
_Patterns: TypeAlias = dict[Form, "regex.Pattern[str]"]

_MOST = 2_000
"""Patterns that are kept at most. The forms of this version are a few hundred; those of versions
before are forgotten with the rest when there are more."""


def usual_place() -> Path:
    """The file beside the bytecode of this module, in the folder that Python has chosen for it."""
    return kept_files.place_beside(Path(__file__), f"regex-{regex.__version__}.patterns")


class KeptPatterns:
    """The patterns in a file, and those made since it was read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _loaded(path)
        self._made: _Patterns = {}

    def __contains__(self, form: Form) -> bool:
        """Whether the pattern of a form is known."""
        return form in self._known

    def of(self, form: Form) -> regex.Pattern[str]:
        """The pattern of a form. Raises `regex.error` for one that is none."""
        found = self._known.get(form)
        if found is None:
            text, flags, vocabularies = form
            lists = {name: list(words) for name, words in vocabularies}
            found = regex.compile(text, flags, **lists)  # type: ignore[arg-type]  # no lists there
            self._known[form] = self._made[form] = found
        return found

    def save(self) -> None:
        """Write what is known to the file, with what others wrote there since it was read, where
        something was made; without a word where it cannot be written."""
        if not self._made:
            return
        made = self._made.copy()  # another thread may still make some
        every = _loaded(self._path) | self._known.copy()
        kept = every if len(every) <= _MOST else made
        self._made = {}
        if len(kept) > _MOST:
            return
        kept_files.keep(self._path, pickle.dumps(kept))


def _loaded(path: Path) -> _Patterns:
    """The patterns in a file; none where there is no such file or not all of it."""
    data = kept_files.kept(path)
    if data is None:
        return {}
    try:
        patterns: _Patterns = pickle.loads(data)  # as trusted as the bytecode beside it
    except Exception:  # whatever another build of `regex` makes of it
        return {}
    return patterns


KEPT = KeptPatterns(usual_place())
"""Those of this process."""


def keep() -> None:
    """Save those of this process, where Python keeps bytecode. A process does so when it ends; one
    that was forked, to read documents, ends without a word and does so before."""
    if kept_files.may_be_kept():
        with suppress(MemoryError):  # what a document has left of it may be too little
            KEPT.save()


atexit.register(keep)
