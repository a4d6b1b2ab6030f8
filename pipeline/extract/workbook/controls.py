"""Cells of a sheet that show a check box in place of TRUE and FALSE (Excel since 2024).

The format of such a cell has a complement (MS-XLSX, 2.4.1022, `xfComplement`), which openpyxl
passes over; the only kind of control that there is, is the check box.
"""

from __future__ import annotations

import zipfile
from typing import Final

from openpyxl.xml.constants import SHEET_MAIN_NS

from pipeline.extract.workbook.drawings import parsed

CHECKED, UNCHECKED = "☑", "☐"

_BAGS: Final = "xl/featurePropertyBag/"
_STYLES: Final = "xl/styles.xml"
_FORMATS: Final = f"{{{SHEET_MAIN_NS}}}cellXfs/{{{SHEET_MAIN_NS}}}xf"
_COMPLEMENT: Final = (
    ".//{http://schemas.microsoft.com/office/spreadsheetml/2022/featurepropertybag}xfComplement"
)


def check_boxes(archive: zipfile.ZipFile) -> frozenset[int]:
    """The formats (by their index) whose cells show a check box."""
    if not any(name.startswith(_BAGS) for name in archive.namelist()):
        return frozenset()
    root = parsed(archive, _STYLES)
    formats = root.iterfind(_FORMATS) if root is not None else ()
    return frozenset(at for at, one in enumerate(formats) if one.find(_COMPLEMENT) is not None)
