"""Who is named in a cell: `Cơ quan chủ trì`, `Cơ quan phối hợp`, `Người đứng đầu` → mentions.

A comma separates agencies and stands inside their names (`Bộ Văn hóa, Thể thao và Du lịch`), so a
cell is read from left to right: the longest name of the registry that begins here, else a
collective (`các bộ, ngành, địa phương liên quan`: quantifier, class nouns, qualifiers), else a
piece nobody knows, cut where the next name begins. What follows a name up to the next one
(`chủ trì bố trí ngân sách`) tells its duty and names nobody. Bodies, their aliases and the words
of the grammar are in `agencies.toml`; nothing here is about one body.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from pipeline.normalize.values.agency_registry import Agency, Node, Registry, load_registry
from pipeline.normalize.values.agency_words import (
    CONJUNCTION,
    HARD,
    WORD,
    brackets,
    signature,
    units,
)
from pipeline.writing.letters import without_marks, word_key

Scope = Literal["agency", "collective", "unknown"]
Match = Literal["exact", "alias", "fuzzy", "none"]

FUZZY_SCORE = 85.0  # lowest likeness (0–100) of a misprinted name; a wrong letter in `Bộ Y tế`: 87
FUZZY_MARGIN = 3.0  # how much likelier than the next body it must be
_MAX_MISPRINTS = 2  # words of one name; words that lost only their accents are not counted
_WORD_SCORE = 60.0  # likeness of a misprinted word to the right one

_SEPARATORS = frozenset((",", "-", CONJUNCTION, HARD, "."))
_JOINTS = frozenset((",", "-", CONJUNCTION))
_DASH = frozenset("-")
_FOR = word_key("về")
_BRACKET_REACH = 60  # units of a bracket that are looked at for words of explanation
_NAME_KINDS = ("ministry", "ministerial")
_CITY = tuple(map(word_key, ("thành", "phố")))
_DEPARTMENT = "Sở"
_WITH_BRANCHES = ("enterprise", "bank")


_SHORTEST_SMALL = 3
"""Words of a name printed small; a shorter one is two words (`chính phủ số`, `hội nông dân`)."""
_SHORTEST_WORD = 5
"""Letters up to which a name of one word is not looked for with misprints."""


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A piece of the cell that names somebody. `text` is as printed, the office included."""

    text: str
    office: str | None
    agency_id: str | None
    agency: str | None
    scope: Scope
    match: Match
    score: float
    left_out: str = ""
    """The first word of the name where a list prints it once (`Sở Tài chính, Xây dựng`)."""


