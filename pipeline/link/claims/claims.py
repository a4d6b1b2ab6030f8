"""Footnotes → claims: which item of which document a row was made from, and what that said.

A footnote is read by its form, not by its sentence: an action, quoted items, and references
(`STT 38, Phụ lục II, kèm theo … Nghị quyết số 71/NQ-CP ngày …`) in brackets after the items or in
the open before them. An item is a title, perhaps with a sub-number in front (`(12) …`) and
labelled fields behind (`Thời hạn: …`). Quotation marks help where they are right and are not
needed. The words are data (forms.toml), the labels of fields those of the table headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from pipeline.data.records import FieldRecord
from pipeline.frozen import dataclass
from pipeline.link.claims.fields import Subject, split_fields
from pipeline.link.claims.quotes import OPENING, STRAIGHT, blank, quoted, strip_quotes
from pipeline.link.claims.references import Mention, find_mentions
from pipeline.normalize.notes import action_of
from pipeline.writing import letters
from pipeline.writing.columns import kinds
from pipeline.writing.datafiles import load_beside
from pipeline.writing.patterns import Pattern, any_of, compiled

_REACH = 40  # characters before a quotation in which its verb is looked for
_LONGEST_BRACKET = 2000
_STT = r"\d{1,4}(?:\.\d{1,3})*[a-zđ]?(?!\w)"
_STT_LIST = rf"{_STT}(?:\s*(?:,|;|và|&)\s*{_STT})*"
_SUB = compiled(r"[\s“\"]*\(\s*(?P<sub>\d{1,3}[a-zđ]?)\s*\)\s*")
_NEXT_SUB = compiled(r"(?:[;,.]|\bvà\b)\s*(?=[“\"]?\s*\(\s*\d{1,3}[a-zđ]?\s*\)\s*\S)")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an original stood; what the text does not say is None."""

    number: str | None = None
    issued: date | None = None
    annex: str | None = None
    stts: tuple[str, ...] = ()
    sub: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One original item, as a footnote or an article tells of it.

    `original_*` and `title` are as printed, None where the text does not give them; `fields` are
    its labelled fields under canonical column names; `subject` is the kind of table it stood in.
    """

    action: str
    original_number: str | None = None
    original_date: date | None = None
    original_annex: str | None = None
    original_stt: str | None = None
    original_sub: str | None = None
    title: str | None = None
    fields: tuple[FieldRecord, ...] = ()
    subject: Subject | None = None

    @property
    def names_original(self) -> bool:
        """Whether it says which item it means, by number or by title."""
        return bool(self.original_stt or self.title)


@dataclass(frozen=True, slots=True)
class _Forms:
    actions: tuple[tuple[str, Pattern], ...]
    stts: Pattern
    sub: Pattern
    annex: Pattern
    new_wording: Pattern
    item: Pattern
    bracket: Pattern
    subjects: tuple[tuple[Subject, Pattern], ...]


@cache
def _forms() -> _Forms:
    data = load_beside(__file__, "forms.toml")
    item = data["item"]
    words, annex = any_of(item["words"]), any_of(item["annex_words"])
    names = any_of([word for found in data["subjects"].values() for word in found])
    return _Forms(
        actions=tuple(
            (action, compiled(rf"(?<!\w)(?:{any_of(verbs)})(?!\w)", any_case=True))
            for action, verbs in data["actions"].items()
        ),
        stts=compiled(
            rf"(?<!\w)(?:{words})\s*+(?:số)?\s*+:?\s*+(?P<stts>{_STT_LIST})", any_case=True
        ),
        sub=compiled(
            rf"(?<!\w)(?:{any_of(item['sub_words'])})\s*+\(\s*+(?P<sub>\d{{1,3}}[a-zđ]?)\s*+\)",
            any_case=True,
        ),
        annex=compiled(
            rf"(?<!\w)(?:{annex})\s++(?:số\s++)?(?:[IVXLC]+|\d+|[A-Z])(?![\w/])", any_case=True
        ),
        new_wording=compiled(
            rf"(?<!\w)(?:{any_of(data['new_wording']['before'])})\s*+:?\s*+\Z", any_case=True
        ),
        item=compiled(rf"(?:các\s++)?(?:{names}|{words})(?!\w)", any_case=True),
        bracket=compiled(
            rf"[(\[]\s*+(?:(?:{any_of(item['openers'])})\s+)?(?:các\s+)?"
            rf"(?:(?:{words})\s*(?:số)?\s*:?\s*\d|(?:{annex})\s+(?:số\s+)?[IVXLC\d]|"
            rf"(?:{any_of(item['sub_words'])})\s*\(\d+\)\s|(?:nghị quyết|quyết định|kế hoạch|"
            r"chương trình[^()]{0,80}?)\s+(?:số\s+)?\d+)",
            any_case=True,
        ),
        subjects=tuple(
            (
                subject,
                compiled(rf"(?<!\w)(?:{any_of(data['subjects'][subject])})(?!\w)", any_case=True),
            )
            for subject in kinds()
            if subject in data["subjects"]
        ),
    )


def claim_action(text: str) -> str:
    """What a text says was done: amended | replaced | new | removed | note."""
    action = action_of(text)
    if action != "note":
        return action
    plain = text.lstrip(" -–+•")
    return next((name for name, verb in _forms().actions if verb.match(plain)), "note")


def parse_claims(text: str, action: str | None = None) -> tuple[Claim, ...]:
    """The claims of one footnote, one per original item; none for a note that makes none.

    A note that says something was changed but names no item gives one claim with nothing but
    its action (so does every new item, which has no original). `action` is given where the text
    does not begin with its verb.
    """
    plain = _without_new_wording(letters.plain(text))
    action = action or claim_action(plain)
    if action == "note":
        action = _verb_inside(plain)
    if action is None:
        return ()
    if action == "new":
        return (Claim("new", subject=subject_of(plain)),)
    subject = subject_of(plain)
    claims = tuple(
        claim
        for reference, item in _items(plain)
        for claim in _claims_of(action, subject, reference, item)
    )
    return claims or (Claim(action, subject=subject),)


def _verb_inside(text: str) -> str | None:
    """What was done, where the verb stands inside the sentence (`Nhiệm vụ này được tách từ …`).
    Only a text that names an item of a document and quotes something is read so."""
    first = next(quoted(text), None)
    reference = read_reference(text)
    if first is None or not (reference.number and reference.stts):
        return None
    found = [
        (match.start(), name)
        for name, verb in _forms().actions
        if (match := verb.search(text, 0, first[0]))
    ]
    return min(found)[1] if found else None


def _without_new_wording(text: str) -> str:
    """The text without what it quotes as the new wording (`… thành “…”`, `… như sau: “…”`)."""
    for start, end in reversed(list(quoted(text))):
        verb = _forms().new_wording.search(text, max(0, start - _REACH), start)
        if verb:
            text = text[: verb.start()] + text[end:]
    return text


def subject_of(text: str) -> Subject | None:
    """The kind of table the item stood in, by the first word that names it."""
    found = [
        (match.start(), subject)
        for subject, word in _forms().subjects
        if (match := word.search(text))
    ]
    return min(found)[1] if found else None


def begins_with_item(text: str) -> bool:
    """Whether a text begins with the name of an item (`Nhiệm vụ số 12 …`), its verb elsewhere."""
    return _forms().item.match(text) is not None


# --- references ------------------------------------------------------------------------------


def read_reference(text: str) -> Reference:
    """Document, annex, item and sub-item named in a text."""
    forms = _forms()
    mention = _document_of(find_mentions(text))
    annex, sub = forms.annex.search(text), forms.sub.search(text)
    stts = [stt for match in forms.stts.finditer(text) for stt in split_list(match.group("stts"))]
    return Reference(
        number=mention.number if mention else None,
        issued=mention.issued if mention else None,
        annex=annex.group() if annex else None,
        stts=tuple(dict.fromkeys(stts)),
        sub=sub.group("sub") if sub else None,
    )


def split_list(stts: str) -> list[str]:
    """`5, 7 và 9` → each number."""
    return re.findall(_STT, stts)


def _document_of(mentions: Sequence[Mention]) -> Mention | None:
    numbered = [m for m in mentions if m.number and not m.number.isdigit()]
    return numbered[0] if numbered else None


def _with_defaults(reference: Reference, default: Reference) -> Reference:
    if reference.number:
        return reference
    return replace(
        reference,
        number=default.number,
        issued=default.issued,
        annex=reference.annex or default.annex,
    )


# --- items and their references --------------------------------------------------------------


def _items(text: str) -> Iterator[tuple[Reference, str]]:
    """The quoted items with their references: `item (STT 5); item (STT 6, Phụ lục II, …)`, or
    references in the open before the items: `tại STT 5 Phụ lục II …: “item”`."""
    brackets = list(_forms().bracket.finditer(text))
    if not brackets:
        yield from _items_after(text)
        return
    begin = _content_start(text, brackets[0].start())
    pieces: list[tuple[Reference, str]] = []
    for bracket in brackets:
        end = _closing(text, bracket.start())
        pieces.append((read_reference(text[bracket.start() : end]), text[begin : bracket.start()]))
        begin = end
    default = next((ref for ref, _ in reversed(pieces) if ref.number), None)
    default = default or read_reference(text[begin:])
    for reference, piece in pieces:
        known = _with_defaults(reference, default)
        yield known, strip_quotes(piece)


def _content_start(text: str, before: int) -> int:
    """Where the first item begins: at the first quotation mark, else after the first colon."""
    quote = re.search(rf"[{OPENING}{STRAIGHT}]", text[:before])
    colon = text.find(":", 0, before)
    if quote and (
        colon < 0 or quote.start() < colon or not text[colon + 1 : quote.start()].strip()
    ):
        return quote.start()
    return colon + 1 if colon >= 0 else (quote.start() if quote else 0)


def _closing(text: str, at: int) -> int:
    """The end of the bracket that opens at `at`; the end of the text where it never closes."""
    depth = 0
    for position in range(at, min(len(text), at + _LONGEST_BRACKET)):
        if text[position] in "([":
            depth += 1
        elif text[position] in ")]":
            depth -= 1
            if depth == 0:
                return position + 1
    return len(text)


def _items_after(text: str) -> Iterator[tuple[Reference, str]]:
    """Items whose references stand in the open. A reference goes with the items after it up to
    the next one; where the items come first, with those before it."""
    spans = list(quoted(text))
    outside = blank(text, spans)
    whole = read_reference(outside)
    marks = list(_forms().stts.finditer(outside))
    if not spans:
        if whole.stts:
            yield whole, _unquoted_item(outside, marks[-1].end())
        return
    if not marks:
        yield from ((whole, strip_quotes(text[start:end])) for start, end in spans)
        return
    first_before = marks[0].start() < spans[0][0]
    bounds = [mark.start() for mark in marks]
    for index, mark in enumerate(marks):
        low = bounds[index] if first_before else (bounds[index - 1] if index else 0)
        high = bounds[index] if not first_before else (*bounds, len(text))[index + 1]
        own = replace(whole, stts=tuple(split_list(mark.group("stts"))))
        pieces = [strip_quotes(text[s:e]) for s, e in spans if low <= s < high]
        yield own, "; ".join(pieces)


def _unquoted_item(text: str, after: int) -> str:
    """What follows the colon behind an open reference (`tại STT 5: Tên nhiệm vụ.`)."""
    colon = text.find(":", after)
    return text[colon + 1 :].strip(" .") if colon >= 0 else ""


# --- items → claims --------------------------------------------------------------------------


def _claims_of(
    action: str, subject: Subject | None, reference: Reference, item: str
) -> Iterator[Claim]:
    base = Claim(
        action=action,
        original_number=reference.number,
        original_date=reference.issued,
        original_annex=reference.annex,
        original_stt=None,  # each claim has its own
        original_sub=reference.sub,
        subject=subject,
    )
    parts = list(_split_subs(item)) if item else []
    stts = reference.stts
    if not parts:
        yield from (replace(base, original_stt=stt) for stt in stts)
        return
    whole = _split_quoted(parts, len(stts))
    pairs = zip(stts, whole, strict=True) if len(stts) == len(whole) > 1 else None
    if pairs:
        yield from (_read_item(replace(base, original_stt=stt), *part) for stt, part in pairs)
        return
    for stt in stts or (None,):
        yield from (_read_item(replace(base, original_stt=stt), *part) for part in parts)


def _split_subs(item: str) -> Iterator[tuple[str | None, str]]:
    """`(12) …; (13) …` → each sub-item with its number; any other item is one."""
    first = _SUB.match(item)
    if first is None:
        yield None, item
        return
    cuts = [match.end() for match in _NEXT_SUB.finditer(item)]
    for start, end in zip([0, *cuts], [*cuts, len(item)], strict=True):
        piece = item[start:end]
        match = _SUB.match(piece)
        if match:
            piece = re.sub(r"(?:[;,\s]|\bvà\s*)+\Z", "", piece[match.end() :])
            yield match.group("sub"), strip_quotes(piece)


def _split_quoted(
    parts: Sequence[tuple[str | None, str]], count: int
) -> Sequence[tuple[str | None, str]]:
    """One item that is as many as there are numbers: `A”; “B` with `STT 5, 6`, or `A; B`."""
    if count <= 1 or len(parts) != 1:
        return parts
    sub, text = parts[0]
    for pattern in (r"[”\"]\s*(?:;|,|và)\s*[“\"]", r";\s+"):
        pieces = [strip_quotes(piece) for piece in re.split(pattern, text)]
        if len(pieces) == count:
            return [(sub, piece) for piece in pieces]
    return parts


def _read_item(base: Claim, sub: str | None, text: str) -> Claim:
    title, fields = split_fields(text, base.subject)
    return replace(base, original_sub=sub or base.original_sub, title=title or None, fields=fields)
