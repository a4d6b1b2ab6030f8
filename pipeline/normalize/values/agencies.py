"""Who is named in a cell: `Cơ quan chủ trì`, `Cơ quan phối hợp`, `Người đứng đầu` → mentions.

A comma separates agencies and stands inside their names (`Bộ Văn hóa, Thể thao và Du lịch`), so a
cell is read from left to right: the longest name of the registry that begins here, else a
collective (`các bộ, ngành, địa phương liên quan`: quantifier, class nouns, qualifiers), else a
piece nobody knows, cut where the next name begins. What follows a name up to the next one
(`chủ trì bố trí ngân sách`) tells its duty and names nobody. Bodies, their aliases and the words
of the grammar are in `agencies.toml`; nothing here is about one body.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pipeline.frozen import dataclass
from pipeline.normalize.values.agency_misprints import Misprints
from pipeline.normalize.values.agency_registry import Agency, Registry, load_registry
from pipeline.normalize.values.agency_stretches import DEPARTMENT, Stretches
from pipeline.normalize.values.agency_words import HARD, WORD, brackets, signature
from pipeline.writing.letters import word_key

Scope = Literal["agency", "collective", "unknown"]
Match = Literal["exact", "alias", "fuzzy", "none"]

_BRACKET_REACH = 60  # units of a bracket that are looked at for words of explanation
_NAME_KINDS = ("ministry", "ministerial")


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
    """The first word of the name where a list prints it once (`Sở Tài chính, Xây dựng`; `Vụ Pháp
    chế, Tổ chức cán bộ`)."""


class _Cell(Stretches, Misprints):
    """One cell while it is read: its units, and the mentions found so far.

    A method that reads something at a unit returns where to go on, 0 when nothing of its kind
    stands there.
    """

    def __init__(self, text: str, registry: Registry, on: date | None) -> None:
        super().__init__(text, registry, on)
        self.brackets = brackets(self.units)
        self.inside = 0  # where the bracket being read ends
        self.office: str | None = None  # the office printed before a list of agencies
        self.mentions: list[AgencyMention] = []

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

    def item(self, begin: int) -> int:
        """Read what begins with this word: a mention, or words that name nobody."""
        i = begin if self.agency(begin)[0] else self.end(begin, "honorific") or begin
        if i == self.size:  # `Bà`, and nothing behind it
            self.add(begin, i, None, "unknown")
            return i
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
        if not end and (end := self.without_head(i)):
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
        """A department or unit that a list names by its field alone, after one with `Sở`."""
        text = self.printed(begin, end)
        mention = AgencyMention(text, None, None, None, "unknown", "none", 0.0, self.left_out)
        self.mentions.append(mention)
        return self.tail(end, named=True)[1]

    def branch(self, begin: int, end: int, office: str | None) -> int:
        """A branch of an enterprise: nobody of the registry."""
        end = self.agency(end)[0]
        self.add(begin, end, office, "unknown")
        return self.tail(end, named=True)[1]

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

    def other_place(self, begin: int, i: int, office: str | None) -> int:
        """A place that bears the name of a province: nobody of the registry."""
        end = self.agency(i)[0]
        self.add(begin, end, office, "unknown")
        return self.tail(end, named=True)[1]

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
        head = i + 1 if self.units[i].key == word_key(DEPARTMENT) else self.end(i, "fielded")
        self.left_out = self.printed(i, head) if head else ""
        end, go_on = self.tail(self.end(i, "whole") or i, unknown=True)
        label = go_on < self.size and self.units[go_on].mark == ":"
        if not label:
            self.add(begin, end, office, "unknown")
        return go_on

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


def parse_agencies(
    text: str, registry: Registry | None = None, on: date | None = None
) -> tuple[AgencyMention, ...]:
    """The mentions of a cell in printed order; none for a blank cell or a dash.

    `on`, the date of the document, tells bodies of one name apart (Tỉnh Lào Cai before and after
    1 July 2025); a body that was merged stays that body. Never raises; linear in the text.
    """
    return _Cell(text, registry or load_registry(), on).read()
