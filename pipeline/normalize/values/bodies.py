"""Bodies known by the form of their names: `Sở Nội vụ`, `UBND xã Mường Kim`, `Vụ Tổ chức cán bộ`.

The registry lists what there is one of in the country. Departments, communes and units of a
ministry are built from their first words (`bodies.toml`) and from the body that issued the
document; where that is not known they get a kind and a level, and no id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from pipeline.normalize.values.agencies import AgencyMention, parse_agencies
from pipeline.normalize.values.agency_registry import Agency, load_registry, remembered
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import slug, word_key
from pipeline.writing.patterns import compiled

_MINISTRIES = ("ministry", "ministerial", "government")
_I_FOR_Y = compiled(r"\A(k|l|m|s|t|h|qu)i\Z")  # kĩ, lí, mĩ, sĩ, tỉ, hi, quí
_PLACE, _UNIT, _LOCAL, _OWN, _ISSUER = "place", "unit", "local", "own", "issuer"
_LOCAL_LEVELS = ("commune", "district")
_DIVISIONS = ("Phòng", "Văn phòng", "Thanh tra", "Trung tâm")
"""What a department of a province has of its own (Nghị định 45/2025/NĐ-CP, điều 6)."""
_KINDS_OF_PROVINCE = frozenset(map(word_key, ("tỉnh", "thành")))
_MARKS = ",.;:()-–"
_DASHES = ("-", "–")
_SAME_UNIT = 0.8
"""Share of words two spellings of one unit have in common: of the listed units of a ministry no two
have more than 0.6."""
_UNIT_MARGIN = 0.15
"""… and by how much the next unit must have fewer."""
_LONGEST = 14  # words of a name; what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose document names the bodies: a ministry or province, each None where unknown; the issuer
    as named, and its level where it is of neither (`commune`, `district`, `own`)."""

    ministry: Agency | None = None
    province: Agency | None = None
    issuer: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What the form of a name tells.

    `agency_id` is None where the name does not tell whose body it is. `name` has the
    abbreviations of its first words written out. `of_issuer` says that it is a unit or a post of
    whoever issued the document, which is in `name` then.
    """

    agency_id: str | None
    name: str
    kind: str
    level: str | None
    parent: Agency | None = None
    of_issuer: bool = False

    @property
    def parent_id(self) -> str | None:
        """The body it belongs to."""
        return self.parent.agency_id if self.parent else None

    @property
    def province_id(self) -> str | None:
        """The province it is or belongs to."""
        if self.kind == "province":
            return self.agency_id
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


@dataclass(frozen=True, slots=True)
class _Form:
    head: tuple[str, ...]
    written: str
    level: str
    kind: str
    bare: bool
    named: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name: levelled, as printed, and printed with the marks around it."""

    key: str
    text: str
    raw: str


@cache
def _data() -> dict[str, Any]:
    return load_beside(__file__, "bodies.toml")


@cache
def _forms() -> tuple[_Form, ...]:
    """Every form, the longest head first."""
    forms = (
        _Form(_keys(head), head, entry["level"], entry["kind"], *flags)
        for entry in _data()["form"]
        for flags in [(entry.get("bare", False), entry.get("named", False))]
        for head in entry["heads"]
    )
    return tuple(sorted(forms, key=lambda form: -len(form.head)))


@cache
def _levels() -> dict[tuple[str, ...], str]:
    """First words of a place → its level: (`xã`) → commune."""
    return {_keys(word): level for level, words in _data()["places"].items() for word in words}


@cache
def _abbreviations() -> dict[str, list[str]]:
    """What the first words of names and of fields are shortened to, with the words as written."""
    short = load_beside(__file__, "agencies.toml")["abbreviations"] | _data()["abbreviations"]
    return {word_key(key): words.split() for key, words in short.items()}


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in _words(text))


def _words(text: str) -> list[_Word]:
    """The words of a name; an abbreviation that stands for words gives them. A dash between two
    words stays with the one before it."""
    words: list[_Word] = []
    for piece in text.split():
        if piece in _DASHES and words:
            words[-1] = replace(words[-1], raw=f"{words[-1].raw} {piece}")
        else:
            words += _written_out(piece)
    return words


def _written_out(raw: str) -> Iterator[_Word]:
    piece = raw.strip(_MARKS)
    words = _abbreviations().get(word_key(piece)) if piece.isupper() else None
    if words:
        first, *others = words
        written = (first[:1].upper() + first[1:], *others)
        yield from (_Word(word_key(word), word, word) for word in written)
    elif "&" in piece and piece.isupper():  # `CNTT&CĐS`
        for part in piece.replace("&", " và ").split():
            yield from _written_out(part)
    elif piece:
        yield _Word(word_key(piece), piece, raw)


# --- whose document --------------------------------------------------------------------------


