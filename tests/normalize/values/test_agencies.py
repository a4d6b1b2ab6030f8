"""Agency cells: printed cells with the reading a person gave them, and what holds for any text."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.values.agencies import AgencyMention, parse_agencies
from pipeline.normalize.values.agency_misprints import FUZZY_SCORE
from pipeline.normalize.values.agency_registry import Agency, Registry, load_registry
from pipeline.writing.datafiles import load_beside
from tests.conftest import TESTS

_FILE = tomllib.loads((TESTS / "cases" / "agencies.toml").read_text(encoding="utf-8"))
CASES = [
    (group.get("on"), cell, [tuple(piece) for piece in expected])
    for group in _FILE["group"]
    for cell, *expected in group["cases"]
]
MATCHES = [case for group in _FILE["match"] for case in group["cases"]]
CELLS = [cell for _, cell, _ in CASES]
BODIES = load_registry().agencies


def read(cell: str, on: date | None = None) -> list[tuple[str, ...]]:
    """The mentions as the cases write them."""
    mentions = parse_agencies(cell, on=on)
    pieces = [(m.text, m.agency_id or m.scope, m.office or "") for m in mentions]
    return [piece if piece[2] else piece[:2] for piece in pieces]


@pytest.mark.parametrize(("on", "cell", "expected"), CASES)
def test_printed_cells(on: date | None, cell: str, expected: list[tuple[str, ...]]) -> None:
    assert read(cell, on) == expected


@pytest.mark.parametrize(("cell", "match", "agency_id"), MATCHES)
def test_how_a_name_was_recognised(cell: str, match: str, agency_id: str) -> None:
    (mention,) = parse_agencies(cell)
    assert (mention.match, mention.agency_id or "") == (match, agency_id)
    low, high = {"fuzzy": (FUZZY_SCORE, 99.9), "none": (0.0, 0.0)}.get(match, (100.0, 100.0))
    assert low <= mention.score <= high


# ── The registry ───────────────────────────────────────────────────────────────────────────────


def test_every_body_that_is_referred_to_exists() -> None:
    known = {body.agency_id for body in BODIES}
    assert [b for b in BODIES if not {*b.successor_ids, b.parent_id or b.agency_id} <= known] == []


def test_a_body_ends_before_its_successors_and_only_then_has_some() -> None:
    by_id = load_registry().by_id
    for body in BODIES:
        assert bool(body.successor_ids) == (body.valid_to is not None), body.agency_id
        for successor in body.successor_ids:
            assert (by_id[successor].valid_to or date.max) > (body.valid_to or date.max)


def test_the_63_provinces_became_34() -> None:
    provinces = [body for body in BODIES if body.kind == "province"]
    assert sum(p.valid(date(2025, 6, 30)) for p in provinces) == 63
    assert sum(p.valid(date(2025, 7, 1)) for p in provinces) == 34
    merged = {s for p in provinces if p.valid_to == date(2025, 6, 30) for s in p.successor_ids}
    assert len(merged) == 23


def test_the_government_of_march_2025() -> None:
    def count(kind: str, on: date) -> int:
        return sum(body.kind == kind and body.valid(on) for body in BODIES)

    kinds = ("ministry", "ministerial", "government")
    assert [count(kind, date(2025, 3, 1)) for kind in kinds] == [14, 3, 5]
    assert [count(kind, date(2025, 2, 28)) for kind in kinds[:2]] == [18, 4]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.agency_id)
def test_every_name_of_a_body_is_read_as_that_body(body: Agency) -> None:
    on = body.valid_to or date(2026, 1, 1)
    for name in (body.name, *body.aliases):
        (mention,) = parse_agencies(name, on=on)
        assert (mention.text, mention.agency_id, mention.agency) == (
            name,
            body.agency_id,
            body.name,
        )


def test_two_bodies_with_one_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.normalize.values import agency_registry

    known = load_beside(agency_registry.__file__, "agencies.toml")
    data = known | {"group": [*known["group"], known["group"][0]]}
    monkeypatch.setattr(agency_registry, "load_beside", lambda *_: data)
    with pytest.raises(ValueError, match="same id"):
        agency_registry.load_registry.__wrapped__()


def test_without_a_date_the_body_that_still_exists_is_meant() -> None:
    assert read("Bắc Ninh") == [("Bắc Ninh", "tinh-bac-ninh")]
    assert read("Bình Dương") == [("Bình Dương", "tinh-binh-duong")]


# ── Any text ───────────────────────────────────────────────────────────────────────────────────

_WORDS = sorted({word for cell in CELLS for word in cell.split()})
_MARKS = [", ", "; ", " ", "\n", " - ", "\n- ", " (", ") ", ": ", ". ", " và ", "/", "<p>", "⁴ "]
_phrases = st.lists(
    st.one_of(st.sampled_from(_WORDS), st.sampled_from(_MARKS), st.sampled_from(CELLS))
).map(" ".join)
_texts = st.one_of(st.text(), _phrases, st.lists(st.sampled_from(CELLS)).map("; ".join))


@given(_texts)
def test_pieces_are_printed_in_order_and_apart(text: str) -> None:
    at = 0
    for mention in parse_agencies(text):
        assert mention.text
        assert mention.text == mention.text.strip()
        at = text.index(mention.text, at) + len(mention.text)


@given(_texts)
def test_scope_agency_and_match_agree(text: str) -> None:
    registry = load_registry()
    for mention in parse_agencies(text):
        assert _agrees(mention, registry)


def _agrees(mention: AgencyMention, registry: Registry) -> bool:
    if mention.agency_id is None:
        return mention.scope != "agency" and (mention.match, mention.score) == ("none", 0.0)
    name = registry.by_id[mention.agency_id].name
    return mention.scope == "agency" and mention.match != "none" and mention.agency == name


_STEADY = [
    (on, cell, expected)
    for on, cell, expected in CASES
    if len(expected) > 1 and not any(who == "unknown" for _, who, *_ in expected)
]


@given(st.lists(st.sampled_from(_STEADY), min_size=1, max_size=4))
def test_a_list_of_cells_is_read_like_the_cells(
    parts: list[tuple[date | None, str, list[tuple[str, ...]]]],
) -> None:
    whole = read("; ".join(cell for _, cell, _ in parts))
    assert whole == [piece for _, cell, _ in parts for piece in read(cell)]


@pytest.mark.parametrize(
    "other_print",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"\u00a0 {text}\n\t",
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("ủy", "uỷ").replace("òa", "oà").replace("Ủy", "Uỷ"),
        lambda text: text.replace(" - ", " – "),
    ],
    ids=["nfd", "padded", "wide", "tone-placement", "en-dash"],
)
def test_unicode_form_space_and_tone_placement_do_not_matter(
    other_print: Callable[[str], str],
) -> None:
    def who(cell: str, on: date | None) -> list[tuple[str | None, str | None]]:
        return [(m.agency_id, m.office) for m in parse_agencies(cell, on=on)]

    differing = [cell for on, cell, _ in CASES if who(cell, on) != who(other_print(cell), on)]
    assert differing == []


@pytest.mark.parametrize(
    "unit",
    [
        "Bộ Khoa học, Công nghệ và ", "Bộ Khoa hoc, ", "các bộ, ", "(Bộ Công an ", "(", "Bộ ",
        "UBND các tỉnh Lào Cai, ", "xã Than Uyên, ", "Cơ quan thường trực aa; cơ quan Bb, ",
        "Xã A. ", "Bộ trưởng, ", "Các bộ: ", "Xyzt, ", "A&", "- \n", "Tập đoàn ", "< ", ",",
    ],
)  # fmt: skip
def test_a_long_cell_is_read_to_its_end(unit: str) -> None:
    cell = unit * (100_000 // len(unit.encode()) + 1)
    mentions = parse_agencies(cell)
    assert all(mention.text in cell for mention in mentions)


@pytest.mark.parametrize("misprint", ["Tỉnh Quảng Linh", "Tỉnh Quảng Tinh"])
def test_a_misprint_that_may_be_two_bodies_is_none(misprint: str) -> None:
    """`Quảng Ninh` and `Quảng Bình` are as likely."""
    (mention,) = parse_agencies(misprint)
    assert (mention.match, mention.agency_id) == ("none", None)


@pytest.mark.parametrize(
    ("cell", "agency_id"),
    [
        ("Ban Chỉ đạo Trung ương", "ban-chi-dao-trung-uong-ve-khcn"),
        ("Ban Chỉ đạo Trung ương chủ trì", "ban-chi-dao-trung-uong-ve-khcn"),
        ("Ban Chỉ đạo Trung ương về phòng, chống tham nhũng", None),
        ("Ban Chỉ đạo Trung ương phòng, chống thiên tai", None),
        ("Trưởng Ban Chỉ đạo Trung ương về phòng, chống tham nhũng", None),
        ("Ban Chỉ đạo Trung uơng về phòng, chống tham nhũng", None),
        ("BCĐTW về cải cách tư pháp", None),
        ("Ban Chỉ đạo của Chính phủ về cải cách hành chính", None),
        ("Tổ Giúp việc Ban Chỉ đạo Trung ương về phòng, chống tham nhũng", None),
    ],
)
def test_a_body_with_another_purpose_is_another_body(cell: str, agency_id: str | None) -> None:
    assert [(m.agency_id, m.text) for m in parse_agencies(cell)] == [
        (agency_id, cell.removesuffix(" chủ trì"))
    ]
