"""Bodies known by the form of their names: `Sở Nội vụ`, `UBND xã Mường Kim`, `Vụ Tổ chức cán bộ`.

The registry lists what there is one of in the country. Departments, communes and units of a
ministry are built from their first words (`bodies.toml`) and from the body that issued the
document; where that is not known they get a kind and a level, and no id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.frozen import dataclass
from pipeline.normalize.values.agencies import AgencyMention, parse_agencies
from pipeline.normalize.values.agency_registry import Agency, load_registry, remembered
from pipeline.normalize.values.body_forms import (
    MARKS,
    BodyWord,
    Form,
    forms,
    is_short,
    key_of,
    levels,
    marks_of,
    words_of,
)
from pipeline.normalize.values.body_units import ministry_named, unit_like
from pipeline.writing.letters import word_key

_DEPARTMENT = "Sở"
_MINISTRIES = ("ministry", "ministerial", "government")
_PLACE, _UNIT, _LOCAL, _OWN, _ISSUER = "place", "unit", "local", "own", "issuer"
_LOCAL_LEVELS = ("commune", "district")
_DIVISIONS = ("Phòng", "Văn phòng", "Thanh tra", "Trung tâm")
"""What a department of a province has of its own (Nghị định 45/2025/NĐ-CP, điều 6)."""
_KINDS_OF_PROVINCE = frozenset(map(word_key, ("tỉnh", "thành")))
_LONGEST = 14  # words of a name; what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose document names the bodies: a ministry or province, each None where unknown; the issuer
    as named, and its level where it is of neither (`commune`, `district`, `own`). The province of a
    commune is that in which it lies."""

    ministry: Agency | None = None
    province: Agency | None = None
    issuer: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What the form of a name tells.

    `agency_id` is None where the name does not tell whose body it is. `name` has the
    abbreviations of its first words written out. `of_issuer` says that it is a unit or a post of
    whoever issued the document, which is in `name` then, and `within` the province of its place.
    """

    agency_id: str | None
    name: str
    kind: str
    level: str | None
    parent: Agency | None = None
    of_issuer: bool = False
    within: Agency | None = None

    @property
    def parent_id(self) -> str | None:
        """The body it belongs to."""
        return self.parent.agency_id if self.parent else None

    @property
    def province_id(self) -> str | None:
        """The province it is or belongs to."""
        if self.kind == "province":
            return self.agency_id
        if self.within is not None:
            return self.within.agency_id
        return self.parent_id if self.parent and self.parent.kind == "province" else None

    @property
    def today_ids(self) -> tuple[str, ...]:
        """Who does its duties today; none where it is not known or where a merger of the body
        above it leaves open what became of it."""
        if self.agency_id is None:
            return ()
        registry = load_registry()
        if self.agency_id in registry.by_id:
            return registry.today(self.agency_id)
        gone = self.parent is not None and self.parent.valid_to is not None
        return () if gone else (self.agency_id,)


NOWHERE = Setting()


# --- whose document --------------------------------------------------------------------------


@remembered(256)
def setting_of(
    issuer: str | None, number: str | None, on: date | None, province_id: str | None = None
) -> Setting:
    """The ministry or province that issued a document: by its issuer, else by its number
    (`877/QĐ-BTP`). `province_id` is the province of the commune that issued it."""
    named = parse_agencies(issuer, None, on) if issuer else ()
    symbol = (number or "").rpartition("-")[2]
    bodies = [
        load_registry().by_id[mention.agency_id]
        for mention in (*named, *(parse_agencies(symbol, None, on) if symbol else ()))
        if mention.agency_id
    ]
    ministry = next((body for body in bodies if body.kind in _MINISTRIES), None)
    province = next((body for body in bodies if body.kind == "province"), None)
    province = province or _province_at_end(words_of(issuer or ""), on)[0]
    level = _level_of(issuer or "", ministry or province)
    return Setting(
        ministry, province or load_registry().by_id.get(province_id or ""), issuer, level
    )


def _level_of(issuer: str, central: Agency | None) -> str | None:
    """The level of a body that issues, where it is neither of a ministry nor of a province alone:
    that of the place its name ends with, else `own` for schools, hospitals and enterprises."""
    words = words_of(issuer)
    for start in range(len(words) - 1, 0, -1):
        level, count = _level_at(words[start:])
        if level in _LOCAL_LEVELS and start + count < len(words):
            return level
    form = _form_of(words)
    if form is not None and form.level == "province" and form.kind == "department":
        return "province"
    own = form is not None and form.level in (_OWN, _LOCAL)
    return _OWN if own or (words and central is None) else None


def _province_at_end(words: Sequence[BodyWord], on: date | None) -> tuple[Agency | None, int]:
    """The province whose name ends the words, and where it begins."""
    for start in range(max(0, len(words) - 6), len(words)):
        found = _province(" ".join(word.text for word in words[start:]), on)
        if found:
            return found, start
    return None, len(words)


@remembered(4096)
def _province(text: str, on: date | None) -> Agency | None:
    mentions = parse_agencies(text, None, on)
    if len(mentions) != 1 or mentions[0].match not in ("exact", "alias"):
        return None
    body = load_registry().by_id[mentions[0].agency_id or ""]
    plain = mentions[0].text == text and body.kind == "province" and mentions[0].office is None
    return body if plain and text[:1].isalpha() else None


# --- the body --------------------------------------------------------------------------------


@remembered(8192)
def body_of(text: str, setting: Setting, on: date | None) -> Body | None:
    """The body a name stands for by its form, None where no form fits."""
    words = words_of(text)
    if not words or len(words) > _LONGEST or not words[0].text[0].isalpha():
        return None
    form = _form_of(words, local=setting.level is not None)
    if form is None:
        return None
    rest = words[len(form.head) :]
    if form.named and rest and not rest[0].text[0].isupper():
        return None
    if not rest and not form.bare:
        return _of_issuer(form, rest, setting) if setting.level and form.level == _PLACE else None
    return (
        _placed(form, rest, setting, on) if form.level == _PLACE else _of(form, rest, setting, on)
    )


def _form_of(words: Sequence[BodyWord], local: bool = False) -> Form | None:
    """The form of the longest head that begins the words; of several with that head one that fits
    whether a name follows it, and in a `local` document one of its issuer's units."""
    keys = tuple(word.key for word in words)
    fits = [form for form in forms() if form.head == keys[: len(form.head)]]
    longest = [form for form in fits if len(form.head) == len(fits[0].head)]
    alone = len(longest[0].head) == len(keys) if longest else False
    longest.sort(key=lambda form: (form.bare != alone, (form.level == _ISSUER) != local))
    return longest[0] if longest else None


