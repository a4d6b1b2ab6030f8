"""Old Word files (.doc), converted by LibreOffice where it is installed, then read as DOCX."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from pipeline.errors import InputError

TIMEOUT: Final = 120.0
"""Seconds a conversion may take."""
_NAMES: Final = ("soffice", "libreoffice")
_MISSING: Final = (
    "an old Word file (.doc) needs LibreOffice: install it"
    " (Debian, Ubuntu: apt install libreoffice-writer-nogui), or save the file as .docx"
)


def office_command() -> str | None:
    """The path of LibreOffice's command, None where it is not installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def doc_to_docx(data: bytes) -> bytes:
    """The bytes of a .doc file as those of a .docx file.

    LibreOffice runs in a temporary folder with a profile of its own, for it refuses a second
    run with the user's, and without a window.

    Raises:
        InputError: `needs-libreoffice`, `timeout`, `damaged`, `empty-file`.
    """
    if not data:
        raise InputError("empty-file", "the file is empty; fetch it again")
    command = office_command()
    if command is None:
        raise InputError("needs-libreoffice", _MISSING)
    with tempfile.TemporaryDirectory(prefix="annex-doc-") as folder:
        source, out = Path(folder, "in.doc"), Path(folder, "out")
        source.write_bytes(data)
        _convert(command, source, out, Path(folder, "profile"))
        result = out / "in.docx"
        if not result.is_file():
            raise InputError("damaged", "LibreOffice cannot read this .doc file; save it as .docx")
        return result.read_bytes()


def _convert(command: str, source: Path, out: Path, profile: Path) -> None:
    arguments = [
        command,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]
    # A group of its own, so that the time limit ends the program its start script has called.
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        message = f"LibreOffice took over {TIMEOUT:.0f} s; save the file as .docx"
        raise InputError("timeout", message) from error
