"""One table of spellings, and everything that compares texts read through it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.data.records import Document
from pipeline.extract import extract
from pipeline.extract.layer.signs.words import role_of
from pipeline.link.claims.claims import parse_claims
from pipeline.link.claims.references import find_mentions
from pipeline.link.lineage.text import title_key
from pipeline.model import Overrides, Source
from pipeline.normalize import normalize
from pipeline.normalize.facts import read_facts
from pipeline.normalize.text import clean_text
from pipeline.normalize.values.agencies import parse_agencies
from pipeline.normalize.values.deadlines import parse_deadline
from pipeline.normalize.values.targets import parse_target, parse_target_year
from pipeline.writing.columns import column_for
from pipeline.writing.headings import annex_heading
from pipeline.writing.labels import parse_label
from pipeline.writing.letters import fold, slug, syllable_key, word_key
from tests.conftest import CASES, RAW, raw_document, raw_source

SPELLINGS: list[dict[str, Any]] = tomllib.loads(
    (CASES / "spellings.toml").read_text(encoding="utf-8")
)["spelling"]


def respelt(text: str, spelling: dict[str, Any]) -> str:
    """A text as the spelling prints it."""
    if form := spelling.get("form"):
        return unicodedata.normalize(form, text)
    if between := spelling.get("between"):
        marked = (a + between if a.isalpha() and b.isalpha() else a for a, b in pairwise(text))
        return "".join(marked) + text[-1:]
    if spelling.get("case") == "upper":
        return text.upper()
    for one, other in spelling["swap"]:
        text = text.replace(one, other)
    return text


def cleaned(text: str) -> str:
    """A text as it reaches whatever reads cells."""
    return clean_text(text).text


def facts(text: str) -> tuple[object, ...]:
    found = read_facts(text.split("|"), (), "a.txt", Overrides())
    return found.doc_id, slug(found.number or ""), found.kind, found.issued


def claims(text: str) -> list[tuple[object, ...]]:
    return [(c.action, c.original_number, c.original_stt) for c in parse_claims(cleaned(text))]


READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "header": (
        lambda text: [column_for(cleaned(text), kind) for kind in ("tasks", "indicators")],
        ("Cơ quan chủ trì", "Thời hạn hoàn thành", "Kết quả, sản phẩm", "Đơn vị tính", "Ghi chú"),
    ),
    "layer header": (
        lambda text: role_of(text).name,
        ("Cơ quan chủ trì", "Thời hạn hoàn thành", "Đơn vị thực hiện", "Nội dung nhiệm vụ"),
    ),
    "agency": (
        lambda text: [(m.agency_id, m.scope, m.match) for m in parse_agencies(cleaned(text))],
        (
            "Bộ Khoa học và Công nghệ",
            "Bộ Văn hóa, Thể thao và Du lịch",
            "Ủy ban Dân nguyện và Giám sát",
            "Tỉnh ủy Đồng Tháp",
        ),
    ),
    "deadline": (
        lambda text: parse_deadline(cleaned(text), 2025),
        ("Tháng 12/2025", "Quý IV năm 2025", "30-6-2026", "Thường xuyên", "Hằng quý"),
    ),
    "target": (lambda text: parse_target(cleaned(text)), ("≥ 80%", "từ 2 - 3", "1,5 tỷ", "Đạt")),
    "target year": (lambda text: parse_target_year(cleaned(text)), ("Đến năm 2030",)),
    "title": (
        lambda text: title_key(cleaned(text)),
        ("Xây dựng cơ sở dữ liệu quốc gia về khoa học", "Tỷ lệ hồ sơ", "Văn hóa, kỹ thuật"),
    ),
    "quotation": (lambda text: fold(text), ("Hoàn thiện thể chế, chính sách đất đai",)),
    "word": (lambda text: word_key(text), ("Đường", "Thủy", "kỹ")),
    "name": (lambda text: slug(text), ("Văn bản giao", "Đơn vị", "11/NQ-CP")),
    "annex": (
        lambda text: [part.casefold() for part in annex_heading(text) or ()],
        ("Phụ lục II", "Phụ lục III. Danh mục nhiệm vụ"),
    ),
    "label": (lambda text: parse_label(cleaned(text)), ("I.", "26.", "38.1", "(14)", "a)", "đ)")),
    "mention": (
        lambda text: [(m.number, m.kind, m.issued) for m in find_mentions(cleaned(text))],
        ("Nghị quyết số 71/NQ-CP ngày 01 tháng 4 năm 2025", "Quyết định số 125/QĐ-TTg"),
    ),
    "facts": (
        facts,
        ("CHÍNH PHỦ|Số: 11/NQ-CP|Hà Nội, ngày 15 tháng 01 năm 2026|NGHỊ QUYẾT|Về đất đai",),
    ),
    "claim": (
        claims,
        ("Sửa đổi nhiệm vụ số 5 tại Phụ lục II Nghị quyết số 71/NQ-CP: “Xây dựng đề án”",),
    ),
}


def differing(name: str, spelling: dict[str, Any]) -> list[str]:
    read, texts = READERS[name]
    return [text for text in texts if read(respelt(text, spelling)) != read(text)]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: spelling["name"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_every_spelling_alike(reader: str, spelling: dict[str, Any]) -> None:
    assert bool(differing(reader, spelling)) == (reader in spelling.get("told_by", ()))


def test_no_reader_is_asked_about_what_it_does_not_read() -> None:
    """Every sample says something to its reader: two blanks would be alike in any spelling."""
    for read, texts in READERS.values():
        assert all(read(text) not in (None, [], [None, None], "", "other") for text in texts)


def _decomposed(path: Path, name: str) -> Document:
    found = raw_source(name)
    path.write_text(unicodedata.normalize("NFD", found.path.read_text(encoding="utf-8")), "utf-8")
    return normalize(extract(replace(found, path=path)))


@pytest.mark.parametrize("name", sorted(path.name for path in RAW.glob("*.txt")))
def test_a_decomposed_document_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    printed, decomposed = raw_document(name), _decomposed(tmp_path / name, name)
    assert decomposed.rows == printed.rows
    assert decomposed.tasks == printed.tasks
    assert decomposed.indicators == printed.indicators
    assert decomposed.assignments == printed.assignments
    assert decomposed.footnotes == printed.footnotes
    assert [p.code for p in decomposed.problems] == [p.code for p in printed.problems]


def test_a_word_is_levelled_further_than_a_syllable() -> None:
    assert word_key("Thúy") == word_key("thúi")
    assert syllable_key("thúy") != syllable_key("thúi")
    assert syllable_key("tỷ") == syllable_key("tỉ")


def test_a_text_layer_says_where_it_held_look_alikes(tmp_path: Path) -> None:
    text = "TT\nTên nhiệm vụ\nCơ quan chủ trì\n1\nXây dựng Đề án\nBộ Công an\n"
    path = tmp_path / "a.txt"
    path.write_text(text.replace("Đ", "Ð"), "utf-8")
    problems = extract(Source(path, "a.txt")).reading.problems
    assert [p.evidence for p in problems if p.code == "characters-mapped"] == ["Xây dựng Ðề án"]
    path.write_text(unicodedata.normalize("NFD", text), "utf-8")
    problems = extract(Source(path, "a.txt")).reading.problems
    assert "characters-mapped" not in {problem.code for problem in problems}
