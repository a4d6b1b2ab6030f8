"""The name of a body that issues, from the capitals of a letterhead to the form of running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.agency_registry import body_heads, load_registry
from pipeline.normalize.values.body_forms import form_heads, written_head
from pipeline.normalize.values.body_units import listed_unit
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import fold, plain, without_marks, without_tones, word_key
from pipeline.writing.patterns import compiled
from pipeline.writing.posts import posts
from pipeline.writing.syllables import is_syllable

_PARTY_CENTRE = "ban chấp hành trung ương"
_CENTRAL = ("state", "ministry", "ministerial", "judiciary", "assembly", "front", "association")
"""Kinds of bodies of the country that issue together; a tax office stands under its ministry."""
_LINKED = compiled(r"LIÊN\s+(?P<kind>BỘ|SỞ)\s*:?\s+(?P<fields>\S.*)", any_case=True)
_BETWEEN = compiled(r"\s+[-–]\s+|\s*[,;]\s+")
_COMMITTEES = ("Tỉnh ủy", "Thành ủy", "Tỉnh đoàn", "Thành đoàn")
"""Names that say of what kind their place is."""
_IN_PERSON = ("chính phủ", "nước")
"""Whose heads issue in person: the Prime Minister, the State President."""
_DASH = compiled(r"\s+[-–]\s+")
_LONGEST_HEAD = 5
"""Words of the longest beginning by which a body is known (`Thi hành án dân sự`)."""
_LONGEST_PLACE = 5
"""Words of the longest name of a province."""
_AREA_NAMED = r"(?:tỉnh|thành phố|đặc khu|huyện|quận|thị xã|thị trấn|phường|xã)\s+\p{L}.{1,40}"
_LEVEL_ALONE = compiled(
    r".*\b(?:nhân dân|sở)\s*(?:tỉnh|thành phố|huyện|quận|xã|phường)?\s*\Z", any_case=True
)
_NUMBERED = "khu vực"
"""The kind of places that are numbered."""
_ROMAN = compiled(r"[IVX]+\Z", any_case=True)
_FEWEST_KNOWN = 3
"""Words of the shortest body whose letters a longer name takes over."""
_PURPOSE = "về"
_JOINTS = ("và", "-", "–")
_NO_FIELD = ("chống", "chữa", "cứu", "các")
"""Words after a comma that begin no field (`phòng, chống`, `phòng cháy, chữa cháy và cứu nạn`)."""
_TWO_WORDS = ("thành", "thị", "đặc", "khu")
"""First words of areas that take two (`thành phố`)."""


@cache
def facts() -> dict[str, Any]:
    """What letterhead.toml says."""
    return load_beside(__file__, "letterhead.toml")


@lru_cache(maxsize=4096)
def begins_body(text: str) -> bool:
    """Whether a line begins as bodies are named (`SỞ Y TẾ`), whatever its letter case."""
    return _begins_with(text, _heads()) and not _begins_with(text, _not_heads())


@lru_cache(maxsize=4096)
def begins_area(text: str) -> bool:
    """Whether a line begins with the kind of a place (`TỈNH LÀO CAI`)."""
    return _begins_with(text, _areas()) and not _begins_with(text, _not_areas())


def _begins_with(text: str, heads: frozenset[tuple[str, ...]]) -> bool:
    words = _keys(text)
    return any(words[:count] in heads for count in range(1, _LONGEST_HEAD + 1))


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word_key(word.strip(",.;:")) for word in text.split())


@cache
def _heads() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, (*facts()["heads"], *body_heads()))) - _areas()


@cache
def _not_heads() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["not_heads"]))


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
    name = _in_form(_spelled(_without_post(plain(text).strip(" .,)"))))
    return None if lacks_place(name) else name


def lacks_place(name: str) -> bool:
    """Whether a name says of no place which of many bodies it is (`Ủy ban nhân dân tỉnh`, `Sở Xây
    dựng`)."""
    return _LEVEL_ALONE.match(name) is not None or _is_field_alone(name)


def with_place(name: str, lines: Iterable[str]) -> str:
    """A name that lacks its place, with the one that the lines give it: those in capitals, which
    name who issues, before the others. As it is where they name none, or several."""
    text = [_spelled(plain(line)) for line in lines]
    upper = list(filter(is_upper, text))
    for tried in (upper, text):
        found = set(_with_places(name, tried))
        if found:
            return found.pop() if len(found) == 1 else name
    return name


def _with_places(name: str, lines: Iterable[str]) -> Iterator[str]:
    """The name with each place that the lines put behind it."""
    level = next((kind for kind in facts()["areas"] if name.endswith(f" {kind}")), "")
    body = name.removesuffix(f" {level}")
    of_place = compiled(rf"(?<!\w){re.escape(body)}\s+(?P<area>{_AREA_NAMED})", any_case=True)
    for match in (match for line in lines for match in of_place.finditer(line)):
        area = _named_area(match["area"])
        if area.startswith(level):
            yield f"{body} {area}" if area else name


def _named_area(text: str) -> str:
    """The place that a text begins with, in form: in capitals all of it, else up to its first word
    in small letters. "" where no name follows the kind."""
    if is_upper(text):
        return area_of(_in_form(f"ỦY BAN NHÂN DÂN {text.strip(' .,;:')}"))
    kind = next(kind for kind in facts()["areas"] if fold(text).startswith(fold(kind)))
    names = " ".join(takewhile(_is_part_of_name, text[len(kind) :].split())).strip(" .,;:-")
    return f"{kind} {names}" if names else ""


def _is_part_of_name(word: str) -> bool:
    return word[:1].isupper() or word == "-"


def _without_post(text: str) -> str:
    """The body whose head a text names (`Bộ trưởng Bộ Y tế`): it issues. The Prime Minister and the
    State President do so themselves."""
    for post in sorted(posts(), key=len, reverse=True):
        if not text.casefold().startswith(f"{post.casefold()} "):
            continue
        rest = text[len(post) :].strip()
        shared = f"{post.split()[-1]} {rest}"  # `Trưởng Ban Chỉ đạo`: they share a word
        led = next((body for body in (rest, shared) if begins_body(body)), None)
        if led:
            return text if fold(led) in _IN_PERSON else led
    return text


def _is_field_alone(name: str) -> bool:
    first, _, field = name.partition(" ")
    return first == "Sở" and _registered(f"Bộ {field}") is not None


def composed(bodies: Sequence[str]) -> str:
    """The issuing body, the last of those printed, with the place or the body above that its own
    name leaves out; of a joint document all of them, apart by semicolons."""
    linked = _LINKED.match(bodies[-1])
    if linked:  # `LIÊN SỞ: TÀI CHÍNH - XÂY DỰNG`
        fields = _BETWEEN.split(linked["fields"])
        return "; ".join(_in_form(f"{linked['kind']} {field}") for field in fields)
    names = [_in_form(_spelled(body)) for text in bodies for body in _side_by_side(text)]
    if _are_joint(names):
        return "; ".join(names)
    *above, own = names
    if not above:
        return own
    if above[-1].casefold() == _PARTY_CENTRE and _begins_with(own, _of_centre()):
        return _in_form(f"{own} Trung ương")
    if own.casefold() in _below():
        return f"{_below()[own.casefold()]} {above[-1]}"
    if _begins_with(own, _following()):
        return f"{above[-1]} {own[:1].lower()}{own[1:]}"
    branch = _branch(own, above[-1])
    if branch:
        return branch
    area = area_of(above[-1])
    level = " ".join(area.split()[: 2 if area.startswith(_TWO_WORDS) else 1])
    if level and own.casefold().endswith(f" {level}"):
        return f"{own[: -len(level) - 1]} {area}"
    if level == "tỉnh" and own.casefold().endswith(" thành phố"):  # the city that bears its name
        return f"{own} {area.removeprefix(level).strip()}"
    if level and own.endswith(_COMMITTEES):
        return f"{own} {area.removeprefix(level).strip()}"
    return own if not area or area_of(own) or _has_name(own) else f"{own} {area}"


@cache
def _following() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["following"]))


def _branch(own: str, above: str) -> str | None:
    """The body of a place of an organisation of the country: `Ban Chấp hành tỉnh Hà Tĩnh` under
    `Hội Nông dân Việt Nam`."""
    area = area_of(own)
    head = own[: len(own) - len(area)].strip().casefold()
    whole = above.removesuffix(" Việt Nam")
    if not area or head not in _below() or whole == above:
        return None
    return f"{_below()[head]} {whole} {area}"


def _has_name(own: str) -> bool:
    """Whether a body has a name of its own, to which no place is put."""
    return _begins_with(own, _own()) or _named_after(own) not in ("", own)


def _side_by_side(text: str) -> list[str]:
    """The bodies that one line names with dashes between them (`BỘ TÀI CHÍNH - BỘ Y TẾ`)."""
    bodies: list[str] = []
    for part in _DASH.split(text.strip(" -–")):
        if bodies and not (begins_body(part) and _registered(_in_form(_spelled(bodies[-1])))):
            bodies[-1] += f" - {part}"
        else:
            bodies.append(part)
    return bodies


def are_one_name(above: str, line: str) -> bool:
    """Whether a line goes on with the body named last above, although it begins as one: the
    registry knows both together, and not the one above alone (`ỦY BAN TRUNG ƯƠNG` over `MẶT TRẬN
    TỔ QUỐC VIỆT NAM`)."""
    last = _DASH.split(above)[-1].strip(" -–")
    alone, together = (_in_form(_spelled(name)) for name in (last, f"{last} {line}"))
    return _registered(alone) is None and _registered(together) is not None


def _are_joint(names: Sequence[str]) -> bool:
    """Whether bodies issue together: the registry knows each, and none is part of another. Above a
    department, a court or a unit stands whose it is."""
    registry = load_registry()
    known = [registry.by_id[found] for name in names if (found := _registered_id(name))]
    central = len(known) == len(names) > 1 and all(body.kind in _CENTRAL for body in known)
    central = central and sum(body.kind == "assembly" for body in known) <= 1  # … and its office
    ids = {body.agency_id for body in known}
    return central and len(ids) == len(known) and not any(b.parent_id in ids for b in known)


@cache
def _of_centre() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["of_centre"]))


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
    for start in range(max(2, len(words) - _LONGEST_PLACE), len(words)):
        tail = " ".join(words[start:])
        mentions = parse_agencies(tail)
        found = mentions[0] if len(mentions) == 1 and mentions[0].text == tail else None
        if found and found.agency_id and load_registry().by_id[found.agency_id].kind == "province":
            return start
    return len(words)


def _spelled(name: str) -> str:
    spelled = facts()["spelled"]
    words = [spelled.get(word, word) for word in name.split()]
    if words != name.split() and is_upper(name):
        words = [word.upper() for word in words]
    return " ".join(words).replace("Uỷ", "Ủy").replace("UỶ", "ỦY")


def _in_form(name: str) -> str:
    """A name as it is written in running text: as the registry or the forms of bodies have it, or
    in small letters but for its first, those of places and abbreviations."""
    known = _registered(name) or (listed_unit(name) if is_upper(name) else None)
    if known or not is_upper(name):
        return known or name
    led = _led(name)
    if led:
        return led
    words = [word if _is_abbreviation(word) else word.lower() for word in name.split()]
    place = named = _place_begins(words)
    if place < len(words) and _is_area(words[place:]):
        named += 2 if words[place] in _TWO_WORDS else 1
    common = _common(words[:place])
    numbered = fold(" ".join(words[place:named])) == _NUMBERED
    of_place = (
        word.upper()
        if numbered and _ROMAN.match(word)
        else _capital(word if _no_vowel(word) else word.lower())
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
        name = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", words, name, flags=re.IGNORECASE)
    return name


def _place_begins(words: Sequence[str]) -> int:
    """Where the place begins that ends a name in small letters, with its kind or bare; after all
    words where none does."""
    bare = _province_begins([_capital(word) for word in words])
    return next((at for at in range(1, len(words)) if _is_area(words[at:])), bare)


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def _no_vowel(word: str) -> bool:
    """Whether a word of the name of a place is an abbreviation (`HCM`), and not one of another
    language (`KNIA`)."""
    return not set(without_marks(word.lower())) & set("aeiouy")


def _is_abbreviation(word: str) -> bool:
    """Whether capitals are no word in capitals (`THCS`): no syllable, and without a tone, which
    names of places in other languages have (`ĐẮK`)."""
    letters = word.strip(".,;:&-")
    toned = without_tones(letters.lower()) != letters.lower()
    return letters.isalpha() and len(letters) > 1 and not (toned or is_syllable(letters))


def _is_area(words: Sequence[str]) -> bool:
    return len(words) > 1 and begins_area(" ".join(words[:3]))


def _common(words: list[str]) -> str:
    """A body in small letters; its first words as the forms of bodies have them, one of a field
    (`sở khoa học và công nghệ`) as its ministry writes the field. What follows an abbreviation, or
    words that a name follows (`trường tiểu học`), is a name (`Trường THCS Nguyễn Du`)."""
    name = " ".join(words)
    first, _, field = name.partition(" ")
    ministry = _registered(f"Bộ {field}") if first == "sở" else None
    if ministry:
        return f"Sở {ministry[3:]}"
    head = _named_after(name)
    written = [*head.split(), *words[len(head.split()) :]] if head else _after_head(name).split()
    words = _as_registered(written if head else _fields(written))
    abbreviations = (i + 1 for i, word in enumerate(words) if word.isupper() and len(word) > 1)
    named = len(head.split()) if head else next(abbreviations, len(words))
    end = len(words) - (words[-1] in facts()["areas"])
    words[named:end] = map(_capital, words[named:end])
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def _as_registered(words: list[str]) -> list[str]:
    """The words, those of a body of the registry that the name begins with as that is written
    (`Kiểm toán nhà nước` of a region)."""
    for count in range(len(words) - 1, _FEWEST_KNOWN - 1, -1):
        known = _registered(" ".join(words[:count]))
        if known and len(known.split()) == count:
            return [*known.split(), *words[count:]]
    return words


def _fields(words: list[str]) -> list[str]:
    """The words, each field of several that a name lists with a capital (`Phòng Kinh tế, Hạ tầng và
    Đô thị`), until it says what the body is for. Source: Nghị định 30/2020/NĐ-CP, annex II, III.1;
    of the listed names of units and bodies that join words so it writes 33 of 55 as they are
    written, small letters eight."""
    if _begins_with(" ".join(words), _with_purpose()):
        return words
    end = words.index(_PURPOSE) if _PURPOSE in words else len(words)
    fields = list(words)
    for at in range(1, end):
        joined = words[at - 1] in _JOINTS or words[at - 1].endswith(",")
        if joined and words[at] not in _NO_FIELD:
            fields[at] = _capital(words[at])
    return fields


@cache
def _with_purpose() -> frozenset[tuple[str, ...]]:
    return frozenset(map(_keys, facts()["with_purpose"]))


def _after_head(name: str) -> str:
    """A name in small letters, what it begins with as the forms of bodies write it and the word
    after that, which tells the field, with a capital (`Cục Thuế`). Source: Nghị định 30/2020/NĐ-CP,
    annex II, III.1."""
    written = written_head(name)
    heads = (*form_heads(), *facts()["heads"], *body_heads())
    fits = [head for head in heads if _keys(written)[: len(_keys(head))] == _keys(head)]
    count = max((len(head.split()) for head in fits), default=len(written.split()))
    words = written.split()
    alone = words[count : count + 1] == words[-1:] and words[-1] in facts()["areas"]
    if not alone and words[count : count + 1] != ["các"]:
        words[count : count + 1] = map(_capital, words[count : count + 1])
    return " ".join(words)


def _named_after(name: str) -> str:
    """The longest of the words after which the name of a school or hospital follows that a name
    begins with, as written; "" where it begins with none."""
    keys = _keys(name)
    return next((head for head in _before_names() if keys[: len(_keys(head))] == _keys(head)), "")


@cache
def _before_names() -> tuple[str, ...]:
    return tuple(sorted(facts()["before_names"], key=len, reverse=True))


def _registered(name: str) -> str | None:
    found = _registered_id(name)
    return load_registry().by_id[found].name if found else None


def _registered_id(name: str) -> str | None:
    mentions = parse_agencies(name)
    if len(mentions) != 1 or mentions[0].text != name or mentions[0].office:
        return None
    return mentions[0].agency_id if mentions[0].match == "exact" else None


def abbreviated(mark: str) -> str | None:
    """The body that the registry knows under an abbreviation (`BXD`)."""
    mentions = parse_agencies(mark) if mark.isalpha() and len(mark) > 1 else ()
    if len(mentions) != 1 or mentions[0].match not in ("exact", "alias"):
        return None
    return mentions[0].agency
