"""What figures were measured on: day, machine, Python, commit."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def machine() -> str:
    """Processor, cores, Python."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        info = ""
    name = re.search(r"model name\s*:\s*(.+)", info)
    processor = name.group(1) if name else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Python {platform.python_version()}"


def commit() -> str:
    """The commit that is checked out, with `+` where files differ from it."""
    told = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--abbrev=8"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def stamp() -> str:
    """The line that stands over figures."""
    return f"Measured on {datetime.now(UTC):%Y-%m-%d}; {machine()}; commit {commit()}."
