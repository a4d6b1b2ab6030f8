"""Which words of a name in small letters have capitals: those that begin a field, the sites and
places inside it.

Source: Nghị định 30/2020/NĐ-CP, annex II, III.1; the exceptions in letterhead.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile

from pipeline.normalize.name_heads import begins_area, begins_with, facts, heads_of, keys_of
from pipeline.normalize.values.agency_registry import body_heads
from pipeline.normalize.values.body_forms import form_heads, written_head
from pipeline.normalize.values.communes import is_place
from pipeline.writing.compounds import is_compound
from pipeline.writing.letters import fold
from pipeline.writing.pairs import is_pair
from pipeline.writing.syllables import is_syllable

LONGEST_PLACE = 5
"""Words of the longest name of a province."""
_ALL = "các"
"""Before what a body is for, none of which is a field of it (`các công trình dân dụng và công
nghiệp`)."""
_COUNTRY = ["việt", "nam"]
"""Two words that are one name."""
_PURPOSE, _SEAT = "về", "tại"
_JOINTS = ("và", "-", "–")
_NO_FIELD = ("chống ", "chữa ", "cứu ", "các ", "vừa ", "công chức ", "viên chức ", "người ")
"""Words after a comma or `và` that begin no field (`phòng, chống`, `phòng cháy, chữa cháy và cứu
nạn`, `nhỏ và vừa`, `cán bộ, công chức, viên chức`)."""


def with_fields(words: list[str]) -> list[str]:
    """The words, each field of several that a name lists with a capital (`Phòng Kinh tế, Hạ tầng và
    Đô thị`), until it says what the body is for. Source: Nghị định 30/2020/NĐ-CP, annex II, III.1;
    of the listed names of units and bodies that join words so it writes 33 of 55 as they are
    written, small letters eight."""
    purpose = begins_with(" ".join(words), heads_of("with_purpose"))
    end = words.index(_PURPOSE) if _PURPOSE in words else len(words)
    end = min(end, words.index(_ALL)) if _ALL in words[2:] else end
    fields = list(words)
    for at in range(1, end):
        dash = words[at - 1] in _JOINTS[1:]
        listed = words[at - 1].endswith(",") and not _is_object(words, at)
        none = f"{' '.join(words[at : at + 2])} ".replace(",", "").startswith(_NO_FIELD)
        if dash or (not purpose and not none and (listed or words[at - 1] == _JOINTS[0])):
            fields[at] = capital(words[at])
    return fields


def _is_object(words: Sequence[str], at: int) -> bool:
    """Whether what follows a comma is done or managed with what stands before it (`Quản lý, giám
    sát bảo hiểm`)."""
    field = [*takewhile(lambda word: word not in _JOINTS, reversed(words[:at]))]
    text = fold(" ".join(reversed(field)))
    return any(verb in text for verb in map(fold, facts()["managing"]))


def behind_head(name: str) -> str:
    """A name in small letters, what it begins with as the forms of bodies write it and the word
    after that, which tells the field, with a capital (`Cục Thuế`). Source: Nghị định 30/2020/NĐ-CP,
    annex II, III.1."""
    written = written_head(name)
    begins = keys_of(written)
    fits = [head for head, keys in _written_heads() if begins[: len(keys)] == keys]
    known = max(fits, key=lambda head: len(head.split()), default=written)
    count = len(known.split())
    printed = written.split()
    ends = ("," * word.endswith(",") for word in printed)
    heads_words = map("".join, zip(known.split(), ends, strict=False))
    words = [*heads_words, *printed[count:]]
    if begins_with(known, heads_of("fielded")):
        return " ".join((*words[:count], *_words_with_capitals(words[count:])))
    alone = words[count : count + 1] == words[-1:] and words[-1] in facts()["areas"]
    alone = alone or words[count : count + 1] == ["và"]
    if not alone and not " ".join(words[count:]).startswith(_small_behind()):
        words[count : count + 1] = map(capital, words[count : count + 1])
    return " ".join(words)


@cache
def _written_heads() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What names of bodies begin with, as it is written, and its words levelled."""
    heads = (*form_heads(), *facts()["heads"], *facts()["fielded"], *body_heads())
    return tuple((head, keys_of(head)) for head in heads)


