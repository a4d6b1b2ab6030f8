"""Names of the registry that a cell prints with a wrong letter or without accents."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.normalize.values.agency_registry import Agency, Node
from pipeline.normalize.values.agency_standing import JOINTS, WORD_SCORE, Standing
from pipeline.normalize.values.agency_words import WORD
from pipeline.writing.letters import without_marks

FUZZY_SCORE = 85.0  # lowest likeness (0–100) of a misprinted name; a wrong letter in `Bộ Y tế`: 87
FUZZY_MARGIN = 3.0  # how much likelier than the next body it must be
_MAX_MISPRINTS = 2  # words of one name; words that lost only their accents are not counted
_SHORTEST_WORD = 5
"""Letters up to which a name of one word is not looked for with misprints."""


class Misprints(Standing):
    """One cell in which misprinted names are looked for."""

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
                stack.append((self.skip(p, JOINTS, 3), node.joint, errors, name))
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
            if same or (strange and fuzz.ratio(key, other) >= WORD_SCORE):
                yield other, way, not same
