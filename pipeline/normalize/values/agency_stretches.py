"""How far a mention goes: class nouns with what they introduce, and the words that belong to it."""

from __future__ import annotations

from datetime import date

from pipeline.normalize.values.agency_registry import Registry
from pipeline.normalize.values.agency_standing import JOINTS, Standing
from pipeline.normalize.values.agency_words import CONJUNCTION, HARD, WORD
from pipeline.normalize.values.body_forms import is_bare, is_short
from pipeline.normalize.values.body_units import is_listed
from pipeline.writing.letters import word_key

DEPARTMENT = "Sở"
_SEPARATORS = frozenset((",", "-", CONJUNCTION, HARD, "."))


class Stretches(Standing):
    """One cell, and what the list that is being read leaves out."""

    def __init__(self, text: str, registry: Registry, on: date | None) -> None:
        super().__init__(text, registry, on)
        self.listing = False  # whether names without `Bộ` are ministries here
        self.left_out = ""  # `Sở`, `Vụ` where names without it are departments or units here

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
        `Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp`; a listed `Cục Kế hoạch, Tài chính`."""
        if self.units[start - 1].mark != ",":
            return False
        if not self.end(i, "fielded"):
            return self.units[i].key == word_key(DEPARTMENT) and self.is_shortened(start)
        end = start
        while self.is_word(end):
            end += 1
        if any(is_listed(self.printed(i, last)) for last in range(start + 1, end + 1)):
            return True
        joined = self.text[self.units[start - 1].start] == "&"
        for p in range(start, self.size):
            mark = self.units[p].mark
            if self.begins(p) if p == start else mark in JOINTS and self.begins(self.next(p)):
                break
            if mark not in (WORD, ",", CONJUNCTION):
                break
            joined = joined or mark == CONJUNCTION
        return joined or self.is_field(i, start)

    def is_field(self, i: int, start: int) -> bool:
        """Whether words after a comma look like a field of the unit that begins at `i` and like no
        other body: a capital and small letters behind it (`Cục Quản lý Y, Dược cổ truyền`), no duty
        and no unit of that kind itself (`Vụ Pháp chế, Tổ chức cán bộ`); nor is the unit known to be
        whole without them."""
        small = self.is_word(start + 1) and not self.is_capital(start + 1)
        head = self.printed(i, self.end(i, "fielded"))
        if not (small and self.is_capital(start)) or self.begins(start) or self.unit(head, start):
            return False
        duty = self.end(start, "duty") or self.end(start, "assigns")
        before = self.printed(i, start - 1)
        return not (duty or is_bare(before) or is_listed(before))

    def is_shortened(self, start: int) -> bool:
        """Whether the fields on both sides of a comma are shortened (`Sở VH, TT và DL`)."""
        if not self.is_word(start) or self.begins(start):
            return False
        return all(is_short(self.printed(at, at + 1)) for at in (start - 2, start))

    def unit(self, head: str, start: int) -> int:
        """The end of a listed unit that is named here without its first word; 0: none."""
        end = start
        while end < self.size and self.units[end].mark in (WORD, "-", CONJUNCTION):
            end += 1
        ends = range(end, start, -1)
        return next((at for at in ends if is_listed(f"{head} {self.printed(start, at)}")), 0)

    def without_head(self, i: int) -> int:
        """The end of a department or unit that a list names without its first word here."""
        if self.left_out in ("", DEPARTMENT):
            return self.listed(i) if self.left_out else 0
        return self.unit(self.left_out, i)

    def separates(self, p: int, start: int, free: bool, unknown: bool, plural: bool) -> bool:
        """Whether a mention begins after these separators."""
        listed = (self.listing and self.listed(start)) or self.without_head(start)
        if self.begins(start, not (plural and free)) or listed:
            return True
        marks = {unit.mark for unit in self.units[p:start]}
        if not self.is_capital(start) or marks == {CONJUNCTION}:
            return False
        if marks & {HARD, "."}:
            return True
        return not (marks == {"-"} or self.end(start, "part") if unknown else free)