@remembered(256)
def setting_of(issuer: str | None, number: str | None, on: date | None) -> Setting:
    """The ministry or province that issued a document: by its issuer, else by its number
    (`877/QĐ-BTP`)."""
    named = parse_agencies(issuer, None, on) if issuer else ()
    symbol = (number or "").rpartition("-")[2]
    bodies = [
        load_registry().by_id[mention.agency_id]
        for mention in (*named, *(parse_agencies(symbol, None, on) if symbol else ()))
        if mention.agency_id
    ]
    ministry = next((body for body in bodies if body.kind in _MINISTRIES), None)
    province = next((body for body in bodies if body.kind == "province"), None)
    province = province or _province_at_end(_words(issuer or ""), on)[0]
    return Setting(ministry, province, issuer, _level_of(issuer or "", ministry or province))


def _level_of(issuer: str, central: Agency | None) -> str | None:
    """The level of a body that issues, where it is neither of a ministry nor of a province alone:
    that of the place its name ends with, else `own` for schools, hospitals and enterprises."""
    words = _words(issuer)
    for start in range(len(words) - 1, 0, -1):
        level, count = _level_at(words[start:])
        if level in _LOCAL_LEVELS and start + count < len(words):
            return level
    form = _form_of(words)
    if form is not None and form.level == "province" and form.kind == "department":
        return "province"
    own = form is not None and form.level in (_OWN, _LOCAL)
    return _OWN if own or (words and central is None) else None


def _province_at_end(words: Sequence[_Word], on: date | None) -> tuple[Agency | None, int]:
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
    words = _words(text)
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


def _form_of(words: Sequence[_Word], local: bool = False) -> _Form | None:
    """The form of the longest head that begins the words; of several with that head one that fits
    whether a name follows it, and in a `local` document one of its issuer's units."""
    keys = tuple(word.key for word in words)
    fits = [form for form in _forms() if form.head == keys[: len(form.head)]]
    longest = [form for form in fits if len(form.head) == len(fits[0].head)]
    alone = len(longest[0].head) == len(keys) if longest else False
    longest.sort(key=lambda form: (form.bare != alone, (form.level == _ISSUER) != local))
    return longest[0] if longest else None


def _is_unit_of(form: _Form, level: str) -> bool:
    """Whether a form is that of a unit of its issuer: any in a commune, a school or an enterprise,
    in a department of a province its own divisions alone."""
    if level == "province":
        return form.level == _ISSUER or form.written in _DIVISIONS
    return form.level in (_UNIT, _LOCAL, _ISSUER)


def _of_issuer(form: _Form, rest: Sequence[_Word], setting: Setting) -> Body:
    """A unit of whoever issued the document: it has that name there, and no id, for a commune of
    that name may be in another province too."""
    own = " ".join([form.written, *(word.raw for word in rest)]).rstrip(_MARKS + " ")
    level = setting.level or _central_level(setting)
    return Body(None, _with_issuer(own, setting), form.kind, level, None, bool(setting.issuer))


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
    return Body(None, name, "post", level, None, bool(setting.issuer))


@cache
def form_heads() -> tuple[str, ...]:
    """First words of the names that the forms know, as written."""
    return tuple(form.written for form in _forms())


def written_head(name: str) -> str:
    """A name in small letters, its first words as the forms of bodies write them (`Ban Quản lý dự
    án`)."""
    words = name.split()
    keys = tuple(map(word_key, words))
    form = next((f for f in _forms() if f.head == keys[: len(f.head)]), None)
    return name if form is None else " ".join([form.written, *words[len(form.head) :]])


def _placed(form: _Form, rest: list[_Word], setting: Setting, on: date | None) -> Body | None:
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


def _is_of_kind(word: _Word, province: Agency | None) -> bool:
    """Whether a province is what a word calls it: in a `tỉnh`, `thành phố` is a city of it."""
    return province is not None and word_key(province.name.split()[0]) == word.key


def _level_at(words: Sequence[_Word]) -> tuple[str | None, int]:
    for keys, level in _levels().items():
        if tuple(word.key for word in words[: len(keys)]) == keys:
            return level, len(keys)
    return None, 0


def _of(form: _Form, rest: list[_Word], setting: Setting, on: date | None) -> Body | None:
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
    parent, level = own or setting.province, "province"
    central = setting.ministry if form.level in ("ministry", _UNIT) and not own else None
    if central or (form.level == "ministry" and not own):
        parent, level = central, "ministry"
    if own is None and level == "province" and not _fits_kind(form, parent):
        return _body(form, rest[:start], "district", None)
    return _body(form, _canonical(form, rest[:start], parent), level, parent)


def _ministry_of(form: _Form, rest: Sequence[_Word]) -> Agency | None:
    """The ministry whose name goes on with a head ending with `Bộ` (`Văn phòng Bộ Tài chính`)."""
    if not (rest and form.bare and form.written.endswith(" Bộ")):
        return None
    return _ministry(" ".join(["Bộ", *(word.raw for word in rest)]))