class _Cell:
    """One cell while it is read: its units, and the mentions found so far.

    A method that reads something at a unit returns where to go on, 0 when nothing of its kind
    stands there.
    """

    def __init__(self, text: str, registry: Registry, on: date | None) -> None:
        self.text, self.registry, self.on = text, registry, on
        self.units = list(units(text, registry))
        self.size = len(self.units)
        self.brackets = brackets(self.units)
        self.inside = 0  # where the bracket being read ends
        self.listing = False  # whether names without `Bộ` are ministries here
        self.left_out = ""  # `Sở` where names without it are departments here
        self.office: str | None = None  # the office printed before a list of agencies
        self.mentions: list[AgencyMention] = []
        self._found: dict[int, dict[str, tuple[int, list[str]]]] = {}

    def read(self) -> tuple[AgencyMention, ...]:
        """The mentions of the whole cell."""
        i = 0
        while i < self.size:
            mark = self.units[i].mark
            if mark == WORD:
                i = self.item(i)
            else:
                self.office = None if mark == HARD else self.office
                self.left_out = "" if mark == HARD else self.left_out
                i = self.bracket(i) if mark == "(" else i + 1
        return tuple(self.mentions)

    # ---- what stands at a unit

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
                stack.append((self.skip(p, _JOINTS, 3), node.joint))
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
        misprint = likeness > _WORD_SCORE and not self.is_capital(i + 1)
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

    # ---- reading a mention

    def item(self, begin: int) -> int:
        """Read what begins with this word: a mention, or words that name nobody."""
        i = begin if self.agency(begin)[0] else self.end(begin, "honorific") or begin
        return (
            self.officer(begin, i)
            or self.named(begin, i, self.office)
            or self.collective(begin, i, None)
            or self.rest(begin, i)
        )

    def officer(self, begin: int, i: int) -> int:
        """An office, and whom its holder leads."""
        end = self.end(i, "office")
        if not end or self.agency(i)[0] > end or not self.begins(i):
            return 0
        office = self.values(i, "office")[0]
        for start in range(i + 1, end + 1):  # `Trưởng Ban Tổ chức`: the office shares a word
            if self.agency(start)[0] > end:
                return self.named(begin, start, office)
        if go_on := self.collective(begin, end, office):
            return go_on
        if self.is_word(end):
            return self.unknown(begin, end, office)
        plural = office in self.registry.plural_offices
        self.add(begin, end, office, "collective" if plural else "unknown")
        return end

    def named(self, begin: int, i: int, office: str | None) -> int:
        """A body of the registry."""
        end, agency = self.agency(i)
        match: Match = "alias"
        if not end and self.left_out and (end := self.listed(i)):
            return self.department(begin, end)
        if not end:
            if not (end := self.listed(i)) or not (self.listing or self.listed(self.next(end))):
                return 0
            agency = self.choose(self.values(i, "listed"), "")
        elif self.goes_on(end) or self.has_other_purpose(end, agency):
            return 0
        elif self.is_branch(end, agency):
            return self.branch(begin, end, office)
        elif agency and signature(agency.name) == signature(self.printed(i, end)):
            match = "exact"
        if agency is None:
            self.add(begin, end, office, "unknown")
        else:
            self.add_agency(begin, end, office, agency, match, 100.0)
        return self.tail(end, named=True)[1]

    def department(self, begin: int, end: int) -> int:
        """A department that a list names by its field alone, after one with `Sở`."""
        text = self.printed(begin, end)
        mention = AgencyMention(text, None, None, None, "unknown", "none", 0.0, self.left_out)
        self.mentions.append(mention)
        return self.tail(end, named=True)[1]

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

    def branch(self, begin: int, end: int, office: str | None) -> int:
        """A branch of an enterprise: nobody of the registry."""
        end = self.agency(end)[0]
        self.add(begin, end, office, "unknown")
        return self.tail(end, named=True)[1]

    def has_other_purpose(self, i: int, agency: Agency | None) -> bool:
        """Whether words go on after the short name of a body that its purpose tells from others of
        that name: `Ban Chỉ đạo Trung ương về phòng, chống tham nhũng` is not the one on science."""
        above = self.registry.by_id.get(agency.parent_id or "") if agency else None
        purposes = [body for body in (agency, above) if body and _has_purpose(body.name)]
        if not purposes or not self.is_word(i):
            return False
        return not (self.end(i, "duty") or self.end(i, "qualifier") or self.begins(i, nouns=False))

    def next(self, i: int) -> int:
        """The first word after a comma or conjunction."""
        return self.skip(i, _JOINTS)

    def collective(self, begin: int, i: int, office: str | None) -> int:
        """`các bộ, ngành, địa phương có liên quan`; or the words that introduce a list of names."""
        first, plural, kinds = self.classes(i)
        if not first:
            return 0
        if start := self.introduced(i, first, kinds):
            if not plural and start == first:  # `Tập đoàn TKV`
                if self.is_namesake(start):
                    return self.other_place(begin, start, office)
                return self.named(begin, start, office)
            agency = self.agency(start)[1]
            self.office = office
            self.listing = "ministry" in kinds or bool(agency and agency.kind == "ministry")
            return start
        if not plural and not self.end(i, "generic"):
            return 0
        end, go_on = self.tail(first, plural=plural)
        if not plural and any(map(self.is_capital, range(first, end))):
            return 0
        if not (self.inside > begin and self.mentions and self.mentions[-1].scope == "collective"):
            self.add(begin, end, office, "collective")
        return go_on

    def is_namesake(self, i: int) -> bool:
        """Whether the words before say that not the province of that name is meant but its city
        (`thành phố Lào Cai`)."""
        place = self.agency(i)[1]
        if place is None or place.kind != "province":
            return False
        kind = tuple(map(word_key, _kind_of_place(place.name)))
        said = tuple(unit.key for unit in self.units[max(0, i - len(_CITY)) : i])
        return said == _CITY and kind != _CITY

    def other_place(self, begin: int, i: int, office: str | None) -> int:
        """A place that bears the name of a province: nobody of the registry."""
        end = self.agency(i)[0]
        self.add(begin, end, office, "unknown")
        return self.tail(end, named=True)[1]

    def classes(self, i: int) -> tuple[int, bool, set[str]]:
        """The class nouns that begin here: their end, whether plural, the kinds they introduce."""
        end = self.quantifier(i)
        plural, kinds, start = end > 0, set[str](), end or i
        while noun := self.noun(start):
            kinds.update(self.registry.introduces.get(self.values(start, "noun")[0], ()))
            end = noun
            while more := self.end(end, "qualifier"):
                plural, end = True, more
            start = self.next(end)
            if start == end:  # `UBND các tỉnh`
                nested = self.quantifier(start)
                plural, start = plural or bool(nested), nested or start
            elif self.starts_anew(start, i):
                break
            else:
                plural = plural or self.noun(start) > 0
        return end, plural, kinds

    def starts_anew(self, i: int, begin: int) -> bool:
        """Whether a class noun in a list opens a collective (UBND) or a name (`Hội Tin học`)."""
        name = self.is_capital(i) and self.is_capital(self.noun(i) or i)
        return name or bool(self.end(i, "opener") and not self.end(begin, "opener"))

    def introduced(self, begin: int, i: int, kinds: set[str]) -> int:
        """Where the names begin that class nouns introduce.

        `Các bộ: Tư pháp`; `các địa phương Sơn La, Lai Châu`; `UBND các tỉnh Sơn La, Lai Châu`.
        """
        if i < self.size and self.units[i].mark == ":":
            return i + 1 if self.begins(i + 1) or self.heads_list(i + 1, kinds) else 0
        start = self.quantifier(i) or i
        anyone = start > i or i == self.quantifier(begin)  # no class noun apart from the name's own
        agency = self.agency(start)[1]
        fits = agency and (anyone or agency.kind in kinds)
        return start if fits or self.heads_list(start, kinds) else 0

    def heads_list(self, i: int, kinds: set[str]) -> bool:
        """Whether a ministry without `Bộ` stands here after class nouns that introduce it."""
        return "ministry" in kinds and self.listed(i) > 0

    def rest(self, begin: int, i: int) -> int:
        """Words of duty or remark, which name nobody; else a piece nobody knows."""
        duty = self.end(i, "duty")
        if duty and self.begins(duty):
            return duty
        remark = not self.is_capital(i) and not self.noun(i) and self.mentions
        if duty or remark or self.units[i].key.isdecimal():
            return max(self.tail(i)[1], begin + 1)
        return self.unknown(begin, i, None)

    def unknown(self, begin: int, i: int, office: str | None) -> int:
        """A misprinted name of the registry; else a piece nobody knows, unless it is a label."""
        end, agency, score = self.misprint(i)
        if agency:
            self.add_agency(begin, end, office, agency, "fuzzy", score)
            return self.tail(end, named=True)[1]
        self.left_out = _DEPARTMENT if self.units[i].key == word_key(_DEPARTMENT) else ""
        end, go_on = self.tail(self.end(i, "whole") or i, unknown=True)
        label = go_on < self.size and self.units[go_on].mark == ":"
        if not label:
            self.add(begin, end, office, "unknown")
        return go_on

    def misprint(self, i: int) -> tuple[int, Agency | None, float]:
        """The one body whose name stands here with misprinted words: end, body, likeness."""
        found: list[tuple[int, float, list[str]]] = []
        stack = [(i, self.registry.root, 0, "")] if self.is_capital(i) else []
        while stack:
            p, node, errors, name = stack.pop()
            ids = [value for role, value in node.hits if role == "agency"]
            if ids and self.units[p - 1].last and (p - i > 1 or len(name) > _SHORTEST_WORD):
                words = " ".join(u.key for u in self.units[i:p] if u.mark == WORD)
                found.append((p, fuzz.ratio(words, name.strip()), ids))
            if self.is_word(p):
                stack.extend(
                    (p + 1, way, errors + wrong, f"{name} {key}")
                    for key, way, wrong in self.readings(self.units[p].key, node)
                    if errors + wrong <= _MAX_MISPRINTS
                )
            if node.joint:
                stack.append((self.skip(p, _JOINTS, 3), node.joint, errors, name))
        return self.likeliest(found)

    def likeliest(
        self, found: list[tuple[int, float, list[str]]]
    ) -> tuple[int, Agency | None, float]:
        """Of names found with misprints the longest, when no other is as likely."""
        best = sorted((f for f in found if f[1] >= FUZZY_SCORE), reverse=True)
        if not best:
            return 0, None, 0.0
        end, score, ids = best[0]
        rivals = [f for f in best[1:] if f[0] == end and score - f[1] < FUZZY_MARGIN]
        return (
            (0, None, 0.0)
            if rivals or self.goes_on(end) or self.has_other_purpose(end, self.choose(ids, ""))
            else (end, self.choose(ids, ""), round(score, 1))
        )

    def readings(self, key: str, node: Node) -> Iterator[tuple[str, Node, bool]]:
        """The words a printed word may stand for, and whether more than its accents is wrong.

        A word that occurs in a name or in the grammar is taken as it is printed.
        """
        if key in node.next:
            yield key, node.next[key], False
            return
        bare, strange = without_marks(key), len(key) > 1 and key not in self.registry.words
        ways = self.registry.initials.get(bare[0], {}) if node is self.registry.root else node.next
        for other, way in ways.items():
            same = without_marks(other) == bare
            if same or (strange and fuzz.ratio(key, other) >= _WORD_SCORE):
                yield other, way, not same

    # ---- between the mentions

    def tail(
        self, i: int, *, named: bool = False, unknown: bool = False, plural: bool = False
    ) -> tuple[int, int]:
        """The words that belong to what was read: where they end, where to go on.

        After a comma or `và` a mention must begin. Once free words stand between (a duty, a
        remark), a capital letter alone begins none; nor does a class noun after a `plural`.
        """
        if named and self.begins(i, nouns=False):  # `Bộ Tài chính Bộ Công an`
            return i, i
        free, over, last, p = unknown, False, i, i
        while p < self.size:
            mark = self.units[p].mark
            if mark == WORD:
                more = self.end(p, "qualifier")
                free = free or not more
                over = over or (unknown and p > i and self.assigns(p))
                p = more or (self.quantifier(p) and self.classes(p)[0]) or p + 1
                last = last if over else p
            elif mark in "()" or (mark == ":" and self.begins(p + 1)):
                break
            else:
                start = self.skip(p, _SEPARATORS) if mark in _SEPARATORS else p + 1
                parted = mark in _SEPARATORS and not (unknown and self.names_fields(i, start))
                if parted and self.separates(p, start, free, unknown, plural):
                    break
                p = start
        return last, p

    def assigns(self, i: int) -> bool:
        """Whether a duty begins here (`chủ trì`); with a capital it is part of a name."""
        return self.end(i, "assigns") > 0 and not self.is_capital(i)

    def names_fields(self, i: int, start: int) -> bool:
        """Whether what follows a comma in the name of a unit that begins at `i` is a field of it:
        `Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp`."""
        if not self.end(i, "fielded") or self.units[start - 1].mark != ",":
            return False
        joined = False
        for p in range(start, self.size):
            mark = self.units[p].mark
            if self.begins(p) if p == start else mark in _JOINTS and self.begins(self.next(p)):
                return joined
            if mark not in (WORD, ",", CONJUNCTION):
                break
            joined = joined or mark == CONJUNCTION
        return joined

    def separates(self, p: int, start: int, free: bool, unknown: bool, plural: bool) -> bool:
        """Whether a mention begins after these separators."""
        listed = (self.listing or self.left_out) and self.listed(start)
        if self.begins(start, not (plural and free)) or listed:
            return True
        marks = {unit.mark for unit in self.units[p:start]}
        if not self.is_capital(start) or marks == {CONJUNCTION}:
            return False
        if marks & {HARD, "."}:
            return True
        return not (marks == {"-"} or self.end(start, "part") if unknown else free)

    def bracket(self, i: int) -> int:
        """Into a bracket that names bodies of what stands before it; past one that explains."""
        close = self.brackets.get(i)
        if close is None:
            return i + 1
        start = self.end(i + 1, "lead") or i + 1
        start += start < close and self.units[start].mark == ":"
        end, agency = self.agency(start)
        names = end or (self.is_capital(start) and self.end(start, "head"))
        reach = range(start, min(close, start + _BRACKET_REACH))
        same = agency and end == close and self.explained(agency)
        if not names or same or any(self.end(k, "explains") for k in reach):
            return close + 1
        self.inside = close
        return start

    def add(self, begin: int, end: int, office: str | None, scope: Scope) -> None:
        """Note a mention that is no body of the registry."""
        printed, self.listing = self.printed(begin, end), False
        self.mentions.append(AgencyMention(printed, office, None, None, scope, "none", 0.0))

    def add_agency(
        self, begin: int, end: int, office: str | None, agency: Agency, match: Match, score: float
    ) -> None:
        """Note a body of the registry."""
        text, self.listing = self.printed(begin, end), agency.kind in _NAME_KINDS
        self.left_out = ""
        self.mentions.append(
            AgencyMention(text, office, agency.agency_id, agency.name, "agency", match, score)
        )

    def explained(self, agency: Agency) -> bool:
        """Whether a body alone in brackets is the one before them, or the one it belongs to."""
        last = self.mentions[-1] if self.mentions else None
        if last is None or last.scope == "collective":
            return False
        if last.agency_id is None:
            return agency.kind in _NAME_KINDS
        above = self.registry.by_id[last.agency_id].parent_id
        return agency.agency_id in (last.agency_id, above)


def _kind_of_place(name: str) -> list[str]:
    """The words of the name of a province that say what it is."""
    words = name.split()
    return words[:2] if words[0] == "Thành" else words[:1]


def _has_purpose(name: str) -> bool:
    """Whether a name says what the body is for (`… về phát triển khoa học …`)."""
    return _FOR in map(word_key, name.split())


def parse_agencies(
    text: str, registry: Registry | None = None, on: date | None = None
) -> tuple[AgencyMention, ...]:
    """The mentions of a cell in printed order; none for a blank cell or a dash.

    `on`, the date of the document, tells bodies of one name apart (Tỉnh Lào Cai before and after
    1 July 2025); a body that was merged stays that body. Never raises; linear in the text.
    """
    return _Cell(text, registry or load_registry(), on).read()
