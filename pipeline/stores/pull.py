"""A folder on a store mirrored into one here: what is new or changed comes, what is gone goes.

Beside the files stands `.pulled.jsonl`: of each the mark its store gave it (ETag, or time and size)
and the hash it came with, a line for each that came or went. So nothing comes twice, and a file
that a person changed is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Literal

from pipeline.data.files import sha256_of, write_text_whole, written_whole
from pipeline.data.remote import Place, told_as
from pipeline.errors import AnnexError, NothingError

RECORD = ".pulled.jsonl"
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "mtime", "created", "updated")
"""What stores of several kinds tell of an object that changes with it; the size is added."""
_ANOTHER = "a file of that name here was not pulled, or was changed"

State = Literal["new", "changed", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class _Copy:
    """An object as it came: the mark its store gave it, and the hash of what came."""

    mark: str
    sha256: str


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
    write_text_whole(folder / RECORD, "".join(_line(*one) for one in sorted(known.items())))
    with (folder / RECORD).open("a", encoding="utf-8") as record:
        for name in sorted(objects):
            done, came = _bring(place, name, objects[name], folder, known.get(name))
            if came is not None:
                _note(record, name, came)
            yield done
        for name in gone:
            done = _drop(folder, name, known[name])
            if done.state == "removed":
                _note(record, name, None)
            yield done


def _bring(
    place: Place, name: str, told: Mapping[str, Any], folder: Path, before: _Copy | None
) -> tuple[Pulled, _Copy | None]:
    """What became of an object, and its copy here where it came now."""
    if not _is_safe(name):
        return Pulled(name, "failed", "its name leads out of the folder, or is hidden"), None
    target, mark = folder / name, _mark(told)
    here = sha256_of(target) if target.is_file() else None
    if here is not None and before is not None and here != before.sha256:
        return Pulled(name, "failed", _ANOTHER), None
    if before is not None and here is not None and before.mark == mark:
        return Pulled(name, "unchanged"), None
    try:
        with written_whole(target) as temporary, told_as(place.address):
            place.store.get_file(place.under(name), str(temporary))
            size = told.get("size")
            if size is not None and temporary.stat().st_size != size:
                raise AnnexError(f"{temporary.stat().st_size} bytes came of {size}")
            if before is None and here not in (None, sha256_of(temporary)):
                raise AnnexError(_ANOTHER)
    except (AnnexError, OSError) as error:
        return Pulled(name, "failed", str(error)), None
    copy = _Copy(mark, sha256_of(target))
    return Pulled(name, "new" if before is None else "changed"), copy


def _drop(folder: Path, name: str, before: _Copy) -> Pulled:
    target = folder / name
    if target.is_file() and sha256_of(target) != before.sha256:
        return Pulled(name, "failed", "it is gone there, and was changed here")
    target.unlink(missing_ok=True)
    return Pulled(name, "removed")


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and "\0" not in name and not name.startswith("/")
    return plain and "//" not in name and not any(part.startswith(".") for part in parts)


def _mark(told: Mapping[str, Any]) -> str:
    """What tells one content of an object from the next, as far as the store says."""
    return "|".join(f"{key}={told[key]}" for key in (*_MARKS, "size") if told.get(key))


def _known(folder: Path) -> dict[str, _Copy]:
    """The copies here, by name; a line that was cut off tells nothing."""
    try:
        lines = (folder / RECORD).read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    known: dict[str, _Copy] = {}
    for line in lines:
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            known.pop(told["name"], None)
            if "sha256" in told:
                known[told["name"]] = _Copy(told["mark"], told["sha256"])
    return known


def _note(record: IO[str], name: str, copy: _Copy | None) -> None:
    record.write(_line(name, copy))
    record.flush()


def _line(name: str, copy: _Copy | None) -> str:
    told = {"name": name, **(asdict(copy) if copy is not None else {})}
    return json.dumps(told) + "\n"
