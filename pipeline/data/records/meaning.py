"""What a column means, and the columns that several datasets have in common."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pipeline.frozen import dataclass


class Meaning(NamedTuple):
    """What a column means: a sentence, its Vietnamese label, its unit where it has one."""

    text: str
    label_vi: str
    unit: str = ""


M = Meaning
"""Short: it stands at every column."""

RowId = Annotated[str, M("Row: `<doc_id>/<table ordinal>/<row ordinal, four digits>`.", "Mã dòng")]

OptionalRowId = Annotated[
    str | None,
    M("Row: `<doc_id>/<table ordinal>/<row ordinal>`; null where no row is meant.", "Mã dòng"),
]

TableId = Annotated[str, M("Table: `<doc_id>/<ordinal>`.", "Mã bảng")]

OptionalTableId = Annotated[
    str | None, M("Table: `<doc_id>/<ordinal>`; null where no table is meant.", "Mã bảng")
]

DocId = Annotated[
    str,
    M("Document: number and year in lower-case ASCII, or the slug of its file.", "Mã văn bản"),
]

Ordinal = Annotated[int, M("Position in printed order, from 1.", "Thứ tự")]

Annex = Annotated[str | None, M("Annex as printed (`Phụ lục II`).", "Phụ lục")]

FirstPage = Annotated[
    int | None,
    M("First page, from 1; null where the file does not store its pages.", "Trang đầu", "page"),
]

LastPage = Annotated[
    int | None,
    M("Last page, from 1; null where the file does not store its pages.", "Trang cuối", "page"),
]

Label = Annotated[str, M("Number as printed (`26.`, `(14)`), empty if blank.", "Số thứ tự")]

Stt = Annotated[str, M("Label without full stop and brackets.", "STT")]

SttPath = Annotated[
    str, M("Numbers from the top item down (`26.14`: sub-item (14) of 26).", "Đường dẫn STT")
]

ParentRowId = Annotated[
    str | None, M("Row this sub-item stands under, by position and meaning.", "Dòng cha")
]

GroupRowId = Annotated[str | None, M("Section heading the row stands under.", "Dòng nhóm")]

GroupLabel = Annotated[str | None, M("Label of that section heading.", "Số nhóm")]

GroupTitle = Annotated[str | None, M("Text of that section heading.", "Tên nhóm")]

Footnotes = Annotated[
    tuple[int, ...], M("Numbers of the footnotes called in it, in order.", "Chú thích")
]

Column = Annotated[str, M("Canonical name or slug of the column.", "Cột")]

PartSource = Annotated[
    str,
    M("Input file it was read from; page numbers count in it.", "Tệp nguồn"),
]

OptionalColumn = Annotated[
    str | None, M("Canonical name or slug of the column; null where none is meant.", "Cột")
]


@dataclass(frozen=True, slots=True)
class ColumnRecord:
    """One row per column of every dataset: the data dictionary as data."""

    table: Annotated[str, M("Dataset.", "Bảng dữ liệu")]
    column: Annotated[str, M("Column.", "Cột")]
    type: Annotated[str, M("Arrow type.", "Kiểu")]
    unit: Annotated[str, M("Unit, empty if none.", "Đơn vị")]
    label_vi: Annotated[str, M("Vietnamese label.", "Nhãn tiếng Việt")]
    description: Annotated[str, M("Meaning.", "Mô tả")]