def _is_unit_of(form: Form, level: str) -> bool:
    """Whether a form is that of a unit of its issuer: any in a commune, a school or an enterprise,
    in a department of a province its own divisions alone."""
    if level == "province":
        return form.level == _ISSUER or form.written in _DIVISIONS
    return form.level in (_UNIT, _LOCAL, _ISSUER)


def _of_issuer(form: Form, rest: Sequence[BodyWord], setting: Setting) -> Body:
    """A unit of whoever issued the document: it has that name there, and no id, for a commune of
    that name may be in another province too."""
    own = " ".join([form.written, *(word.raw for word in rest)]).rstrip(MARKS + " ")
    level = setting.level or _central_level(setting)
    name, within = _with_issuer(own, setting), _province_of(setting)
    return Body(None, name, form.kind, level, None, bool(setting.issuer), within)


def _central_level(setting: Setting) -> str | None:
    return "ministry" if setting.ministry else "province" if setting.province else None


def _with_issuer(own: str, setting: Setting) -> str:
    """A unit with whose it is; the issuer where that is meant (`Ban Chỉ đạo` of a committee)."""
    issuer = setting.issuer or ""
    if issuer.casefold().startswith(own.casefold()):
        return issuer
    return f"{own}, {issuer}" if issuer else own


def _post(office: str, setting: Setting) -> Body:
    """A post alone (`Hiệu trưởng`): whoever holds it where the document was issued."""
    name = f"{office}, {setting.issuer}" if setting.issuer else office
    level = setting.level or _central_level(setting)
    return Body(None, name, "post", level, None, bool(setting.issuer), _province_of(setting))