def _words_with_capitals(words: Sequence[str]) -> list[str]:
    """The words of a name in small letters, each word of two syllables that official texts know
    with one capital, what they do not know as a name (`Sư phạm Kỹ thuật`, `Cao su Dầu Tiếng`); what
    is done to something follows in small letters (`Quản lý bay`)."""
    written: list[str] = []
    at, doing = 0, False
    while at < len(words):
        joint = words[at] in _JOINTS
        count = 1 if joint else _pair_at(words, at, doing)
        small = joint or (doing and (count > 1 or not _is_name_at(words, at)))
        written += [words[at] if small else capital(words[at]), *words[at + 1 : at + count]]
        doing = not joint and (doing or " ".join(words[at : at + count]) in facts()["doing"])
        at += count
    return written


def _pair_at(words: Sequence[str], at: int, doing: bool) -> int:
    """How many words a word of the language takes that stands there: one to three. Behind what is
    done words of any dictionary count, before it names are near."""
    pair, beyond = words[at : at + 2], words[at + 1 : at + 3]
    if len(pair) < 2 or beyond == _COUNTRY:  # noqa: PLR2004
        return 1
    known = is_pair(*pair) or " ".join(pair) in facts()["doing"] or (doing and is_compound(*pair))
    if known and _goes_on(words, at + 2):
        return 3
    return 2 if known else 1


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Whether a word goes on with the two before it (`cấp thoát nước`), and with none behind it."""
    before, behind = words[at - 1 : at + 1], words[at : at + 2]
    if len(before) < 2 or not is_compound(*before):  # noqa: PLR2004
        return False
    return len(behind) < 2 or not (is_pair(*behind) or behind[0] == _COUNTRY[0])  # noqa: PLR2004


def _is_name_at(words: Sequence[str], at: int) -> bool:
    """Whether two words stand here that no dictionary has together (`Dầu Tiếng`); one alone behind
    what is done to it is none (`Quản lý bay`)."""
    beside = words[at - 1 : at + 2] if at else words[:2]
    known = any(is_pair(*pair) or is_compound(*pair) for pair in pairwise(beside))
    return not known and at + 1 < len(words) and words[at + 1] != _COUNTRY[0]


@cache
def _small_behind() -> tuple[str, ...]:
    return tuple(f"{word} " for word in facts()["small"])


def capital(word: str) -> str:
    """A word with a capital, behind its hyphens too."""
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def capital_in_name(word: str) -> str:
    """A word of a name with a capital, joints as they are."""
    return word if word in _JOINTS else capital(word)


def with_seat(words: Sequence[str]) -> list[str]:
    """The words, a seat abroad at the end with capitals (`tại San Francisco`)."""
    at = len(words) - words[::-1].index(_SEAT) if _SEAT in words else len(words)
    foreign = not all(is_syllable(word) for word in words[at:])
    return [*words[:at], *map(capital_in_name, words[at:])] if foreign else list(words)


def with_place_at_end(words: Sequence[str]) -> list[str]:
    """The words, those at the end with capitals that are the name of a commune and not words of the
    language (`Vịnh Hạ Long`)."""
    for start in range(max(2, len(words) - LONGEST_PLACE), len(words) - 1):
        tail = [word.lower() for word in words[start:]]
        if is_place(tail) and not any(is_pair(*pair) for pair in pairwise(tail)):
            return [*words[:start], *map(capital_in_name, tail)]
    return list(words)


def with_sites(name: str) -> str:
    """The name with the capitals of what stands behind a kind of site (`Khu kinh tế Nghi Sơn`)."""
    no_name = heads_of("sites") | {keys_of("cửa khẩu")}
    for site in facts()["sites"]:
        at = f" {name.lower()}".find(f" {site.lower()} ")
        rest = name[at + len(site) + 1 :] if at >= 0 else ""
        own = [*takewhile(lambda word: word not in (*_JOINTS[:1], "tỉnh"), rest.split())]
        if own and not begins_area(rest) and not begins_with(rest, no_name):
            tail = rest.split()[len(own) :]
            return " ".join((name[:at], site, *map(capital, own), *tail)).strip().replace("  ", " ")
    return name
