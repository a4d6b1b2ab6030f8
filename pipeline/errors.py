"""What can go wrong, as exceptions that carry the exit code and the remedy.

::

    AnnexError                 exit 1
    ├── InputError             one document cannot be read; the batch goes on
    ├── ConfigError            exit 2: sources.toml or an option is wrong
    ├── QualityError           exit 3: quality below the level asked for
    ├── NothingError           exit 4: nothing was published
    └── LockedError            exit 5: another run writes to the same output

The library raises them; only the command line catches and prints them.
"""

from __future__ import annotations

from typing import ClassVar


class AnnexError(Exception):
    """Root of every error annex raises on purpose. `str()` is one line for a person."""

    exit_code: ClassVar[int] = 1


class InputError(AnnexError):
    """A document that cannot be read at all.

    `code` is the problem code under which it is recorded (`not-text`, `empty-file`,
    `encrypted`, `damaged`, `too-large`, ...); `message` says what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def passing(self) -> bool:
        """Whether the machine, a limit or the moment is at fault, not the document: another try
        may read it."""
        return self.code in PASSING


PASSING = frozenset(
    {"crashed", "needs-libreoffice", "needs-memory", "needs-ocr", "timeout", "unreadable"}
)
"""Codes of what may pass; all others are faults of the document itself, the same every time."""


class ConfigError(AnnexError):
    """A setting that makes no sense: a wrong `sources.toml`, an unknown table name."""

    exit_code: ClassVar[int] = 2


class QualityError(AnnexError):
    """The comparison with hand-checked fixtures stayed below the level asked for."""

    exit_code: ClassVar[int] = 3


class NothingError(AnnexError):
    """No document was found, or what a run asks for would take most documents away."""

    exit_code: ClassVar[int] = 4


class LockedError(AnnexError):
    """Another run holds the output folder; the message names it."""

    exit_code: ClassVar[int] = 5


BUG = 70
"""Exit code of a run that annex itself failed in."""

INTERRUPTED = 130
"""Exit code of a run that was ended by Ctrl-C or SIGTERM, as shells give it (128 + SIGINT)."""


def in_one_line(error: BaseException) -> str:
    """The type and the message of an error that nobody foresaw, for a person who reports it.

    >>> in_one_line(ValueError("no text,\\n  no box")), in_one_line(MemoryError())
    ('ValueError: no text, no box', 'MemoryError')
    """
    told = " ".join(str(error).split())
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
