"""The name of a body, from the capitals of a letterhead to the letters of running text.

How names begin, which places end them, and which of their words have capitals: data in
letterhead.toml, the registry and the forms of bodies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial

from pipeline.normalize.name_fields import (
    LONGEST_PLACE,
    behind_head,
    capital,
    capital_in_name,
    with_fields,
    with_place_at_end,
    with_seat,
    with_sites,
)
from pipeline.normalize.name_heads import (
    begins_area,
    begins_body,
    begins_with,
    facts,
    heads_of,
    keys_of,
)
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.agency_registry import load_registry, remembered
from pipeline.normalize.values.agency_words import signature
from pipeline.normalize.values.body_units import listed_unit
from pipeline.normalize.values.communes import is_place
from pipeline.writing.letters import fold, without_marks, without_tones
from pipeline.writing.patterns import compiled
from pipeline.writing.syllables import is_syllable

_GLUED = compiled(r"(?<!\w)T[Pp]\.(?=\w)")
"""`TP.` without the space behind it."""
_CITED = compiled(r"(?<!\w)(?P<kind>nghị quyết|đề án|chỉ thị|quyết định|luật)(?=(?: số)? \d)")
"""A document named with its number: its kind is part of the name."""
_NUMBERED = "khu vực"
"""The kind of places that are numbered."""
_ROMAN = compiled(r"[IVX]+\Z", any_case=True)
_FEWEST_KNOWN = 3
"""Words of the shortest body whose letters a longer name takes over."""
_SPOKEN = 6
"""Letters from which capitals without three consonants in a row are a name."""
_CONSONANTS = compiled(r"[^aeiouy]{3}")
_OF_COUNTRY = compiled(r"(?<!\w)quốc gia(?=\s+Việt Nam|\s+\p{Lu}|\Z)")
_SIGNS = compiled(r"[&-]")
TWO_WORDS = ("thành", "thị", "đặc", "khu")
"""First words of areas that take two (`thành phố`)."""


def area_of(name: str) -> str:
    """The place that ends a name (`tỉnh Lào Cai`), "" where none does."""
    words = name.split()
    start = next((at for at in range(len(words)) if _area_begins(words, at)), len(words))
    area = " ".join(words[start:]) or _province_of(words)
    return area[:1].lower() + area[1:]


def _province_of(words: Sequence[str]) -> str:
    """The province whose bare name ends the words (`Sở Y tế Quảng Trị`); "" where none does."""
    begin = _province_begins(words)
    mentions = parse_agencies(" ".join(words[begin:])) if begin < len(words) else ()
    return mentions[0].agency or "" if mentions else ""


def _province_begins(words: Sequence[str]) -> int:
    """Where the bare name of a province begins that ends the words; after all of them where none
    does."""
    starts = range(max(2, len(words) - LONGEST_PLACE), len(words))
    return next((at for at in starts if is_province(" ".join(words[at:]))), len(words))


@remembered(4096)
def is_province(area: str) -> bool:
    """Whether a place is a province the registry knows, or a city of that level."""
    mentions = parse_agencies(area)
    found = mentions[0].agency_id if len(mentions) == 1 and mentions[0].text == area else None
    return found is not None and load_registry().by_id[found].kind == "province"


def spelled(name: str) -> str:
    """A name with its abbreviations written out (`UBND`)."""
    known = facts()["spelled"]
    name = _GLUED.sub(r"\g<0> ", name)
    words = [known.get(word, word) for word in name.split()]
    if words != name.split() and is_upper(name):
        words = [word.upper() for word in words]
    return " ".join(words).replace("Uỷ", "Ủy").replace("UỶ", "ỦY")


def in_form(name: str) -> str:
    """A name as it is written in running text: as the registry or the forms of bodies have it, or
    in small letters but for its first, those of places and abbreviations."""
    known = registered(name) or (listed_unit(name) if is_upper(name) else None)
    if known or not is_upper(name):
        return known or name
    led = _led(name)
    if led:
        return led
    words = [word if _is_abbreviation(word) else word.lower() for word in name.split()]
    place = named = _place_begins(words)
    if place < len(words) and _is_area(words[place:]):
        named += 2 if words[place] in TWO_WORDS else 1
    common = _common(words[:place])
    numbered = fold(" ".join(words[place:named])) == _NUMBERED
    of_place = (
        word.upper()
        if numbered and _ROMAN.match(word)
        else capital(word if _no_vowel(word) else word.lower())
        for word in words[named:]
    )
    return _proper(" ".join((common, *words[place:named], *of_place)))


def _led(name: str) -> str | None:
    """A post and whom its holder leads (`THỦ TƯỚNG CHÍNH PHỦ`)."""
    mentions = parse_agencies(name)
    first = mentions[0] if len(mentions) == 1 else None
    if first is None or first.agency is None or first.office is None or first.text != name:
        return None
    return f"{first.office} {first.agency}"


def _proper(name: str) -> str:
    """The name with the words as written that are written with capitals anywhere (`Việt Nam`)."""
    for words in facts()["proper"]:
        own = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        name = own.sub(partial(_one_name, words), name)
    if begins_with(name, heads_of("national")):
        name = _OF_COUNTRY.sub("Quốc gia", name)
    return _CITED.sub(lambda match: match["kind"].capitalize(), name)


def _one_name(words: str, match: re.Match[str]) -> str:
    """The words as written; what was found where a name begins inside it (`đảng Bộ Y tế`)."""
    found = match.group()
    return found if found[0].islower() and any(map(str.isupper, found)) else words


def _place_begins(words: Sequence[str]) -> int:
    """Where the place begins that ends a name in small letters, with its kind or bare; after all
    words where none does."""
    bare = _province_begins([capital(word) for word in words])
    return next((at for at in range(1, len(words)) if _area_begins(words, at)), bare)


def _no_vowel(word: str) -> bool:
    """Whether a word of the name of a place is an abbreviation (`HCM`), and not one of another
    language (`KNIA`)."""
    return not set(without_marks(word.lower())) & set("aeiouy")


def _is_abbreviation(word: str) -> bool:
    """Whether capitals are no word in capitals (`THCS`): no syllable, without a tone, which names
    of places in other languages have (`ĐẮK`), and not as long as a name that can be spoken
    (`BIDOUP`). Signs may join them (`TH&THCS`)."""
    letters = word.strip(".,;:&-")
    parts = _SIGNS.split(letters)
    if len(parts) > 1:
        return all(map(_is_abbreviation, parts))
    toned = without_tones(letters.lower()) != letters.lower()
    spoken = len(letters) >= _SPOKEN and not _CONSONANTS.search(without_marks(letters.lower()))
    short = letters.isalpha() and len(letters) > 1
    return short and not (toned or spoken or is_syllable(letters))


def _area_begins(words: Sequence[str], at: int) -> bool:
    """Whether the kind of a place begins at a word, and no end of another word (`hợp tác xã`)."""
    return _is_area(words[at:]) and fold(words[at - 1] if at else "") not in facts()["inside_areas"]


def _is_area(words: Sequence[str]) -> bool:
    return len(words) > 1 and begins_area(" ".join(words[:3]))


def _common(words: list[str]) -> str:
    """A body in small letters; its first words as the forms of bodies have them, one of a field
    (`sở khoa học và công nghệ`) as its ministry writes the field. What follows an abbreviation, or
    words that a name follows (`trường tiểu học`), is a name (`Trường THCS Nguyễn Du`)."""
    name = " ".join(words)
    outer = (*facts()["below"], *facts()["around"])
    inner = next((head for head in outer if fold(name).startswith(fold(f"{head} "))), "")
    if inner and begins_body(name[len(inner) :]):
        return f"{inner} {in_form(name[len(inner) + 1 :].upper())}"
    first, _, field = name.partition(" ")
    ministry = registered(f"Bộ {field}") if first == "sở" else None
    if ministry:
        return f"Sở {ministry[3:]}"
    head = named_after(name)
    written = [*head.split(), *words[len(head.split()) :]] if head else behind_head(name).split()
    words = _as_registered(written if head else with_fields(written))
    abbreviations = (i + 1 for i, word in enumerate(words) if word.isupper() and len(word) > 1)
    named = len(head.split()) if head else next(abbreviations, len(words))
    named = len(words) if begins_with(name, heads_of("fielded")) else named
    end = len(words) - (words[-1] in facts()["areas"])
    inner = " ".join(words[named:end])
    if head and begins_body(inner):
        words[named:end] = in_form(inner.upper()).split()
    else:
        words[named:end] = map(capital_in_name, words[named:end])
    name = with_sites(" ".join(with_seat(with_place_at_end(words))))
    return name[:1].upper() + name[1:]


def _as_registered(words: list[str]) -> list[str]:
    """The words, those of a body of the registry that the name begins with as that is written
    (`Kiểm toán nhà nước` of a region)."""
    for count in range(len(words), _FEWEST_KNOWN - 1, -1):
        known = registered(" ".join(words[:count])) or _branch_of(words[:count])
        if known and len(known.split()) == count:
            return [*known.split(), *words[count:]]
    return words


def _branch_of(words: Sequence[str]) -> str | None:
    """The name of an organisation of the country without `Việt Nam`: its branches bear it."""
    known = registered(f"{' '.join(words)} Việt Nam")
    return known.removesuffix(" Việt Nam") if known else None


def is_local_branch(text: str) -> bool:
    """Whether a text is the branch of an enterprise in a province (`VIỄN THÔNG HÀ TĨNH`)."""
    if not fold(text).startswith(_branches()):
        return False
    words = text.split()
    start = _province_begins([capital(word.lower()) for word in words])
    return fold(" ".join(words[:start])) in _branches()


@cache
def _branches() -> tuple[str, ...]:
    """What branches are named by that have their province behind it, levelled."""
    return tuple(map(fold, facts()["branches"]))


def ends_with_place(name: str) -> bool:
    """Whether the bare name of a commune, with capitals, ends a name (`cơ sở Cẩm Phả`)."""
    words = name.split()
    tails = (words[start:] for start in range(max(2, len(words) - LONGEST_PLACE), len(words) - 1))
    return any(all(map(str.istitle, tail)) and is_place(tail) for tail in tails)


def has_name_behind_letters(name: str) -> bool:
    """Whether a name of its own stands behind letters (`Trung tâm GDNN-GDTX Trần Văn Thời`)."""
    words = name.split()
    behind = next((words[at + 1 :] for at, word in enumerate(words) if _is_letters(word)), [])
    return bool(behind) and behind[0][:1].isupper() and not _is_area(behind)


def _is_letters(word: str) -> bool:
    return word.isupper() and _is_abbreviation(word)


def named_after(name: str) -> str:
    """The longest of the words after which the name of a school or hospital follows that a name
    begins with, as written; "" where it begins with none."""
    begins = keys_of(name)
    return next((head for head, keys in _before_names() if begins[: len(keys)] == keys), "")


@cache
def before_names() -> tuple[str, ...]:
    """Words after which the name of a school, hospital or committee follows, longest first."""
    return tuple(sorted(facts()["before_names"], key=len, reverse=True))


@cache
def _before_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same, each with its words levelled."""
    return tuple((head, keys_of(head)) for head in before_names())


def registered(name: str) -> str | None:
    """The name of the body that the registry knows by all of a text; None where it knows none."""
    found = registered_id(name)
    return load_registry().by_id[found].name if found else None


def registered_id(name: str) -> str | None:
    """Its id."""
    mentions = parse_agencies(name)
    if len(mentions) != 1 or mentions[0].text != name or mentions[0].office:
        return None
    found = mentions[0].agency_id if mentions[0].match == "exact" else None
    known = found is not None and signature(load_registry().by_id[found].name) == signature(name)
    return found if known else None


def abbreviated(mark: str) -> str | None:
    """The body that the registry knows under an abbreviation (`BXD`)."""
    mentions = parse_agencies(mark) if mark.isalpha() and len(mark) > 1 else ()
    if len(mentions) != 1 or mentions[0].match not in ("exact", "alias"):
        return None
    return mentions[0].agency
