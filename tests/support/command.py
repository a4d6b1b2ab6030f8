"""The command as it is typed, in a process of its own that is forked from the tests'.

What it loads is loaded there already (tests/support/warm): starting Python anew for each command
took longer than what most of them do. tests/data/test_lock and tests/review start the real one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO, Any

from pipeline.cli import main
from tests.conftest import ROOT


def annex(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What `annex ARGUMENTS…` prints and answers, started in the folder `cwd`."""
    words = [*map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            _be_the_command(words, cwd, out, err)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return subprocess.CompletedProcess(words, code, _printed(out), _printed(err))


def _be_the_command(words: list[str], cwd: Path, out: IO[Any], err: IO[Any]) -> None:
    """Does not return: the process is the command from here on."""
    code = 1
    try:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        os.chdir(cwd)
        main(words, prog_name="annex")
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(done.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _printed(file: IO[str]) -> str:
    file.seek(0)
    return file.read()
