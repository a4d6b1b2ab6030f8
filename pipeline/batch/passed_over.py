"""What lies in a folder of documents and is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NAMES = re.compile(
    r"""
    \..*                                              # hidden, .~lock. of LibreOffice, .DS_Store
    | ~\$.*                                           # lock files of Word and Excel
    | thumbs\.db | ehthumbs\.db | desktop\.ini        # what Windows keeps about a folder
    | .*\.(?:part|partial|crdownload|download|filepart|tmp)   # not loaded to the end
    | .*\.toml                                        # settings
    | (?:readme|license|changelog|contributing)\b.*\.md       # by custom about the folder
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_MADE_BY_RUN = ("manifest.json", "documents", "runs")


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is no document."""
    return _NAMES.fullmatch(name) is not None


def is_output(folder: Path, out: Path | None) -> bool:
    """Whether a folder is where this run, or another, writes its datasets."""
    if out is not None and os.path.realpath(folder) == os.path.realpath(out):
        return True
    return all(os.path.exists(folder / name) for name in _MADE_BY_RUN)
