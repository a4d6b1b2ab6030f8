"""Files that only an office program reads, converted by LibreOffice to what annex reads itself.

Starting the program costs more than converting a file, so a run converts all such files in a few
calls before it reads them; what a call does not bring is converted on its own when it is read. The
program runs in a folder of its own with a profile of its own (it refuses a second run with the
user's), without a window, with macros and linked content switched off, within limits.
"""

from __future__ import annotations

import hashlib
import math
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.errors import InputError
from pipeline.frozen import dataclass

TIMEOUT: Final = 120.0
"""Seconds the conversion of one file may take."""
BEGINNING: Final = 30.0
"""Processor seconds that LibreOffice may take in one call however small the files: it begins in
two. A file of a few kilobytes that takes longer was made to."""
PER_MEGABYTE: Final = 120.0
"""Processor seconds more for each megabyte that a file holds unpacked: RTF of 12,000 small cells,
the slowest that was tried, takes 50."""
BEYOND: Final = 1.2
"""By what it may take, where the kernel ends it: that counts by ticks, up to 9 % more than was
used, and what is ended must have used more than it may, or it is taken for one that ended."""
PER_FILE: Final = 30.0
"""Seconds each file adds to the time of a call that converts several."""
TOGETHER: Final = 20
"""Files in one call."""
_MEGABYTE: Final = 1 << 20  # bytes
MAX_MEMORY: Final = 6 << 30
MAX_OUTPUT: Final = 1 << 30

OFFICE_NAMES: Final = ("soffice", "libreoffice")
"""The names under which LibreOffice installs its command: its own, and that of Debian."""
_FILTERS: Final = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_PACKAGES: Final = {"docx": "libreoffice-writer-nogui", "xlsx": "libreoffice-calc-nogui"}
_SETTING: Final = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS: Final = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "BlockUntrustedRefererLinks": "true",
    "DisableActiveContent": "true",
}
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What LibreOffice makes of a form: `suffix` is how it knows the file, `target` docx or xlsx,
    `name` what a person calls the form; `before` is what a file is put through first."""

    suffix: str
    target: str
    name: str
    before: Callable[[bytes], bytes] = bytes


def office_command() -> str | None:
    """The path of LibreOffice's command, None where it is not installed."""
    return next((path for name in OFFICE_NAMES if (path := shutil.which(name))), None)


def convert(data: bytes, conversion: Conversion, prepared: Path | None = None) -> bytes:
    """The bytes of a file as those of a .docx or .xlsx file.

    `prepared` is the folder in which `convert_all` has put its results.

    Raises:
        InputError: `needs-libreoffice`, `timeout`, `damaged`.
    """
    key = hashlib.sha256(data).hexdigest()
    done = prepared / f"{key}.{conversion.target}" if prepared else None
    if done is not None and done.is_file():
        return done.read_bytes()
    command = office_command()
    if command is None:
        raise InputError("needs-libreoffice", _missing(conversion))
    with tempfile.TemporaryDirectory(prefix="annex-office-") as folder:
        source = Path(folder, f"in.{conversion.suffix}")
        source.write_bytes(conversion.before(data))
        if not _run(command, [source], conversion.target, Path(folder), TIMEOUT):
            message = (
                f"LibreOffice took longer than a file of its size may (at most {TIMEOUT:.0f} s);"
                f" save it as .{conversion.target}"
            )
            raise InputError("timeout", message)
        result = Path(folder, f"in.{conversion.target}")
        if not result.is_file():
            raise InputError("damaged", _unreadable(conversion))
        return result.read_bytes()


def convert_all(files: Iterable[tuple[bytes, Conversion]], prepared: Path) -> None:
    """Convert files in as few calls as their targets allow; results go to `prepared`.

    A file that cannot be converted, or not in time, is left out: `convert` says why.
    """
    command = office_command()
    if command is None:
        return
    waiting: dict[str, list[Path]] = {}
    for data, conversion in files:
        key = hashlib.sha256(data).hexdigest()
        source = prepared / f"{key}.{conversion.suffix}"
        try:
            source.write_bytes(conversion.before(data))
        except InputError:  # `convert` says why
            continue
        waiting.setdefault(conversion.target, []).append(source)
    for target, sources in waiting.items():
        for start in range(0, len(sources), TOGETHER):
            part = sources[start : start + TOGETHER]
            _run(command, part, target, prepared, TIMEOUT + PER_FILE * len(part))


def _effort(sources: Iterable[Path]) -> int:
    """Processor seconds that the conversion of some files in one call may take."""
    megabytes = (_unpacked_size(source) / _MEGABYTE for source in sources)
    return math.ceil(BEGINNING + sum(min(TIMEOUT, PER_MEGABYTE * size) for size in megabytes))


def _unpacked_size(source: Path) -> int:
    """Bytes that a file holds, those of its parts where it is an archive."""
    try:
        with zipfile.ZipFile(source) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return source.stat().st_size


def _missing(conversion: Conversion) -> str:
    return (
        f"{conversion.name} needs LibreOffice: install it (Debian, Ubuntu: apt install"
        f" {_PACKAGES[conversion.target]}), or save the file as .{conversion.target}"
    )


def _unreadable(conversion: Conversion) -> str:
    return (
        f"LibreOffice cannot read it as {conversion.name} (damaged, or with a password);"
        f" save it as .{conversion.target}"
    )


def _run(command: str, sources: Sequence[Path], target: str, folder: Path, seconds: float) -> bool:
    """Run LibreOffice once; whether it ended in time: so many `seconds` by the clock, and in all of
    the processor what each file may take."""
    effort = _effort(sources)
    before = _used_by_children()
    with tempfile.TemporaryDirectory(prefix="annex-profile-") as profile:
        _write_profile(Path(profile))
        arguments = [
            command,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", _FILTERS[target], "--outdir", str(folder)),
            *map(str, sources),
        ]
        # A group of its own, so that the time limit ends the program its start script has called.
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(_limit, effort),
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
        return _used_by_children() - before < effort


def _used_by_children() -> float:
    """Processor seconds of processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the group, whatever ended us."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit(effort: int) -> None:
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_FSIZE: MAX_OUTPUT,
        resource.RLIMIT_CPU: math.ceil(BEYOND * effort),
    }
    for what, limit in limits.items():
        hard = resource.getrlimit(what)[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (most, most))  # beyond the softer one it could go on


def _write_profile(folder: Path) -> None:
    items = "".join(_SETTING.format(name=name, value=value) for name, value in _SETTINGS.items())
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(
        _PROFILE.format(items=items), encoding="utf-8"
    )