def _fits_kind(form: _Form, province: Agency | None) -> bool:
    """Whether a head that says of what kind its province is says it of this one."""
    if province is None:
        return True
    said = set(form.head) & _KINDS_OF_PROVINCE
    return not said or word_key(province.name.split()[0]) in said


def _canonical(form: _Form, rest: list[_Word], parent: Agency | None) -> list[_Word]:
    """The words of a department or unit as they are in full: the field of a ministry, whatever its
    spelling, or the unit of the ministry that is listed under nearly these words."""
    name = " ".join(word.raw for word in rest)
    if form.written == "Sở":
        ministry = _ministry(f"Bộ {name}")
        return list(_words(ministry.name.removeprefix("Bộ "))) if ministry else rest
    listed = _unit_like(f"{form.written} {name}", parent.agency_id if parent else "")
    return list(_words(listed))[len(form.head) :] if listed else rest


@remembered(1024)
def _ministry(name: str) -> Agency | None:
    """The ministry of a name, in full, shortened or with other signs between its words."""
    found = {_bare_words(known): body for body, known in _ministry_names()}
    words = " ".join(word.text for word in _words(name))
    return found.get(_bare_words(name)) or found.get(_bare_words(words))


def _ministry_names() -> Iterator[tuple[Agency, str]]:
    for body in load_registry().agencies:
        if body.kind == "ministry":
            yield from ((body, name) for name in (body.name, *body.aliases))


def _bare_words(name: str) -> str:
    return _id(name.replace(",", " ").replace("-", " "), joints=False)


@remembered(1024)
def _unit_like(name: str, parent_id: str) -> str | None:
    """The listed unit of a body that a name has nearly all words of, and no other has as many."""
    words = _bare_words(name).split("-")
    scored = sorted(
        ((_likeness(words, _bare_words(unit).split("-")), unit) for unit in _units(parent_id)),
        reverse=True,
    )
    if not scored or scored[0][0] < _SAME_UNIT:
        return None
    rival = scored[1][0] if len(scored) > 1 else 0.0
    return scored[0][1] if scored[0][0] - rival >= _UNIT_MARGIN else None


def _units(parent_id: str) -> tuple[str, ...]:
    return tuple(_data()["units"].get(parent_id, {}).get("names", ()))


def listed_unit(name: str) -> str | None:
    """The unit of a ministry that is listed under these words, as written; None where none is, or
    where two are written otherwise."""
    found = _listed_units().get(_bare_words(name), frozenset())
    return next(iter(found)) if len(found) == 1 else None


@cache
def _listed_units() -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for unit in (unit for body in _data()["units"] for unit in _units(body)):
        key = _bare_words(unit)
        names[key] = names.get(key, frozenset()) | {unit}
    return names


def _likeness(one: list[str], other: list[str]) -> float:
    """Share of words in common, 0 where the first words differ."""
    if one[:1] != other[:1]:
        return 0.0
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))


def _is_name(rest: Sequence[_Word]) -> bool:
    return any(word.text[0].isupper() for word in rest)


def _body(form: _Form, rest: Sequence[_Word], level: str, parent: Agency | None) -> Body:
    name = " ".join([form.written, *(word.raw for word in rest)]).rstrip(_MARKS + " ")
    if level == _OWN or parent is None:
        agency_id = _id(name) if level == _OWN else None
        return Body(agency_id, name, form.kind, level, None)
    whole = _with_parent(name, parent, ends_bare=form.bare and not rest)
    known = next(iter(parse_agencies(whole)), None)
    if known and known.match == "exact" and known.text == whole:
        listed = _registered(load_registry().by_id[known.agency_id or ""])
        return replace(listed, kind=form.kind, level=level)
    agency_id = _id(whole, joints=form.written == "Sở")
    if level in ("commune", "district"):
        agency_id += _marks_of(" ".join(word.text for word in rest))
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


def _id(name: str, joints: bool = True) -> str:
    """Spelt alike whatever letter case, tone place and choice of i or y; without `joints` also
    whether `và`, a comma or a dash stands between words."""
    words = slug(name.replace("&", " và ")).split("_")
    kept = words if joints else [word for word in words if word != "va"]
    return "-".join(_I_FOR_Y.sub(r"\1y", word) for word in kept)


def _marks_of(place: str) -> str:
    """What tells the ids of places apart whose names differ in their marks alone (`Đông Hà`, `Đồng
    Hạ`): a digest of the name; "" for one without marks."""
    if slug(place) == "_".join(place.casefold().split()):
        return ""
    name = " ".join(map(word_key, place.split()))
    return f"-{sha256(name.encode()).hexdigest()[:4]}"


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
