"""One cell that says who leads and who helps: `Chủ trì: Bộ A. Phối hợp: Bộ B` → two roles."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.writing.patterns import compiled

_LABEL = compiled(
    r"(?:(?:cơ quan|đơn vị|bộ phận)\s+)?(?P<duty>chủ trì|phối hợp)(?:\s+thực hiện)?\s*:\s*",
    any_case=True,
)
_ROLES = {"chủ trì": "lead", "phối hợp": "coordination"}


def duties(text: str, role: str) -> Iterator[tuple[str, str]]:
    """The parts of a cell with the role of each; a cell without such labels has that of its column.

    >>> list(duties("Chủ trì: Bộ A; Phối hợp: Bộ B", "lead"))
    [('lead', 'Bộ A; '), ('coordination', 'Bộ B')]
    """
    found = list(_LABEL.finditer(text))
    if not text or role == "head" or not found:
        yield from [(role, text)] if text else []
        return
    if text[: found[0].start()].strip():
        yield role, text[: found[0].start()]
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        if part := text[match.end() : end]:
            yield _ROLES[match.group("duty").casefold()], part
