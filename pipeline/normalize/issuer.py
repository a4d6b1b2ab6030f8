"""Who issues a document: the bodies of a letterhead put together, with the place or the body above
that their names leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from pipeline.normalize.body_names import (
    TWO_WORDS,
    area_of,
    before_names,
    ends_with_place,
    has_name_behind_letters,
    in_form,
    named_after,
    registered,
    spelled,
)
from pipeline.normalize.joint import are_joint, sharing_place, side_by_side
from pipeline.normalize.name_heads import begins_body, begins_with, facts, heads_of, named_inside
from pipeline.normalize.tables.titles import is_upper
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled, passing
from pipeline.writing.posts import posts

_PARTY_CENTRE = "ban chấp hành trung ương"
_OF_COUNTRY = (" Việt Nam", " Cộng sản Hồ Chí Minh")
"""How the names of organisations of the country end."""
_CENTRE = "trung ương"
"""A word that says a body is of the Party's centre."""
_RANKED = ("ủy", "đoàn")
"""How committees end, whose line below is a board of theirs and not their name."""
_LINKED = compiled(r"LIÊN\s+(?P<kind>BỘ|SỞ)\s*:?\s+(?P<fields>\S.*)", any_case=True)
_BETWEEN = compiled(r"\s+[-–]\s+|\s*[,;]\s+")
_COMMITTEES = ("Tỉnh ủy", "Thành ủy", "Tỉnh đoàn", "Thành đoàn")
"""Names that say of what kind their place is."""
_IN_PERSON = ("chính phủ", "nước")
"""Whose heads issue in person: the Prime Minister, the State President."""
_AREA_NAMED = r"(?:tỉnh|thành phố|đặc khu|huyện|quận|thị xã|thị trấn|phường|xã)\s+[\p{L}\d].{0,40}"
_LEVEL_ALONE = compiled(
    r".*\b(?:nhân dân|sở)\s*(?:tỉnh|thành phố|huyện|quận|xã|phường)?\s*\Z", any_case=True
)


def named_issuer(text: str) -> str | None:
    """The issuer that an annex names (`… của Ủy ban nhân dân tỉnh Vĩnh Long`) in normal form; None
    where only its level is named (`của UBND tỉnh`), or a field without a place (`của Sở Xây dựng`:
    every province has one)."""
    name = in_form(spelled(_without_post(plain(text).strip(" .,)"))))
    return None if lacks_place(name) else name


def lacks_place(name: str) -> bool:
    """Whether a name says of no place which of many bodies it is (`Ủy ban nhân dân tỉnh`, `Sở Xây
    dựng`)."""
    return _LEVEL_ALONE.match(name) is not None or _is_field_alone(name)


def with_place(name: str, lines: Iterable[str]) -> str:
    """A name that lacks its place, with the one that the lines give it: those in capitals, which
    name who issues, before the others. As it is where they name none, or several."""
    text = [spelled(plain(line)) for line in lines]
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
    of_place = passing(rf"(?<!\w){re.escape(body)}\s+(?P<area>{_AREA_NAMED})")
    for match in (match for line in lines for match in of_place.finditer(line)):
        area = _named_area(match["area"])
        if area.startswith(level):
            yield f"{body} {area}" if area else name


def _named_area(text: str) -> str:
    """The place that a text begins with, in form: in capitals all of it, else up to its first word
    in small letters. "" where no name follows the kind."""
    if is_upper(text):
        return area_of(in_form(f"ỦY BAN NHÂN DÂN {text.strip(' .,;:')}"))
    kind = next(kind for kind in facts()["areas"] if fold(text).startswith(fold(kind)))
    names = " ".join(takewhile(_is_part_of_name, text[len(kind) :].split())).strip(" .,;:-")
    return f"{kind} {names}" if names else ""


