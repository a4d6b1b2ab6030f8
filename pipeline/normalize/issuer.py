"""The name of a body that issues, from the capitals of a letterhead to the form of running text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.agency_registry import body_heads
from pipeline.normalize.values.bodies import written_head
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import plain, word_key
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_PARTY_CENTRE = "ban chấp hành trung ương"
_LEVEL_ALONE = compiled(
    r".*\b(?:nhân dân|sở)\s*(?:tỉnh|thành phố|huyện|quận|xã|phường)?\s*\Z", any_case=True
)
_TWO_WORDS = ("thành", "thị", "đặc", "khu")
"""First words of areas that take two (`thành phố`)."""


@cache
def facts() -> dict[str, Any]:
    """What letterhead.toml says."""
    return load_beside(__file__, "letterhead.toml")


@lru_cache(maxsize=4096)
def begins_body(text: str) -> bool:
    """Whether a line begins as bodies are named (`SỞ Y TẾ`), whatever its letter case."""
    return _begins_with(text, _heads())


@lru_cache(maxsize=4096)
def begins_area(text: str) -> bool:
    """Whether a line begins with the kind of a place (`TỈNH LÀO CAI`)."""
    return _begins_with(text, _areas()) and not _begins_with(text, _not_areas())


def _begins_with(text: str, heads: frozenset[tuple[str, ...]]) -> bool:
    words = _keys(text)
    return any(words[:count] in heads for count in (1, 2, 3))


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word_key(word.strip(",.;:")) for word in text.split())


@cache
def _heads() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, (*facts()["heads"], *body_heads()))) - _areas()


@cache
def _areas() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["areas"]))


@cache
def _not_areas() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["not_areas"]))


def named_issuer(text: str) -> str | None:
    """The issuer that an annex names (`… của Ủy ban nhân dân tỉnh Vĩnh Long`) in normal form; None
    where only its level is named (`của UBND tỉnh`), or a field without a place (`của Sở Xây dựng`:
    every province has one)."""
    name = _in_form(_spelled(plain(text).strip(" .,)")))
    return None if _LEVEL_ALONE.match(name) or _is_field_alone(name) else name


def _is_field_alone(name: str) -> bool:
    first, _, field = name.partition(" ")
    return first == "Sở" and _registered(f"Bộ {field}") is not None


def composed(bodies: Sequence[str]) -> str:
    """The issuing body, the last of those printed, with the place or the body above that its own
    name leaves out."""
    *above, own = (_in_form(_spelled(body)) for body in bodies)
    if not above:
        return own
    if above[-1].casefold() == _PARTY_CENTRE:
        return _in_form(f"{own} Trung ương")
    if own.casefold() in _below():
        return f"{_below()[own.casefold()]} {above[-1]}"
    area = area_of(above[-1])
    if area and not area_of(own) and not _begins_with(own, _own()):
        return f"{own} {area}"
    return own


@cache
def _below() -> dict[str, str]:
    return {name.casefold(): name for name in facts()["below"]}


@cache
def _own() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["own"]))


def area_of(name: str) -> str:
    """The place that ends a name (`tỉnh Lào Cai`), "" where none does."""
    words = name.split()
    start = next((at for at in range(len(words)) if _is_area(words[at:])), len(words))
    area = " ".join(words[start:])
    return area[:1].lower() + area[1:]


def _spelled(name: str) -> str:
    spelled = facts()["spelled"]
    words = [spelled.get(word, word) for word in name.split()]
    if words != name.split() and is_upper(name):
        words = [word.upper() for word in words]
    return " ".join(words).replace("Uỷ", "Ủy").replace("UỶ", "ỦY")


def _in_form(name: str) -> str:
    """A name as it is written in running text: as the registry or the forms of bodies have it, or
    in small letters but for its first, those of places and abbreviations."""
    known = _registered(name)
    if known or not is_upper(name):
        return known or name
    words = [word if _is_abbreviation(word) else word.lower() for word in name.split()]
    begin = next((at for at in range(1, len(words)) if _is_area(words[at:])), len(words))
    if begin < len(words):
        begin += 2 if words[begin] in _TWO_WORDS else 1
    common = _common(words[:begin])
    return " ".join((common, *(_capital(word) for word in words[begin:])))


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _is_abbreviation(word: str) -> bool:
    """Whether capitals are no word in capitals (`THCS`)."""
    letters = word.strip(".,;:&-")
    return letters.isalpha() and len(letters) > 1 and not is_syllable(letters)


def _is_area(words: Sequence[str]) -> bool:
    return len(words) > 1 and begins_area(" ".join(words[:3]))


def _common(words: list[str]) -> str:
    """A body in small letters; its first words as the forms of bodies have them, one of a field
    (`sở khoa học và công nghệ`) as its ministry writes the field. What follows an abbreviation is a
    name (`Trường THCS Nguyễn Du`)."""
    name = " ".join(words)
    first, _, field = name.partition(" ")
    ministry = _registered(f"Bộ {field}") if first == "sở" else None
    if ministry:
        return f"Sở {ministry[3:]}"
    name = written_head(name)
    words = name.split()
    short = next(
        (i for i, word in enumerate(words) if word.isupper() and len(word) > 1), len(words)
    )
    words[short + 1 :] = map(_capital, words[short + 1 :])
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def _registered(name: str) -> str | None:
    mentions = parse_agencies(name)
    if len(mentions) != 1 or mentions[0].text != name or mentions[0].office:
        return None
    return mentions[0].agency if mentions[0].match == "exact" else None


def abbreviated(mark: str) -> str | None:
    """The body that the registry knows under an abbreviation (`BXD`)."""
    mentions = parse_agencies(mark) if mark.isalpha() and len(mark) > 1 else ()
    if len(mentions) != 1 or mentions[0].match not in ("exact", "alias"):
        return None
    return mentions[0].agency
