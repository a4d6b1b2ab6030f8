"""Articles of a resolution → claims: `Lược bỏ chỉ tiêu tại số thứ tự 11.9: “…”`.

What an article leaves unsaid stands in the provisions above it: `a) Sửa đổi … tại Phụ lục I` under
`Điều 1. … ban hành theo Nghị quyết số 71/NQ-CP ngày 01 tháng 4 năm 2025`. Only a provision that
names the item it changes makes a claim; one that refers to an annex leaves that to its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.frozen import dataclass
from pipeline.link.claims.claims import (
    Claim,
    Reference,
    begins_with_item,
    claim_action,
    parse_claims,
    read_reference,
    subject_of,
)
from pipeline.link.claims.references import Mention, find_mentions
from pipeline.writing.datafiles import load_beside
from pipeline.writing.headings import is_annex_heading
from pipeline.writing.patterns import Pattern, any_of, compiled

_LEVELS = (
    compiled(r"Điều\s+\d+[a-z]?\s*[.:]"),
    compiled(r"\d{1,2}\s*[.)](?!\d)\s"),
    compiled(r"[a-zđ]\s*[.)]\s"),
    compiled(r"[-–+•*]\s"),
)
_LONGEST_BODY = 2000
"""Lines of a body that are read; longer ones are annexes without a heading."""
_END = compiled(r"Nơi nhận\s*:|TM\.\s|KT\.\s")
_FINISHED = (".", ";", ":", "”.", "”;", "./.")
_BRACKETED = re.compile(r"\([^()]*\)")
_REACH = 60


@dataclass(frozen=True, slots=True)
class Provision:
    """A paragraph of an article: its depth (0 = Điều, 1 = khoản, 2 = điểm, 3 = gạch đầu dòng) and
    its text with its label."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What a provision says for those under it."""

    reference: Reference
    action: str


def read_provisions(prose: Sequence[str]) -> Iterator[Provision]:
    """The paragraphs of the articles, printed lines put together again. Ends with the body."""
    level, lines = -1, list[str]()
    for line in prose[:_LONGEST_BODY]:
        text = " ".join(line.split())
        if _END.match(text) or is_annex_heading(text):
            break
        found = next((n for n, label in enumerate(_LEVELS) if label.match(text)), None)
        begins = found == 0 or (found is not None and level >= 0)
        if begins or (lines and lines[-1].endswith(_FINISHED)):
            if lines:
                yield Provision(level, " ".join(lines))
            lines = []
        if begins and found is not None:
            level = found
        if text and level >= 0:
            lines.append(text)
    if lines:
        yield Provision(level, " ".join(lines))


def read_articles(prose: Sequence[str]) -> tuple[Claim, ...]:
    """The claims the body of a document makes; `prose` are its lines outside tables and notes."""
    above: dict[int, _Context] = {}
    claims: list[Claim] = []
    for provision in read_provisions(prose):
        for level in [level for level in above if level >= provision.level]:
            del above[level]
        claims += _claims_of(provision, above)
        above[provision.level] = _context(provision)
    return tuple(claims)


def _claims_of(provision: Provision, above: dict[int, _Context]) -> Iterator[Claim]:
    text = _unlabelled(provision)
    action = claim_action(text)
    if action == "note" and begins_with_item(text) and above:
        action = above[max(above)].action
    if action in ("note", "new") or not read_reference(text).stts:
        return
    known = _inherited(above)
    for claim in parse_claims(text, action):
        if claim.original_stt:
            yield _completed(claim, known, text)


def _unlabelled(provision: Provision) -> str:
    label = _LEVELS[provision.level].match(provision.text)
    return provision.text[label.end() if label else 0 :].strip()


def _completed(claim: Claim, known: Reference, text: str) -> Claim:
    annex = claim.original_annex or known.annex
    subject = claim.subject or subject_of(text)
    if claim.original_number:
        return replace(claim, original_annex=annex, subject=subject)
    return replace(
        claim,
        original_number=known.number,
        original_date=known.issued,
        original_annex=annex,
        subject=subject,
    )


def _inherited(above: dict[int, _Context]) -> Reference:
    """What the provisions above say, the nearest first."""
    known = Reference()
    for level in sorted(above, reverse=True):
        reference = above[level].reference
        known = replace(known, annex=known.annex or reference.annex)
        if not known.number and reference.number:
            known = replace(known, number=reference.number, issued=reference.issued)
    return known


def _context(provision: Provision) -> _Context:
    """The action, annex and document a provision is about. An annex in brackets is that of the
    amending document itself (`chi tiết tại Phụ lục I kèm theo`)."""
    text = _BRACKETED.sub(" ", _unlabelled(provision))
    document = _amended(text)
    reference = replace(
        read_reference(text),
        number=document.number if document else None,
        issued=document.issued if document else None,
        stts=(),
    )
    return _Context(reference, claim_action(text))


@cache
def _before_amended() -> tuple[Pattern, ...]:
    words: list[str] = load_beside(__file__, "forms.toml")["amended_document"]["before"]
    return tuple(compiled(rf"(?<!\w){any_of([word])}\s*+\Z", any_case=True) for word in words)


def _amended(text: str) -> Mention | None:
    """The document a provision amends: the one named after the surest of the words for it
    (`ban hành theo Nghị quyết …`), else the only one, or the one the verb governs."""
    mentions = [m for m in find_mentions(text) if m.number and not m.number.isdigit()]
    for before in _before_amended():
        for mention in mentions:
            if before.search(text[max(0, mention.start - _REACH) : mention.start]):
                return mention
    governed = [m for m in mentions if claim_action(text[:_REACH]) != "note" or len(mentions) == 1]
    return governed[0] if governed else None
