"""What stands at a place of a cell: the longest names and words of the registry there."""

from __future__ import annotations

import sys
from datetime import date

from rapidfuzz import fuzz

from pipeline.normalize.values.agency_registry import Agency, Registry
from pipeline.normalize.values.agency_words import CONJUNCTION, WORD, signature, units
from pipeline.writing.letters import word_key

JOINTS = frozenset((",", "-", CONJUNCTION))
WORD_SCORE = 60.0  # likeness of a misprinted word to the right one
_DASH = frozenset("-")
_FOR = word_key("về")
_CITY = tuple(map(word_key, ("thành", "phố")))
_WITH_BRANCHES = ("enterprise", "bank")
_SHORTEST_SMALL = 3
"""Words of a name printed small; a shorter one is two words (`chính phủ số`, `hội nông dân`)."""


class Standing:
    """One cell as units. A method that looks for something at a unit returns where it ends, 0 when
    nothing of its kind stands there."""

    def __init__(self, text: str, registry: Registry, on: date | None) -> None:
        self.text, self.registry, self.on = text, registry, on
        self.units = list(units(text, registry))
        self.size = len(self.units)
        self._found: dict[int, dict[str, tuple[int, list[str]]]] = {}

    def found(self, i: int) -> dict[str, tuple[int, list[str]]]:
        """The longest name of each role that begins at a unit: where it ends, its values."""
        if i in self._found:
            return self._found[i]
        found: dict[str, tuple[int, list[str]]] = {}
        stack = [(i, self.registry.root)]
        while stack:
            p, node = stack.pop()
            if node.hits and self.units[p - 1].last:
                for role, value in node.hits:
                    if p > found.get(role, (0, ()))[0]:
                        found[role] = (p, [value])
                    elif p == found[role][0]:
                        found[role][1].append(value)
            if p < self.size and (way := node.next.get(self.units[p].key)):
                stack.append((p + 1, way))
            if node.joint:
                stack.append((self.skip(p, JOINTS, 3), node.joint))
        self._found[i] = found
        return found

    def end(self, i: int, role: str) -> int:
        """Where the word of that role ends."""
        return self.found(i).get(role, (0,))[0] if i < self.size else 0

    def values(self, i: int, role: str) -> list[str]:
        """What the word of that role stands for."""
        return self.found(i)[role][1]

    def skip(self, i: int, marks: frozenset[str], most: int = sys.maxsize) -> int:
        """The first unit that is none of these marks."""
        stop = min(self.size, i + most)
        while i < stop and self.units[i].mark in marks:
            i += 1
        return i

    def is_word(self, i: int) -> bool:
        """Whether a word stands there."""
        return i < self.size and self.units[i].mark == WORD

    def is_capital(self, i: int) -> bool:
        """Whether a word with a capital letter stands there."""
        return self.is_word(i) and self.text[self.units[i].start].isupper()

    def printed(self, begin: int, end: int) -> str:
        """The text of some units."""
        return self.text[self.units[begin].start : self.units[end - 1].end]

    def agency(self, i: int) -> tuple[int, Agency | None]:
        """The longest name of the registry: its end (0: none) and body (None: several)."""
        if not self.end(i, "agency"):
            return 0, None
        end, ids = self.end(i, "agency"), self.values(i, "agency")
        printed = self.printed(i, end)
        if printed == printed.lower() and end - i < _SHORTEST_SMALL:
            return 0, None
        return end, self.choose(ids, printed)

    def choose(self, ids: list[str], printed: str) -> Agency | None:
        """The one body of that name on the day; after its end, the last one that bore it."""
        bodies = [self.registry.by_id[agency_id] for agency_id in dict.fromkeys(ids)]
        bodies = [b for b in bodies if b.valid(self.on)] or bodies
        last = max(b.valid_to or date.max for b in bodies)
        bodies = [b for b in bodies if (b.valid_to or date.max) == last]
        named = [b for b in bodies if signature(b.name) == signature(printed)] or bodies
        return named[0] if len(named) == 1 else None

    def listed(self, i: int) -> int:
        """The end of a ministry without `Bộ`, with nothing but a separator after it."""
        end = self.end(i, "listed") if self.is_capital(i) else 0
        return 0 if self.is_word(end) else end

    def quantifier(self, i: int) -> int:
        """The end of `các`, of a number or of a misprint of `các` before a class noun."""
        if not self.is_word(i):
            return 0
        key, end = self.units[i].key, self.end(i, "quantifier")
        if end or not self.noun(i + 1):
            return end
        likeness = 0.0 if key in self.registry.words else fuzz.ratio(key, word_key("các"))
        misprint = likeness > WORD_SCORE and not self.is_capital(i + 1)
        return i + 1 if key.isdecimal() or misprint else 0

    def noun(self, i: int) -> int:
        """The end of a class noun (`bộ`, `địa phương`) that begins no longer name."""
        end = self.end(i, "noun")
        return end if end and end > max(self.end(i, "duty"), self.agency(i)[0]) else 0

    def begins(self, i: int, nouns: bool = True) -> bool:
        """Whether a mention begins here; `nouns`: also with a class noun alone."""
        capital, duty, quantifier = self.is_capital(i), self.end(i, "duty"), self.quantifier(i)
        holder = self.end(i, "office") or self.end(i, "honorific")
        return (
            self.agency(i)[0] > duty
            or self.end(i, "opener") > 0
            or (holder > 0 and (capital or self.is_body(holder)))
            or (quantifier > 0 and self.is_body(quantifier))
            or (nouns and self.noun(i) > 0)
            or (capital and self.end(i, "head") > duty)
        )

    def is_body(self, i: int) -> bool:
        """Whether a body, a class noun or a quantifier stands there."""
        return bool(self.agency(i)[0] or self.noun(i) or self.quantifier(i))

    def next(self, i: int) -> int:
        """The first word after a comma or conjunction."""
        return self.skip(i, JOINTS)

    def goes_on(self, i: int) -> bool:
        """Whether the name that ended here is only the beginning of another body's."""
        other = self.is_capital(i) and not self.begins(i) and not self.end(i, "duty")
        return other or self.end(self.skip(i, _DASH), "below") > 0

    def is_branch(self, i: int, agency: Agency | None) -> bool:
        """Whether the name of a province follows that of an enterprise without its kind: the branch
        there (`VNPT Lào Cai`), neither of both."""
        if agency is None or agency.kind not in _WITH_BRANCHES:
            return False
        place = self.agency(i)[1]
        return place is not None and place.kind == "province" and not self.end(i, "head")

    def is_namesake(self, i: int) -> bool:
        """Whether the words before say that not the province of that name is meant but its city
        (`thành phố Lào Cai`)."""
        place = self.agency(i)[1]
        if place is None or place.kind != "province":
            return False
        kind = tuple(map(word_key, _kind_of_place(place.name)))
        said = tuple(unit.key for unit in self.units[max(0, i - len(_CITY)) : i])
        return said == _CITY and kind != _CITY

    def has_other_purpose(self, i: int, agency: Agency | None) -> bool:
        """Whether words go on after the short name of a body that its purpose tells from others of
        that name: `Ban Chỉ đạo Trung ương về phòng, chống tham nhũng` is not the one on science."""
        above = self.registry.by_id.get(agency.parent_id or "") if agency else None
        purposes = [body for body in (agency, above) if body and _has_purpose(body.name)]
        if not purposes or not self.is_word(i):
            return False
        return not (self.end(i, "duty") or self.end(i, "qualifier") or self.begins(i, nouns=False))


def _kind_of_place(name: str) -> list[str]:
    """The words of the name of a province that say what it is."""
    words = name.split()
    return words[:2] if words[0] == "Thành" else words[:1]


def _has_purpose(name: str) -> bool:
    """Whether a name says what the body is for (`… về phát triển khoa học …`)."""
    return _FOR in map(word_key, name.split())
