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
    begins_body,
    begins_with,
    facts,
    in_form,
    keys_of,
    named_after,
    registered,
    registered_id,
    spelled,
)
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.writing.letters import fold, plain
from pipeline.writing.patterns import compiled
from pipeline.writing.posts import posts

_PARTY_CENTRE = "ban chấp hành trung ương"
_CENTRE = "trung ương"
"""A word that says a body is of the Party's centre."""
_RANKED = ("ủy", "đoàn")
"""How committees end, whose line below is a board of theirs and not their name."""
_CENTRAL = ("state", "ministry", "ministerial", "judiciary", "assembly", "front", "association")
"""Kinds of bodies of the country that issue together; a tax office stands under its ministry."""
_LINKED = compiled(r"LIÊN\s+(?P<kind>BỘ|SỞ)\s*:?\s+(?P<fields>\S.*)", any_case=True)
_BETWEEN = compiled(r"\s+[-–]\s+|\s*[,;]\s+")
_COMMITTEES = ("Tỉnh ủy", "Thành ủy", "Tỉnh đoàn", "Thành đoàn")
"""Names that say of what kind their place is."""
_IN_PERSON = ("chính phủ", "nước")
"""Whose heads issue in person: the Prime Minister, the State President."""
_DASH = compiled(r"\s+[-–]\s+")
_ANY_DASH = compiled(r"\s*[-–]\s*")
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
    of_place = compiled(rf"(?<!\w){re.escape(body)}\s+(?P<area>{_AREA_NAMED})", any_case=True)
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
    names = [in_form(spelled(body)) for text in bodies for body in _side_by_side(text)]
    if _are_joint(names):
        return "; ".join(names)
    *above, own = names
    if not above:
        return own
    if above[-1].casefold() == _PARTY_CENTRE and begins_with(own, _of_centre()):
        return own if _CENTRE in own.casefold() else in_form(f"{own} Trung ương")
    if own.casefold() in _below():
        return f"{_below()[own.casefold()]} {above[-1]}"
    if begins_with(own, _following()):
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


@cache
def _following() -> frozenset[tuple[str, ...]]:
    return frozenset(map(keys_of, facts()["following"]))


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
    return begins_with(own, _own()) or named_after(own) not in ("", own)


def _side_by_side(text: str) -> list[str]:
    """The bodies that one line names with dashes between them (`BỘ TÀI CHÍNH - BỘ Y TẾ`)."""
    text, bodies, start = text.strip(" -–"), [], 0
    for dash in _ANY_DASH.finditer(text):
        before, after = text[start : dash.start()], text[dash.end() :]
        if begins_body(after) and registered(in_form(spelled(before))):
            bodies.append(before)
            start = dash.end()
    return [*bodies, text[start:]]


def are_one_name(above: str, line: str) -> bool:
    """Whether a line goes on with the body named last above, although it begins as one: the
    registry knows both together, and not the one above alone (`ỦY BAN TRUNG ƯƠNG` over `MẶT TRẬN
    TỔ QUỐC VIỆT NAM`)."""
    last = _DASH.split(above)[-1].strip(" -–")
    alone, together = (in_form(spelled(name)) for name in (last, f"{last} {line}"))
    return registered(alone) is None and registered(together) is not None


def lacks_name(text: str) -> bool:
    """Whether a line says what a school or hospital is and not yet its name (`BỆNH VIỆN ĐA KHOA`
    over `TRUNG TÂM AN GIANG`)."""
    heads = (head for head in before_names() if not head.endswith(_RANKED))
    return fold(text) in map(fold, heads)


def _are_joint(names: Sequence[str]) -> bool:
    """Whether bodies issue together: the registry knows each, and none is part of another. Above a
    department, a court or a unit stands whose it is."""
    registry = load_registry()
    known = [registry.by_id[found] for name in names if (found := registered_id(name))]
    central = len(known) == len(names) > 1 and all(body.kind in _CENTRAL for body in known)
    central = central and sum(body.kind == "assembly" for body in known) <= 1  # … and its office
    ids = {body.agency_id for body in known}
    return central and len(ids) == len(known) and not any(b.parent_id in ids for b in known)


@cache
def _of_centre() -> frozenset[tuple[str, ...]]:
    return frozenset(map(keys_of, facts()["of_centre"]))


@cache
def _below() -> dict[str, str]:
    return {name.casefold(): name for name in facts()["below"]}


@cache
def _own() -> frozenset[tuple[str, ...]]:
    return frozenset(map(keys_of, facts()["own"]))
