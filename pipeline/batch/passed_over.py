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
_DATA = (
    "json jsonl ndjson geojson yml yaml ini cfg conf db sqlite parquet arrow feather npy npz pkl"
)
_PROGRAMS = "css js mjs ts map py pyc ipynb r sh bat ps1 sql lock log wasm exe dll so bin iso"
_SEEN_OR_HEARD = "svg psd ai mp3 mp4 wav avi mov ttf otf woff woff2"
_NO_DOCUMENTS = frozenset(f"{_DATA} {_PROGRAMS} {_SEEN_OR_HEARD}".split())
"""Endings of data, programs, drawings, sounds and fonts: text to a machine at most. What a portal
may offer as a document (text, XML, pictures, archives) is not among them, nor a file without an
ending. Source: the media types of IANA."""
_MADE_BY_RUN = ("manifest.json", "documents", "runs")


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is no document."""
    return _NAMES.fullmatch(name) is not None


def is_no_document(name: str) -> bool:
    """Whether the ending of a file says that no official document is in it: it is not read, and
    told once for all of a folder."""
    return name.rpartition(".")[2].casefold() in _NO_DOCUMENTS and "." in name.strip(".")


def is_output(folder: Path, out: Path | None) -> bool:
    """Whether a folder is where this run, or another, writes its datasets."""
    if out is not None and os.path.realpath(folder) == os.path.realpath(out):
        return True
    return all(os.path.exists(folder / name) for name in _MADE_BY_RUN)