def _province_of(setting: Setting) -> Agency | None:
    """The province in which the commune lies that issued a document."""
    return setting.province if setting.level in _LOCAL_LEVELS else None


def _placed(form: Form, rest: list[BodyWord], setting: Setting, on: date | None) -> Body | None:
    """A body of a place that its name must tell (`Công an xã Lê Lợi`, `Tòa án nhân dân tỉnh`)."""
    level, count = _level_at(rest)
    if level is None:
        return None
    if level == setting.level and level in _LOCAL_LEVELS and len(rest) == count:
        return _of_issuer(form, rest, setting)
    own, start = _province_at_end(rest, on)
    province = own or setting.province
    if level != "province" and (len(rest) <= count or start <= count):
        return _body(form, rest[:count], level, None)
    if level == "province" and not _is_of_kind(rest[0], province):
        named = len(rest) > count
        tail = rest[:start] if start > count else rest
        return _body(form, tail, "district" if province else level, province if named else None)
    tail = rest[:start] if level != "province" else rest[:count] if own is None else rest[:start]
    return _body(form, tail, level, province)


def _is_of_kind(word: BodyWord, province: Agency | None) -> bool:
    """Whether a province is what a word calls it: in a `tỉnh`, `thành phố` is a city of it."""
    return province is not None and word_key(province.name.split()[0]) == word.key


def _level_at(words: Sequence[BodyWord]) -> tuple[str | None, int]:
    for keys, level in levels().items():
        if tuple(word.key for word in words[: len(keys)]) == keys:
            return level, len(keys)
    return None, 0


def _of(form: Form, rest: list[BodyWord], setting: Setting, on: date | None) -> Body | None:
    """A unit of a ministry or province, or an organisation with a name of its own."""
    named = _ministry_of(form, rest)
    if named:
        return _body(form, [], "ministry", named)
    own, start = _province_at_end(rest, on)
    if form.level == _ISSUER or (setting.level and not own and _is_unit_of(form, setting.level)):
        return _of_issuer(form, rest, setting)
    if form.level == _OWN or (own and start == 0 and not form.bare):
        return _body(form, rest, _OWN, None) if _is_name(rest) else None
    if not own and (below := _level_at(rest[-1:])[0]) in ("commune", "district"):
        return _body(form, rest, below or "", None)
    if form.written == _DEPARTMENT and _is_field_unknown(rest[:start]):
        return None
    parent, level = own or setting.province, "province"
    central = setting.ministry if form.level in ("ministry", _UNIT) and not own else None
    if central or (form.level == "ministry" and not own):
        parent, level = central, "ministry"
    if own is None and level == "province" and not _fits_kind(form, parent):
        return _body(form, rest[:start], "district", None)
    return _body(form, _canonical(form, rest[:start], parent), level, parent)


def _is_field_unknown(field: Sequence[BodyWord]) -> bool:
    """Whether the field of a department is shortened to letters no ministry's is (`Sở VH`)."""
    name = " ".join(["Bộ", *(word.raw for word in field)])
    return any(is_short(word.text) for word in field) and ministry_named(name) is None


def _ministry_of(form: Form, rest: Sequence[BodyWord]) -> Agency | None:
    """The ministry whose name goes on with a head ending with `Bộ` (`Văn phòng Bộ Tài chính`)."""
    if not (rest and form.bare and form.written.endswith(" Bộ")):
        return None
    return ministry_named(" ".join(["Bộ", *(word.raw for word in rest)]))


