"""A cell of a sheet as its file has it, through openpyxl's streaming parser: its value, or why it
shows something that is not in the file."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any, Final, cast

from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

_FORMULA: Final = f"{{{SHEET_MAIN_NS}}}f"
_RESULT: Final = f"{{{SHEET_MAIN_NS}}}v"
_SHEET_TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
UNCALCULATED: Final = "f"
ABSENT: Final = "absent"
PICTURE: Final = "picture"
LOST: Final = (UNCALCULATED, ABSENT, PICTURE)
"""Why a cell has no value: its formula has no stored result, its text is not in the workbook, or it
shows a picture or another thing that is no text, for which `#VALUE!` is stored ([MS-XLSX], rich
values: `vm` names them)."""
ESCAPED_LINE: Final = "_x005F_"
"""An underscore before what would otherwise be read as an escaped character (ECMA-376, part 1,
22.9.2.19); openpyxl drops it, so that `_x005F_x0041_` became `A`."""
LINE: Final = "\ufdd0"
"""What stands for such an underscore until all others are read: a code that is no character."""


class CellParser(WorkSheetParser):
    """openpyxl's parser, told of cells that show something no value of which is in the file."""

    def parse_cell(self, element: Any) -> Any:
        """What openpyxl gives for a cell; `data_type` is one of `LOST` where it has no value."""
        if element.get("t") == "inlineStr":
            for text in element.iter(_SHEET_TEXT):
                text.text = (text.text or "").replace(ESCAPED_LINE, LINE)
        absent = element.get("t") == "s" and not self._has_text(element)
        if absent:
            element.set("t", "n")
            del element[:]
        cell = super().parse_cell(element)
        if absent:
            cell["data_type"] = ABSENT
        elif element.get("t") == "e" and element.get("vm") is not None:
            cell |= {"value": None, "data_type": PICTURE}
        elif cell["value"] is None and element.find(_FORMULA) is not None:
            cell["data_type"] = "n" if _is_blank_text(element) else UNCALCULATED
        return cell

    def _has_text(self, element: Any) -> bool:
        """Whether the workbook holds the text that a cell shares with others, if it names one."""
        named, texts = element.findtext(_RESULT), cast(Sized, self.shared_strings)
        return not named or (named.strip().isdecimal() and int(named) < len(texts))


def _is_blank_text(element: Any) -> bool:
    """Whether the stored result of a formula is a text without letters (`=IF(A1>0,"x","")`)."""
    return element.get("t") == "str" and element.find(_RESULT) is not None
