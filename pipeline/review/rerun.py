"""The corrected documents read again, by the same command a person would type."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from pipeline.review.shelf import Shelf


@dataclass(frozen=True, slots=True)
class State:
    """How a run stands: `running`, or its exit code and what it printed last."""

    running: bool = False
    code: int | None = None
    lines: tuple[str, ...] = ()


class Rerun:
    """At most one run at a time."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock = Lock()
        self._state = State()

    def command(self, inputs: Iterable[Path]) -> list[str]:
        """What reads some inputs again, as arguments of `annex`."""
        options = _options(self._shelf.out)
        given = [f"--corrections={self._shelf.given}"] if self._shelf.given else []
        return ["run", *map(str, inputs), "--out", str(self._shelf.out), *options, *given]

    def shown(self, inputs: Iterable[Path]) -> str:
        """The same for a person to type."""
        return "annex " + shlex.join(self.command(inputs))

    def start(self, inputs: Sequence[Path]) -> State:
        """Start a run, unless one is under way."""
        with self._lock:
            if not self._state.running:
                self._state = State(running=True)
                Thread(target=self._run, args=(self.command(inputs),), daemon=True).start()
            return self._state

    def state(self) -> State:
        """How it stands."""
        return self._state

    def _run(self, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-m", "pipeline", *arguments, "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = (done.stderr + done.stdout).strip().splitlines()
        self._state = State(False, done.returncode, tuple(lines[-20:]))


def _options(out: Path) -> list[str]:
    """How the last run was told to read, so that nothing but what was corrected is read again."""
    runs = [path for path in (out / "runs").glob("*.json") if path.stem.isdecimal()]
    try:
        last = max(runs, key=lambda path: int(path.stem))
        told = json.loads(last.read_text(encoding="utf-8"))["options"]
    except (ValueError, OSError, KeyError):
        return []
    engine = told.get("engine", "auto")
    chosen = [] if engine == "auto" else ["--engine", engine]
    return [*chosen, *(["--verify"] if told.get("verify") == "True" else [])]
