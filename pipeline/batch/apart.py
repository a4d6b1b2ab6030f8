"""Work on one document in a process of its own, within the limits that hold in a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pipeline.errors import AnnexError, InputError
from pipeline.workers import Limits, map_processes

Result = TypeVar("Result")
_Failure = tuple[type[AnnexError], tuple[str, ...]]
DOCUMENT = Limits()
_WHY = {
    "timeout": "took longer than one document may take ({:.0f} s)",
    "crashed": "the reader crashed on it or ran out of memory; fetch it again or convert it",
}


def apart(work: Callable[[], Result], limits: Limits = DOCUMENT) -> Result:
    """What the work gives, done elsewhere. Raises what it raises of annex's own errors, and
    `InputError` where it takes more time or memory than it may, or crashes."""

    def guarded(_: str) -> tuple[Result | None, _Failure | None]:
        try:
            return work(), None
        except InputError as error:
            return None, (InputError, (error.code, error.message))
        except AnnexError as error:
            return None, (type(error), (str(error),))
        except MemoryError:
            told = "needs more memory than one document may use"
            return None, (InputError, ("needs-memory", told))

    (done,) = map_processes(guarded, ["the work"], 1, limits, nested=True)
    if done.result is None:
        code = done.failure or "crashed"
        raise InputError(code, _WHY[code].format(limits.seconds))
    result, failure = done.result
    if failure is not None:
        kind, told = failure
        raise kind(*told)
    return result  # type: ignore[return-value]