def _is_part_of_name(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or word == "-"


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
    return first == "Sở" and registered(f"Bộ {field}") is not None


def composed(bodies: Sequence[str]) -> str:
    """The issuing body, the last of those printed, with the place or the body above that its own
    name leaves out; of a joint document all of them, apart by semicolons."""
    linked = _LINKED.match(bodies[-1])
    if linked:  # `LIÊN SỞ: TÀI CHÍNH - XÂY DỰNG`
        fields = _BETWEEN.split(linked["fields"])
        return "; ".join(in_form(f"{linked['kind']} {field}") for field in fields)
    parts = [[in_form(spelled(body)) for body in side_by_side(text)] for text in bodies]
    names = [name for part in parts for name in part]
    if are_joint(names):
        return "; ".join(names)
    if any(len(part) > 1 for part in parts[:-1]) and not area_of(names[0]):
        return "; ".join(sharing_place(names))  # the place stands behind the last of them
    if len(parts[-1]) > 1:
        return "; ".join(sharing_place(parts[-1]))
    *above, own = names
    if not above:
        return own
    if above[-1].casefold() == _PARTY_CENTRE and begins_with(own, heads_of("of_centre")):
        return own if _CENTRE in own.casefold() else in_form(f"{own} Trung ương")
    if own.casefold() in _below():
        return f"{_below()[own.casefold()]} {above[-1]}"
    if begins_with(own, heads_of("following")):
        return f"{above[-1]} {own[:1].lower()}{own[1:]}"
    branch = _branch(own, above[-1])
    if branch:
        return branch
    area = area_of(above[-1])
    level = " ".join(area.split()[: 2 if area.startswith(TWO_WORDS) else 1])
    if level and own.casefold().endswith(f" {level}"):
        return f"{own[: -len(level) - 1]} {area}"
    if level == "tỉnh" and own.casefold().endswith(" thành phố"):  # the city that bears its name
        return f"{own} {area.removeprefix(level).strip()}"
    if level and own.endswith(_COMMITTEES):
        return f"{own} {area.removeprefix(level).strip()}"
    return own if not area or area_of(own) or _has_name(own) else f"{own} {area}"


def _branch(own: str, above: str) -> str | None:
    """The body of a place of an organisation of the country: `Ban Chấp hành tỉnh Hà Tĩnh` under
    `Hội Nông dân Việt Nam`."""
    area = area_of(own)
    head = own[: len(own) - len(area)].strip().casefold()
    if not area or head not in _below() or not above.endswith(_OF_COUNTRY):
        return None
    return f"{_below()[head]} {above.removesuffix(_OF_COUNTRY[0])} {area}"


def _has_name(own: str) -> bool:
    """Whether a body has a name of its own, to which no place is put."""
    own = named_inside(own)
    known = begins_with(own, heads_of("own")) or named_after(own) not in ("", own)
    return known or has_name_behind_letters(own) or ends_with_place(own)


def lacks_name(text: str) -> bool:
    """Whether a line says what a body is and not yet its name (`BỆNH VIỆN ĐA KHOA` over `TRUNG TÂM
    AN GIANG`, `BAN QUẢN LÝ` over `VƯỜN QUỐC GIA`)."""
    heads = (head for head in before_names() if not head.endswith(_RANKED))
    return fold(text) in map(fold, (*heads, *facts()["bare"]))


def lacks_owner(text: str) -> bool:
    """Whether a line is a name that every body of some kind has one of, and no more (`BAN THƯỜNG
    VỤ` over `HỘI NÔNG DÂN TỈNH`)."""
    folded = fold(spelled(text))
    return folded != fold(_PARTY_CENTRE) and folded in map(fold, _below())


def is_committee(bodies: Sequence[str]) -> bool:
    """Whether bodies are one committee that does not say of what (`BAN CHẤP HÀNH TỈNH HÀ TĨNH`)."""
    if len(bodies) != 1:
        return False
    name = in_form(spelled(bodies[0]))
    return name.removesuffix(area_of(name)).strip().casefold() in _below()


@cache
def _below() -> dict[str, str]:
    return {name.casefold(): name for name in facts()["below"]}
