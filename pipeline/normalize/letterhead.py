"""The letterhead: its two columns told apart, and who stands in the left one.

Left stand the body above and the body that issues, in capitals; right the name of the state and its
motto, or of the Party; then number, place and date. A PDF prints both columns into one line or
alternates them; so what the right column says is cut out wherever it stands.
Source: Nghị định 30/2020/NĐ-CP, annex I; for Party documents Hướng dẫn 36-HD/VPTW of 2018.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.issuer import begins_area, begins_body, composed
from pipeline.normalize.tables.titles import is_upper
from pipeline.writing.headings import annex_heading
from pipeline.writing.letters import plain, without_marks
from pipeline.writing.patterns import compiled

_STATE = compiled(
    r"C[ỘO]NG\s+H(?:ÒA|OÀ|OA)\s+X[ÃA]\s+H[ỘO]I"
    r"(?:\s+CH[ỦU](?:\s+NGH[ĨI]A(?:\s+VI[ỆE]T(?:\s+NAM)?)?)?)?"
    r"|ĐẢNG\s+C[ỘO]NG\s+S[ẢA]N(?:\s+VI[ỆE]T(?:\s+NAM)?)?",
    any_case=True,
)
_MOTTO = compiled(
    r"độc\s+lập\s*[-–]\s*tự\s+do(?:\s*[-–](?:\s*h[ạa]nh(?:\s+phúc)?)?)?|[-_*=]{2,}", any_case=True
)
_WHOLE = tuple(
    tuple(text.split())
    for text in (
        "cong hoa xa hoi chu nghia viet nam",
        "dang cong san viet nam",
        "doc lap - tu do - hanh phuc",
    )
)
"""What the right column says, without marks: a narrow one carries its end over to the next line."""
_NUMBER = compiled(r"(?<!\w)Số\s*:|\ASố(?=\s+\d)|(?<!\w)Số(?=\s+\d+\s*[-/])")
_PLACE_DATE = compiled(r"[^\W\d_][^\d.;:()]{1,40},\s*ngày.*", any_case=True)
_ACTING = compiled(r"(?:TM|KT|TL|TUQ|T/M)\s*\.?\s*(?=\p{Lu})")
_LINES_ABOVE = 4
"""Lines of the left column that may stand above the name of the state: two bodies of two lines
each."""


def letterhead(lines: Sequence[str]) -> tuple[int, int, int]:
    """First line of the letterhead, the line that names the state (the first where none does), and
    the line after the room it may take: an annex heading ends it. A page of a portal has much
    above it."""
    top = next((i for i, line in enumerate(lines) if annex_heading(line)), len(lines))
    state = next((i for i, line in enumerate(lines[:top]) if _STATE.search(line)), None)
    start = 0 if state is None or state <= _LINES_ABOVE else state - _LINES_ABOVE
    return start, start if state is None else state, top


def has_letterhead(lines: Sequence[str]) -> bool:
    """Whether the lines name the state or the Party, or begin a number: those of a document."""
    return any(_STATE.search(line) or _NUMBER.search(line) for line in lines)


def read_issuer(lines: Sequence[str], open_ended: bool = False) -> tuple[str, str] | None:
    """The body that issues, its name in normal form, and the lines it is read from.

    `lines` are those above the kind of document. Without the name of the state only lines that
    begin as bodies are named count: capitals may be a title; so may those below the motto where
    no line for the kind ends the letterhead (`open_ended`).
    """
    left: list[str] = []
    known = has_letterhead(lines)
    rest: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        known = known and not (open_ended and any(map(_MOTTO.match, lines[:at])))
        number = _NUMBER.search(line)
        own, rest = _left_of(line[: number.start()] if number else line, rest)
        if own and is_upper(own) and (begins_body(own) or (left and (known or begins_area(own)))):
            left.append(own)
        elif number or (own and left and not known):
            break
    return (composed(_bodies(left)), " ".join(left)) if left else None


def _left_of(line: str, rest: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What the left column prints in a line, and the end of what the right one says that it leaves
    to a line below; `rest` is what lines above left."""
    whole = _PLACE_DATE.sub(" ", line)
    line = _without_end(whole, rest)
    found = [match.group() for pattern in (_STATE, _MOTTO) for match in pattern.finditer(line)]
    left_over = () if line != whole else rest
    carried = next((over for text in found if (over := _carried(text))), left_over)
    own = plain(_MOTTO.sub(" ", _STATE.sub(" ", line))).strip(" -_*.").removesuffix(" ,")
    return _ACTING.sub("", own), carried


def _carried(printed: str) -> tuple[str, ...]:
    words = _bare(printed)
    whole = next((text for text in _WHOLE if text[: len(words)] == words), words)
    return whole[len(words) :]


def _bare(text: str) -> tuple[str, ...]:
    return tuple(without_marks(text.lower().replace("–", "-")).split())


def _without_end(line: str, rest: tuple[str, ...]) -> str:
    """The line without the words it ends with, where they are those that were carried over."""
    words = line.split()
    if rest and _bare(" ".join(words[-len(rest) :])) == rest:
        return " ".join(words[: -len(rest)])
    return line


def _bodies(left: Sequence[str]) -> list[str]:
    """The lines put together: a line that begins no body goes on with the one above."""
    bodies: list[str] = []
    for line in left:
        if bodies and (begins_area(line) or not begins_body(line)):
            bodies[-1] += f" {line}"
        else:
            bodies.append(line)
    return bodies
