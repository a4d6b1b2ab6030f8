"""Bodies known by the form of their names: `Sở Nội vụ`, `UBND xã Mường Kim`, `Vụ Tổ chức cán bộ`.

The registry lists what there is one of in the country. Departments, communes and units of a
ministry are built from their first words (`bodies.toml`) and from the body that issued the
document; where that is not known they get a kind and a level, and no id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pipeline.normalize.values.agencies import AgencyMention, parse_agencies
from pipeline.normalize.values.agency_registry import Agency, load_registry, remembered
from pipeline.writing.datafiles import load_beside
from pipeline.writing.letters import slug, word_key
from pipeline.writing.patterns import compiled

_MINISTRIES = ("ministry", "ministerial", "government")
_I_FOR_Y = compiled(r"\A(k|l|m|s|t|h|qu)i\Z")  # kĩ, lí, mĩ, sĩ, tỉ, hi, quí
_PLACE, _UNIT, _LOCAL, _OWN = "place", "unit", "local", "own"
_MARKS = ",.;:()-–"
_DASHES = ("-", "–")
_LONGEST = 14  # words of a name; what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose document names the bodies: a ministry or a province; both None where unknown."""

    ministry: Agency | None = None
    province: Agency | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What the form of a name tells.

    `agency_id` is None where the name does not tell whose body it is. `name` has the
    abbreviations of its first words written out.
    """

    agency_id: str | None
    name: str
    kind: str
    level: str
    parent: Agency | None = None

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
        _Form(_keys(head), head, entry["level"], entry["kind"], entry.get("bare", False))
        for entry in _data()["form"]
        for head in entry["heads"]
    )
    return tuple(sorted(forms, key=lambda form: -len(form.head)))


@cache
def _levels() -> dict[tuple[str, ...], str]:
    """First words of a place → its level: (`xã`) → commune."""
    return {_keys(word): level for level, words in _data()["places"].items() for word in words}


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
    words = load_registry().abbreviations.get(word_key(piece)) if piece.isupper() else None
    if words:
        yield from (_Word(word, word, word) for word in words)
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
    return Setting(ministry, province or _province_at_end(_words(issuer or ""), on)[0])


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
    form = next((f for f in _forms() if f.head == tuple(w.key for w in words[: len(f.head)])), None)
    if form is None:
        return None
    rest = words[len(form.head) :]
    if not rest and not form.bare:
        return None
    return (
        _placed(form, rest, setting, on) if form.level == _PLACE else _of(form, rest, setting, on)
    )


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
    own, start = _province_at_end(rest, on)
    province = own or setting.province
    if level != "province" and (len(rest) <= count or start <= count):
        return None
    tail = rest[:start] if level != "province" else rest[:count] if own is None else rest[:start]
    return _body(form, tail, level, province)


def _level_at(words: Sequence[_Word]) -> tuple[str | None, int]:
    for keys, level in _levels().items():
        if tuple(word.key for word in words[: len(keys)]) == keys:
            return level, len(keys)
    return None, 0


def _of(form: _Form, rest: list[_Word], setting: Setting, on: date | None) -> Body | None:
    """A unit of a ministry or province, or an organisation with a name of its own."""
    own, start = _province_at_end(rest, on)
    if form.level == _OWN or (own and start == 0 and not form.bare):
        return _body(form, rest, _OWN, None) if _is_name(rest) else None
    parent, level = own or setting.province, "province"
    central = setting.ministry if form.level in ("ministry", _UNIT) and not own else None
    if central or (form.level == "ministry" and not own):
        parent, level = central, "ministry"
    return _body(form, rest[:start], level, parent)


def _is_name(rest: Sequence[_Word]) -> bool:
    return any(word.text[0].isupper() for word in rest)


def _body(form: _Form, rest: Sequence[_Word], level: str, parent: Agency | None) -> Body:
    name = " ".join([form.written, *(word.raw for word in rest)]).rstrip(_MARKS + " ")
    if level == _OWN or parent is None:
        agency_id = _id(name) if level == _OWN else None
        return Body(agency_id, name, form.kind, level, None)
    whole = _with_parent(name, parent, ends_bare=form.bare and not rest)
    return Body(_id(whole), whole, form.kind, level, parent)


def _with_parent(name: str, parent: Agency, ends_bare: bool) -> str:
    """The name with that of the body it belongs to: `Công an tỉnh` → `Công an tỉnh Lai Châu`."""
    first, rest = _parted(parent.name)
    above = parent.name if parent.kind in _MINISTRIES else parent.name[0].lower() + parent.name[1:]
    for generic in ("Thành phố", "Tỉnh", *((first,) if ends_bare else ())):
        if name.casefold().endswith(f" {generic.casefold()}"):
            return f"{name} {rest}"
    joint = " " if any(name.startswith(head) for head in ("Sở ", "Tỉnh ủy", "Thành ủy")) else ", "
    return f"{name}{joint}{above}"


def _parted(name: str) -> tuple[str, str]:
    """The kind of place a name begins with, and the rest: `Thành phố Huế` → (Thành phố, Huế)."""
    generic = next((g for g in ("Thành phố", "Tỉnh") if name.startswith(f"{g} ")), None)
    return (generic, name[len(generic) + 1 :]) if generic else name.partition(" ")[::2]


def _id(name: str) -> str:
    """Spelt alike whatever letter case, tone place and choice of i or y."""
    words = slug(name.replace("&", " và ")).split("_")
    return "-".join(_I_FOR_Y.sub(r"\1y", word) for word in words)


def resolve(mention: AgencyMention, setting: Setting, on: date | None) -> Body | None:
    """The body a mention stands for: that of the registry, or by the form of its name.

    An office (`Giám đốc Sở Nội vụ`) is left out. A collective is none.
    """
    if mention.agency_id is not None:
        return _registered(load_registry().by_id[mention.agency_id])
    if mention.scope != "unknown":
        return None
    text = mention.text.removeprefix(mention.office or "").strip()
    return body_of(text or mention.text, setting, on)


def _registered(agency: Agency) -> Body:
    above = load_registry().by_id.get(agency.parent_id or "")
    level = "province" if "province" in (agency.kind, above.kind if above else "") else "central"
    return Body(agency.agency_id, agency.name, agency.kind, level, above)