def _fits_kind(form: Form, province: Agency | None) -> bool:
    """Whether a head that says of what kind its province is says it of this one."""
    if province is None:
        return True
    said = set(form.head) & _KINDS_OF_PROVINCE
    return not said or word_key(province.name.split()[0]) in said


def _canonical(form: Form, rest: list[BodyWord], parent: Agency | None) -> list[BodyWord]:
    """The words of a department or unit as they are in full: the field of a ministry, whatever its
    spelling, or the unit of the ministry that is listed under nearly these words."""
    name = " ".join(word.raw for word in rest)
    if form.written == _DEPARTMENT:
        ministry = ministry_named(f"Bộ {name}")
        return list(words_of(ministry.name.removeprefix("Bộ "))) if ministry else rest
    listed = unit_like(f"{form.written} {name}", parent.agency_id if parent else "")
    return list(words_of(listed))[len(form.head) :] if listed else rest


def _is_name(rest: Sequence[BodyWord]) -> bool:
    return any(word.text[0].isupper() for word in rest)


def _body(form: Form, rest: Sequence[BodyWord], level: str, parent: Agency | None) -> Body:
    name = " ".join([form.written, *(word.raw for word in rest)]).rstrip(MARKS + " ")
    if level == _OWN or parent is None:
        agency_id = key_of(name) if level == _OWN else None
        return Body(agency_id, name, form.kind, level, None)
    whole = _with_parent(name, parent, ends_bare=form.bare and not rest)
    known = next(iter(parse_agencies(whole)), None)
    if known and known.match == "exact" and known.text == whole:
        listed = _registered(load_registry().by_id[known.agency_id or ""])
        return replace(listed, kind=form.kind, level=level)
    agency_id = key_of(whole, joints=form.written == _DEPARTMENT)
    if level in ("commune", "district"):
        agency_id += marks_of(" ".join(word.text for word in rest))
    return Body(agency_id, whole, form.kind, level, parent)


def _with_parent(name: str, parent: Agency, ends_bare: bool) -> str:
    """The name with that of the body it belongs to: `Công an tỉnh` → `Công an tỉnh Lai Châu`."""
    first, rest = _parted(parent.name)
    above = parent.name if parent.kind in _MINISTRIES else parent.name[0].lower() + parent.name[1:]
    if name.endswith((" Tỉnh ủy", " Thành ủy")) or name in ("Tỉnh ủy", "Thành ủy"):
        return f"{name} {rest}"
    for generic in ("Thành phố", "Tỉnh", *((first,) if ends_bare else ())):
        if name.casefold().endswith(f" {generic.casefold()}"):
            return f"{name} {rest}"
    joint = " " if any(name.startswith(head) for head in ("Sở ", "Tỉnh ủy", "Thành ủy")) else ", "
    return f"{name}{joint}{above}"


def _parted(name: str) -> tuple[str, str]:
    """The kind of place a name begins with, and the rest: `Thành phố Huế` → (Thành phố, Huế)."""
    generic = next((g for g in ("Thành phố", "Tỉnh") if name.startswith(f"{g} ")), None)
    return (generic, name[len(generic) + 1 :]) if generic else name.partition(" ")[::2]


def resolve(mention: AgencyMention, setting: Setting, on: date | None) -> Body | None:
    """The body a mention stands for: that of the registry, or by the form of its name.

    An office (`Giám đốc Sở Nội vụ`) is left out. A collective is none.
    """
    if mention.agency_id is not None:
        return _registered(load_registry().by_id[mention.agency_id])
    if mention.scope != "unknown":
        return None
    text = f"{mention.left_out} {mention.text.removeprefix(mention.office or '').strip()}".strip()
    body = body_of(text, setting, on)
    return body or (_post(mention.office, setting) if mention.office else None)


def _registered(agency: Agency) -> Body:
    above = load_registry().by_id.get(agency.parent_id or "")
    level = "province" if "province" in (agency.kind, above.kind if above else "") else "central"
    return Body(agency.agency_id, agency.name, agency.kind, level, above)
