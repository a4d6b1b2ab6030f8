"""Bodies that a letterhead names in one line: apart by dashes where they issue together, or one
behind the other where the lines of its left column were put into one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.body_names import (
    area_of,
    in_form,
    is_local_branch,
    is_province,
    registered,
    registered_id,
    spelled,
)
from pipeline.normalize.name_heads import (
    begins_area,
    begins_body,
    begins_with,
    head_length,
    heads_of,
    keys_of,
    named_inside,
)
from pipeline.normalize.tables.titles import is_upper
from pipeline.normalize.values.agency_registry import load_registry
from pipeline.normalize.values.communes import communes_named
from pipeline.writing.compounds import is_compound
from pipeline.writing.patterns import compiled

_CENTRAL = ("state", "ministry", "ministerial", "judiciary", "assembly", "front", "association")
"""Kinds of bodies of the country that issue together; a tax office stands under its ministry."""
_TERM = compiled(r"\s+khóa\s+[IVX]+\Z", any_case=True)
"""The term of an assembly, which its name may be printed with."""
_DASH = compiled(r"\s*[-–]\s*")
_FEWEST = 2
"""Words of the shortest body behind another in one line, and of the shortest in front."""
_OF_PROVINCE = ("tỉnh", "thành phố")
"""Kinds of places of which the registry knows all."""
_LONGEST_NAME = 4
"""Words of the longest name of a commune."""


def side_by_side(text: str) -> list[str]:
    """The bodies that one line names with dashes between them (`BỘ TÀI CHÍNH - BỘ Y TẾ`)."""
    text, bodies, start = text.strip(" -–"), [], 0
    for dash in _DASH.finditer(text):
        before, after = text[start : dash.start()], text[dash.end() :]
        peers = begins_with(before, heads_of("peers")) and begins_with(after, heads_of("peers"))
        if begins_body(after) and (peers or registered(in_form(spelled(before)))):
            bodies.append(before)
            start = dash.end()
    return [*bodies, text[start:]]


def sharing_place(names: Sequence[str]) -> list[str]:
    """Names of bodies that issue together, the place behind the last one (`Sở Tài chính - Sở Nội
    vụ tỉnh Thái Nguyên`) put to those that lack it."""
    area = area_of(names[-1])
    return [_with_area(name, area) for name in names[:-1]] + [names[-1]]


def _with_area(name: str, area: str) -> str:
    level = next((kind for kind in _OF_PROVINCE if area.startswith(f"{kind} ")), "")
    if not area or area_of(name) or registered(name):
        return name
    if level and name.endswith(f" {level}"):
        return f"{name.removesuffix(level)}{area}"
    of_place = name.endswith(("ủy", "đoàn")) and level
    return f"{name} {area.removeprefix(level).strip() if of_place else area}"


def are_joint(names: Sequence[str]) -> bool:
    """Whether bodies issue together: the registry knows each, and none is part of another. Above a
    department, a court or a unit stands whose it is."""
    registry = load_registry()
    known = [registry.by_id[found] for name in names if (found := registered_id(name))]
    central = len(known) == len(names) > 1 and all(body.kind in _CENTRAL for body in known)
    central = central and sum(body.kind == "assembly" for body in known) <= 1  # … and its office
    ids = {body.agency_id for body in known}
    return central and len(ids) == len(known) and not any(b.parent_id in ids for b in known)


def one_behind_the_other(text: str) -> list[str]:
    """The bodies of a line in capitals that names one behind the other (`UBND TỈNH SƠN LA THANH TRA
    TỈNH`): the first is whole, by its place or the registry, and the next begins as bodies do."""
    words = text.split()
    if not is_upper(text):
        return [text]
    for at in range(_FEWEST, len(words) - _FEWEST + 1):
        before, after = " ".join(words[:at]), " ".join(words[at:])
        begins = begins_body(after) or is_local_branch(after)
        if begins and not begins_area(after) and _is_whole(before, words[at:]):
            return [before, *one_behind_the_other(after)]
    return [text]


def _is_whole(before: str, behind: Sequence[str]) -> bool:
    """Whether a text names a body to its end: one of a known province or commune, of another
    commune where what follows is no word that names of places have (`XÃ TÂN HỘI ĐÔNG`), or one of
    the registry, its Party committee too."""
    name = in_form(spelled(before))
    area = area_of(name)
    if area.startswith(_OF_PROVINCE):
        return is_province(area)
    if communes_named(area) or area[-1:].isdecimal():
        return True
    if area:
        named = _FEWEST < len(area.split()) <= _LONGEST_NAME and len(behind) > _FEWEST
        return named or (
            _FEWEST <= len(area.split()) <= _LONGEST_NAME and not begins_body(behind[0])
        )
    known = registered_id(_TERM.sub("", named_inside(name)))
    return known is not None and registered(in_form(spelled(" ".join((before, *behind))))) is None


def is_whole_above(above: str, line: str) -> bool:
    """Whether a body named above is whole without the line below it, which begins as no body that
    is known to: the registry knows it, and not both together."""
    goes_on = begins_area(line) or keys_of(line)[:1] in heads_of("joints")
    if not is_upper(line) or len(line.split()) < _FEWEST or goes_on:
        return False
    known = registered_id(in_form(spelled(above)))
    whole = known is not None and load_registry().by_id[known].kind in _CENTRAL
    return whole and registered(in_form(spelled(f"{above} {line}"))) is None


def breaks_word(above: str, line: str) -> bool:
    """Whether the break between two lines is inside a word or the name of a place (`QUỐC` over
    `PHÒNG`, `THÀNH PHỐ HẢI` over `PHÒNG`), though the second begins as a body is named."""
    last, first = above.split()[-1].lower(), line.split()[0].lower()
    if not is_upper(line) or len(keys_of(above)) < _FEWEST or head_length(line) > 1:
        return False
    broken, whole = (
        area_of(in_form(spelled(text))) for text in (above, f"{above} {first.upper()}")
    )
    if broken:
        return is_place_known(whole) and not is_place_known(broken)
    return is_compound(last, first) and registered(in_form(spelled(above))) is None


def is_place_known(area: str) -> bool:
    """Whether a place with its kind is a province of the registry or a commune of today."""
    return bool(area) and (is_province(area) or bool(communes_named(area)))


def are_one_name(above: str, line: str) -> bool:
    """Whether a line goes on with the body named last above, although it begins as one: the
    registry knows both together, and not the one above alone (`ỦY BAN TRUNG ƯƠNG` over `MẶT TRẬN
    TỔ QUỐC VIỆT NAM`)."""
    words = _DASH.split(above)[-1].split()
    ends = (" ".join(words[at:]) for at in range(len(words)) if begins_body(" ".join(words[at:])))
    pairs = ((in_form(spelled(one)), in_form(spelled(f"{one} {line}"))) for one in ends)
    return any(registered(alone) is None and registered(both) is not None for alone, both in pairs)
