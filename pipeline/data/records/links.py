"""Rows of `links`, `keys` and `rarity`: one task in two documents, and how it is looked for."""

from __future__ import annotations

from typing import Annotated

from pipeline.data.records.meaning import DocId, M, ParentRowId, RowId
from pipeline.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One row per pair of rows that are the same task in two documents."""

    row_id: RowId
    other_row_id: Annotated[str, M("Row of the older document.", "Mã dòng kia")]
    doc_id: DocId
    other_doc_id: Annotated[str, M("Older document.", "Mã văn bản kia")]
    relation: Annotated[str, M("same | split | merged.", "Quan hệ")]
    score: Annotated[float, M("Certainty, 0–100.", "Điểm")]
    title_score: Annotated[float, M("Likeness of the titles, 0–100.", "Điểm tên")]
    agency_score: Annotated[float, M("Overlap of the agencies, 0–100.", "Điểm cơ quan")]
    method: Annotated[str, M("What the link rests on.", "Phương pháp")]
    status: Annotated[str, M("accepted | review.", "Tình trạng")]
    claim: Annotated[
        str | None,
        M(
            "What the footnotes and articles of the newer document say of the pair: agrees | "
            "settles (it would wait for review without them) | disputes (they mean another row) | "
            "alone (only they say it); null where they say nothing.",
            "Chú thích nói gì",
        ),
    ] = None
    decided: Annotated[
        str | None,
        M("Who accepted the pair, when and why; null where no person did.", "Người quyết định"),
    ] = None


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One row per text by which a row is looked for in other documents."""

    doc_id: DocId
    row_id: RowId
    at: Annotated[int, M("Place among the titled rows of the document, from 0.", "Vị trí")]
    what: Annotated[
        int,
        M(
            "0 the title | 1 the heading of a list in it | 2 a quoted old title | 3 the paper the "
            "title asks for | 4 the syllables of all titles of the document | 5 what stands after "
            "a frame for several tasks.",
            "Loại khoá",
        ),
    ]
    text: Annotated[str, M("The text, levelled.", "Văn bản so sánh")]
    pairs: Annotated[
        tuple[int, ...],
        M(
            "Its pairs of neighbouring syllables as numbers, the rarest first; for 4 in how many "
            "titles each syllable stands.",
            "Cặp âm tiết",
        ),
    ]
    chosen: Annotated[int, M("How many of the pairs represent it.", "Số cặp đại diện")]
    rarity: Annotated[str, M("The table of `rarity` they were ordered by.", "Bảng tần suất")]
    kind: Annotated[str, M("tasks | indicators.", "Loại bảng")]
    title: Annotated[str, M("The title, or the quoted one, as printed.", "Tên")]
    parent_row_id: ParentRowId
    group_title: Annotated[str, M("Text of the section heading.", "Tên nhóm")]
    year: Annotated[int | None, M("Year by which an indicator is to be reached.", "Năm")]
    leads: Annotated[tuple[str, ...], M("Ids of the lead agencies.", "Cơ quan chủ trì")]


@dataclass(frozen=True, slots=True)
class RarityRecord:
    """One row per syllable, or pair of neighbouring syllables, that many texts hold."""

    words: Annotated[str, M("Levelled; empty for the number of all texts.", "Âm tiết")]
    texts: Annotated[int, M("Texts that hold it.", "Số văn bản")]
