"""How names of bodies are written: their words, abbreviations written out, the forms they begin
with (`bodies.toml`), and what tells two spellings of a name from two names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from pipeline.frozen import dataclass
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import slug, word_key
from pipeline.writing.patterns import compiled

_I_FOR_Y = compiled(r"\A(k|l|m|s|t|h|qu)i\Z")  # kĩ, lí, mĩ, sĩ, tỉ, hi, quí
MARKS = ",.;:()-–"
_DASHES = ("-", "–")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of names: its first words (levelled, and as written), whose body it is and of what
    kind; `bare` where these words alone are a name, `named` where one in capitals must follow."""

    head: tuple[str, ...]
    written: str
    level: str
    kind: str
    bare: bool
    named: bool


@dataclass(frozen=True, slots=True)
class BodyWord:
    """A word of a name: levelled, as printed, and printed with the marks around it."""

    key: str
    text: str
    raw: str


@cache
def body_data() -> dict[str, Any]:
    """The file `bodies.toml`."""
    return load_beside(__file__, "bodies.toml")


@cache
def forms() -> tuple[Form, ...]:
    """Every form, the longest head first."""
    forms = (
        Form(keys_of(head), head, entry["level"], entry["kind"], *flags)
        for entry in body_data()["form"]
        for flags in [(entry.get("bare", False), entry.get("named", False))]
        for head in entry["heads"]
    )
    return tuple(sorted(forms, key=lambda form: -len(form.head)))


@cache
def levels() -> dict[tuple[str, ...], str]:
    """First words of a place → its level: (`xã`) → commune."""
    return {
        keys_of(word): level for level, words in body_data()["places"].items() for word in words
    }


@cache
def _abbreviations() -> dict[str, list[str]]:
    """What the first words of names and of fields are shortened to, with the words as written."""
    short = load_beside(__file__, "agencies.toml")["abbreviations"] | body_data()["abbreviations"]
    return {word_key(key): words.split() for key, words in short.items()}


def keys_of(text: str) -> tuple[str, ...]:
    """The words of a name, levelled."""
    return tuple(word.key for word in words_of(text))


def words_of(text: str) -> list[BodyWord]:
    """The words of a name; an abbreviation that stands for words gives them. A dash between two
    words stays with the one before it."""
    words: list[BodyWord] = []
    for piece in text.split():
        if piece in _DASHES and words:
            words[-1] = replace(words[-1], raw=f"{words[-1].raw} {piece}")
        else:
            words += _written_out(piece)
    return words


def _written_out(raw: str) -> Iterator[BodyWord]:
    piece = raw.strip(MARKS)
    words = _abbreviations().get(word_key(piece)) if piece.isupper() else None
    if words:
        first, *others = words
        written = (first[:1].upper() + first[1:], *others)
        yield from (BodyWord(word_key(word), word, word) for word in written)
    elif "&" in piece and piece.isupper():  # `CNTT&CĐS`
        for part in piece.replace("&", " và ").split():
            yield from _written_out(part)
    elif piece:
        yield BodyWord(word_key(piece), piece, raw)


def is_short(word: str) -> bool:
    """Whether a word is in capitals, which stand for words (`TT`)."""
    return len(word) > 1 and word.isalpha() and word.isupper()


def is_bare(name: str) -> bool:
    """Whether a name is whole with the first words of a form (`Ban Giám hiệu`)."""
    keys = keys_of(name)
    return any(form.bare and form.head == keys for form in forms())


@cache
def form_heads() -> tuple[str, ...]:
    """First words of the names that the forms know, as written."""
    return tuple(form.written for form in forms())


def written_head(name: str) -> str:
    """A name in small letters, its first words as the forms of bodies write them (`Ban Quản lý dự
    án`)."""
    words = name.split()
    keys = tuple(map(word_key, words))
    form = next((f for f in forms() if f.head == keys[: len(f.head)]), None)
    return name if form is None else " ".join([form.written, *words[len(form.head) :]])


def key_of(name: str, joints: bool = True) -> str:
    """Spelt alike whatever letter case, tone place and choice of i or y; without `joints` also
    whether `và`, a comma or a dash stands between words."""
    words = slug(name.replace("&", " và ")).split("_")
    kept = words if joints else [word for word in words if word != "va"]
    return "-".join(_I_FOR_Y.sub(r"\1y", word) for word in kept)


def marks_of(place: str) -> str:
    """What tells the ids of places apart whose names differ in their marks alone (`Đông Hà`, `Đồng
    Hạ`): a digest of the name; "" for one without marks."""
    if slug(place) == "_".join(place.casefold().split()):
        return ""
    name = " ".join(map(word_key, place.split()))
    return f"-{sha256(name.encode()).hexdigest()[:4]}"
