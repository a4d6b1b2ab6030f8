"""The settings of a run."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.frozen import dataclass
from pipeline.normalize.values.agency_registry import Own
from pipeline.workers import Limits

if TYPE_CHECKING:
    from pipeline.extract import Engine

FailOn = Literal["failed", "error", "warning"]
"""What makes exit code 1: a document that could not be read, any error, or a warning too."""


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a run. `workers` 0 takes one per processor core; without a folder of
    `corrections`, the one in or beside the input counts. `own` are the bodies it adds to the
    registry. With `only`, other files are still arriving: they are left for a later run. `cluster`
    is the address of a Dask scheduler whose machines do the reading."""

    out: Path
    workers: int = 0
    force: bool = False
    engine: Engine = "auto"
    verify: bool = False
    limits: Limits = field(default_factory=Limits)
    corrections: Path | None = None
    prune: bool = False
    fail_on: FailOn = "error"
    only: frozenset[Path] | None = None
    cluster: str | None = None
    own: Own = field(default_factory=Own)

    @property
    def second_reader(self) -> bool:
        """Whether a reader beside PDFium is asked for."""
        return self.verify or self.engine in ("pdfplumber", "camelot")
