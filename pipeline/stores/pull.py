"""A folder on a store mirrored into one here: what is new or changed comes, what is gone goes.

Beside the files stands `.pulled.json`: of each the mark its store gave it (ETag, or time and size)
and the hash it came with. So nothing comes twice, and a file that a person changed is left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pipeline.data.files import sha256_of, written_whole
from pipeline.data.remote import Place, told_as
from pipeline.errors import AnnexError, NothingError

RECORD = ".pulled.json"
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "mtime", "created", "updated")
"""What stores of several kinds tell of an object that changes with it; the size is added."""

State = Literal["new", "changed", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one object, and `why` where it failed."""

    name: str
    state: State
    why: str | None = None


def pull(place: Place, folder: Path) -> Iterator[Pulled]:
    """Mirror a place into a folder; what became of each object, as it is done.

    Raises `NothingError` where nothing is there, or most of what was is gone, and `AnnexError`
    where the store cannot be listed.
    """
    objects = {name: told for name, told in place.objects().items() if not name.endswith("/")}
    known = _known(folder)
    gone = sorted(known.keys() - objects.keys())
    if not objects or len(gone) * 2 > len(known):
        raise NothingError(
            f"{place.address}: {len(objects)} files there, {len(gone)} of {len(known)} gone since"
            " the last time; is the address right? Nothing was changed here"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(objects):
        done = _bring(place, name, objects[name], folder, known)
        _remember(folder, known, done.state)
        yield done
    for name in gone:
        done = _drop(folder, name, known)
        _remember(folder, known, done.state)
        yield done


def _bring(
    place: Place,
    name: str,
    told: Mapping[str, Any],
    folder: Path,
    known: dict[str, dict[str, str]],
) -> Pulled:
    if not _is_safe(name):
        return Pulled(name, "failed", "its name leads out of the folder, or is hidden")
    target, before, mark = folder / name, known.get(name), _mark(told)
    here = sha256_of(target) if target.is_file() else None
    if here is not None and (before is None or here != before["sha256"]):
        return Pulled(name, "failed", "a file of that name here was not pulled, or was changed")
    if before is not None and here is not None and before["mark"] == mark:
        return Pulled(name, "unchanged")
    try:
        with written_whole(target) as temporary, told_as(place.address):
            place.store.get_file(place.under(name), str(temporary))
            size = told.get("size")
            if size is not None and temporary.stat().st_size != size:
                raise AnnexError(f"{temporary.stat().st_size} bytes came of {size}")
    except (AnnexError, OSError) as error:
        return Pulled(name, "failed", str(error))
    known[name] = {"mark": mark, "sha256": sha256_of(target)}
    return Pulled(name, "new" if before is None else "changed")


def _drop(folder: Path, name: str, known: dict[str, dict[str, str]]) -> Pulled:
    target = folder / name
    if target.is_file() and sha256_of(target) != known[name]["sha256"]:
        return Pulled(name, "failed", "it is gone there, and was changed here")
    target.unlink(missing_ok=True)
    del known[name]
    return Pulled(name, "removed")


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and "\0" not in name and not name.startswith("/")
    return plain and "//" not in name and not any(part.startswith(".") for part in parts)


def _mark(told: Mapping[str, Any]) -> str:
    """What tells one content of an object from the next, as far as the store says."""
    return "|".join(f"{key}={told[key]}" for key in (*_MARKS, "size") if told.get(key))


def _known(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found: dict[str, dict[str, str]] = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _remember(folder: Path, known: Mapping[str, Any], state: State) -> None:
    if state in ("new", "changed", "removed"):
        with written_whole(folder / RECORD) as temporary:
            temporary.write_text(json.dumps(known, indent=0, sort_keys=True), "utf-8")
            os.chmod(temporary, 0o644)
