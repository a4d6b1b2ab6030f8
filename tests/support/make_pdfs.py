"""Makes the small PDFs in `samples/pdf`: one per difficulty. Run it to write them anew.

Most are written out by hand, operator by operator, so that every rule and glyph stands where the
case needs it. Text is set in a standard font and read back through a ToUnicode map, so that it
needs no font file; only the look of accents is left to the viewer.

    python tests/make_pdfs.py
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "samples" / "pdf"

WIDTH = 500
"""Advance of every glyph in thousandths of the font size."""


@dataclass
class Sheet:
    """One page under construction. Positions are from the top left corner, in points."""

    width: float = 400
    height: float = 300
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    ops: list[str] = field(default_factory=list)
    annotations: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    media: tuple[float, float, float, float] | None = None

    def y(self, y: float) -> float:
        """Height in user space."""
        return self.height - y

    def add(self, *ops: str) -> Sheet:
        """Add operators as they are."""
        self.ops += ops
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.5) -> Sheet:
        """Stroke a rule."""
        return self.add(f"{width} w {x0} {self.y(y0)} m {x1} {self.y(y1)} l S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, gray: float = 0) -> Sheet:
        """Fill a box."""
        return self.add(
            f"q {gray} g {x0} {self.y(y1)} {round(x1 - x0, 3)} {round(y1 - y0, 3)} re f Q"
        )

    def text(
        self, x: float, y: float, text: str, size: float = 10, *, font: str = "F1", extra: str = ""
    ) -> Sheet:
        """Set a text with its baseline at y."""
        return self.add(f"BT {extra} /{font} {size} Tf {x} {self.y(y)} Td <{_hex(text)}> Tj ET")

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Rule a full grid."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def cells(self, xs: list[float], ys: list[float], rows: list[list[str]]) -> Sheet:
        """Set one text into every cell that has one; `/` parts its lines."""
        for y, row in zip(ys, rows, strict=False):
            for x, cell in zip(xs, row, strict=False):
                for index, line in enumerate(cell.split("/")):
                    if line:
                        self.text(x + 4, y + 12 + 12 * index, line)
        return self


def _hex(text: str) -> str:
    return "".join(f"{ord(char):04x}" for char in text)


def build(sheets: list[Sheet], *, fonts: dict[str, str] | None = None, tail: bytes = b"") -> bytes:
    """The sheets as a PDF. `fonts` names fonts beside F1 (regular) and F2 (bold)."""
    names = {"F1": "Sample", "F2": "Sample-Bold", **(fonts or {})}
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    references = {}
    for key, name in names.items():
        references[key] = len(objects) + 1
        objects += _font(name, len(objects) + 1)
    resources = " ".join(f"/{key} {number} 0 R" for key, number in references.items())
    kids = []
    for sheet in sheets:
        kids.append(len(objects) + 1)
        objects += _page(sheet, len(objects) + 1, resources)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{_refs(kids)}] >>".encode()
    return _file(objects) + tail


def _refs(numbers: list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _font(name: str, number: int) -> list[bytes]:
    descendant, cmap, descriptor = number + 1, number + 2, number + 3
    return [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {cmap} 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo "
        f"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW {WIDTH} "
        f"/FontDescriptor {descriptor} 0 R >>".encode(),
        _stream(
            b"/CIDInit /ProcSet findresource begin begincmap "
            b"1 begincodespacerange <0000> <ffff> endcodespacerange "
            + b"".join(
                b"1 beginbfrange <%02x00> <%02xff> <%02x00> endbfrange " % (high, high, high)
                for high in range(256)
            )
            + b"endcmap end"
        ),
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 800] "
        "/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".encode(),
    ]


def _page(sheet: Sheet, number: int, fonts: str) -> list[bytes]:
    media = sheet.media or (0, 0, sheet.width, sheet.height)
    crop = f"/CropBox [{' '.join(map(str, sheet.crop))}]" if sheet.crop else ""
    first = number + 2
    notes = [first + 2 * index for index in range(len(sheet.annotations))]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, media))}] {crop} "
        f"/Rotate {sheet.rotate} /Contents {number + 1} 0 R "
        f"/Resources << /Font << {fonts} >> >> /Annots [{_refs(notes)}] >>"
    )
    out = [page.encode(), _stream("\n".join(sheet.ops).encode("latin-1"))]
    for index, (box, text) in enumerate(sheet.annotations):
        width, height = box[2] - box[0], box[3] - box[1]
        out += [
            f"<< /Type /Annot /Subtype /Widget /FT /Sig /F 4 /T (s{index}) "
            f"/Rect [{' '.join(map(str, box))}] /AP << /N {notes[index] + 1} 0 R >> >>".encode(),
            _stream(
                f"BT /F1 8 Tf 2 4 Td <{_hex(text)}> Tj ET".encode(),
                f"/Type /XObject /Subtype /Form /BBox [0 0 {width} {height}] "
                f"/Resources << /Font << {fonts} >> >>",
            ),
        ]
    return out


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    head = f"<< {entries} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def encrypted(user: str) -> bytes:
    """A table under the standard 40-bit encryption (revision 2) with a user password."""
    plain_file = build(_sheets_to_encrypt())
    password = (user.encode() + _PAD)[:32]
    owner = _rc4(_md5((b"owner" + _PAD)[:32])[:5], password)
    key = _md5(password + owner + (-4).to_bytes(4, "little", signed=True) + b"0123456789abcdef")[:5]
    entry = (
        f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{_rc4(key, _PAD).hex()}> /P -4 >>"
    )

    def stream(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        own = _md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]
        return match[0][: match.start(2) - match.start()] + _rc4(own, match[2])

    body = re.sub(
        rb"(?s)(\d+) 0 obj\n<<(?:(?!endobj).)*?stream\n(.*?)(?=\nendstream)", stream, plain_file
    )
    name = b"0123456789abcdef".hex()
    return body.replace(b"/Root", f"/Encrypt {entry} /ID [<{name}> <{name}>] /Root".encode())


def _sheets_to_encrypt() -> list[Sheet]:
    return [_sheet().grid(XS, YS)]


def nested_forms(depth: int) -> bytes:
    """A page whose text and rules stand in forms within forms."""
    grid = "\n".join(_sheet().grid(XS, YS).ops).encode()
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects.append(b"<< /Type /Pages /Count 1 /Kids [7 0 R] >>")
    objects += _font("Sample", 3)
    fonts = "/Font << /F1 3 0 R >>"
    objects.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 8 0 R "
        b"/Resources << /XObject << /X 9 0 R >> >> >>"
    )
    objects.append(_stream(b"/X Do"))
    for level in range(depth):
        last = level == depth - 1
        inner = f"/XObject << /X {10 + level} 0 R >>" if not last else fonts
        objects.append(
            _stream(
                grid if last else b"q 1 0 0 1 0 0 cm /X Do Q",
                f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << {inner} >>",
            )
        )
    return _file(objects)


def replaced_in_form() -> bytes:
    """A table with a ligature that is replaced by its letters (`/ActualText`), in a form that
    stands elsewhere on its page: so Chromium prints what is not quite opaque."""
    sheet = Sheet().cells(XS, YS, [["STT", "Nhiệm vụ", "Chủ trì"]]).grid(XS, YS)
    sheet.text(64, 82, "Cơ sở").text(128, 82, "Vn").add("/Span << /ActualText (fi) >> BDC")
    sheet.text(138, 82, "ﬁ").add("EMC").text(143, 82, "shbase")
    sheet.text(24, 82, "1").text(224, 82, "Bộ Nội vụ").text(24, 112, "2").text(64, 112, "Rà soát")
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects.append(b"<< /Type /Pages /Count 1 /Kids [7 0 R] >>")
    objects += _font("Sample", 3)
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 500] /Contents 8 0 R "
        b"/Resources << /XObject << /X 9 0 R >> >> >>",
        _stream(b"q 1 0 0 1 150 120 cm /X Do Q"),
        _stream(
            "\n".join(sheet.ops).encode("latin-1"),
            "/Type /XObject /Subtype /Form /BBox [0 0 400 300] "
            "/Resources << /Font << /F1 3 0 R >> >>",
        ),
    ]
    return _file(objects)


XS = [20.0, 60.0, 220.0, 380.0]
YS = [40.0, 70.0, 100.0, 140.0]
ROWS = [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "Xây dựng", "Bộ Nội vụ"], ["2", "Rà soát/lại", ""]]


def _sheet() -> Sheet:
    return Sheet().cells(XS, YS, ROWS)


def plain() -> list[Sheet]:
    """A full grid, prose above and below."""
    return [_sheet().grid(XS, YS).text(20, 25, "Phụ lục I").text(20, 165, "Nơi nhận: như trên")]


def open_sides() -> list[Sheet]:
    """No outer borders left and right; the last row has no bottom rule, the first no top rule."""
    one, two = _sheet(), _sheet()
    for sheet, ys in ((one, YS[:-1]), (two, YS[1:])):
        for y in ys:
            sheet.line(XS[0], y, XS[-1], y)
        for x in XS[1:-1]:
            sheet.line(x, YS[0], x, YS[-1])
    return [one, two]


def bare_row() -> list[Sheet]:
    """One row over the whole page: no rule across at all, only between the columns."""
    sheet = Sheet().cells(XS, [20.0], [["", "tiếp theo/của dòng trên", "và cơ quan"]])
    for x in XS:
        sheet.line(x, 10, x, 290)
    return [sheet]


def drawn_rules() -> list[Sheet]:
    """Rules as thin boxes per cell, dashes one by one, double rules, a dash pattern."""
    boxes, dashes, double, pattern = _sheet(), _sheet(), _sheet(), _sheet()
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            boxes.fill(left, top, right, top + 0.5).fill(left, bottom, right, bottom + 0.5)
            boxes.fill(left, top, left + 0.5, bottom).fill(right, top, right + 0.5, bottom)
    for y in YS:
        for step in range(int(XS[0]), int(XS[-1]), 4):
            dashes.fill(step, y, step + 2, y + 0.5)
        double.line(XS[0], y - 1, XS[-1], y - 1).line(XS[0], y + 1, XS[-1], y + 1)
    for x in XS:
        for step in range(int(YS[0]), int(YS[-1]), 3):
            dashes.fill(x, step, x + 0.5, step + 1)
        double.line(x - 1, YS[0] - 1, x - 1, YS[-1] + 1).line(x + 1, YS[0] - 1, x + 1, YS[-1] + 1)
    return [boxes, dashes, double, pattern.add("[3 2] 0 d").grid(XS, YS)]


def white_boxes() -> list[Sheet]:
    """White boxes behind each line of text in cells, and behind prose: no rules, no table."""
    table, prose = Sheet(), Sheet()
    for y in (52.0, 82.0, 112.0, 124.0):
        for left, right in pairwise(XS):
            table.fill(left + 2, y - 9, right - 2, y + 3, gray=1)
    for y in (50.0, 64.0, 78.0):
        for x in (20.0, 120.0, 220.0):
            prose.fill(x, y - 10, x + 100, y + 4, gray=1).text(x, y, "chữ trên nền trắng")
    return [table.cells(XS, YS, ROWS).grid(XS, YS), prose]


def white_rules() -> list[Sheet]:
    """White rules and white text over a shaded table, and with only its header shaded."""
    sheets = []
    for bottom in (YS[-1], YS[1]):
        sheet = Sheet().fill(XS[0], YS[0], XS[-1], bottom, gray=0.3).add("q 1 G 1 g")
        sheet.grid(XS, YS).cells(XS, YS, ROWS[:1])
        if bottom == YS[-1]:
            sheet.cells(XS, YS[1:], ROWS[1:]).add("Q")
        else:
            sheet.add("Q").cells(XS, YS[1:], ROWS[1:])
        sheets.append(sheet)
    return sheets


def merged() -> list[Sheet]:
    """Cells merged over rows and over columns, a header of two levels."""
    sheet = Sheet().cells(
        XS,
        YS,
        [["TT", "Tên và nơi"], ["", "Tên", "Nơi"], ["1", "một", "hai"]],
    )
    sheet.line(XS[0], YS[0], XS[-1], YS[0]).line(XS[1], YS[1], XS[-1], YS[1])
    sheet.line(XS[0], YS[2], XS[-1], YS[2]).line(XS[0], YS[3], XS[-1], YS[3])
    sheet.line(XS[0], YS[0], XS[0], YS[3]).line(XS[1], YS[0], XS[1], YS[3])
    return [sheet.line(XS[2], YS[1], XS[2], YS[3]).line(XS[3], YS[0], XS[3], YS[3])]


def several() -> list[Sheet]:
    """Two tables with prose between, two tables side by side, a table in a cell of a table."""
    stacked, beside, nested = Sheet(), Sheet(), Sheet()
    small = [20.0, 60.0, 100.0]
    stacked.grid(small, [20, 40, 60]).cells(small, [20, 40], [["a", "b"], ["c", "d"]])
    stacked.text(20, 75, "giữa hai bảng")
    stacked.grid(small, [90, 110]).cells(small, [90], [["e", "f"]])
    for shift in (0.0, 200.0):
        xs = [x + shift for x in small]
        beside.grid(xs, [20, 40, 60]).cells(xs, [20, 40], [["a", "b"], ["c", "d"]])
    nested.grid([20, 60, 380], [20, 150]).cells([20, 60], [20], [["1", "ngoài"]])
    nested.grid([80, 180, 300], [50, 70, 90])
    nested.cells([80, 180], [50, 70], [["a", "b"], ["c", "d"]])
    return [stacked, beside, nested]


def frames() -> list[Sheet]:
    """What is ruled and no table: a framed note, an underline, a letterhead with rules."""
    sheet = Sheet().grid([20, 380], [20, 80]).text(30, 40, "Ghi chú trong khung")
    sheet.text(30, 100, "Độc lập - Tự do").line(30, 103, 105, 103)
    return [sheet.text(30, 130, "Tiêu đề").line(20, 140, 380, 140)]


def underlines() -> list[Sheet]:
    """Underlined and struck text inside cells makes no rows."""
    sheet = _sheet().grid(XS, YS)
    return [sheet.fill(64, 83, 104, 83.6).fill(224, 79, 269, 79.5)]


def turned() -> list[Sheet]:
    """The same table on pages turned by /Rotate, upright as shown."""
    sheets = []
    for rotate in (90, 180, 270):
        matrix = {
            90: "0 1 -1 0 300 0 cm", 180: "-1 0 0 -1 400 300 cm", 270: "0 -1 1 0 0 400 cm",
        }[rotate]  # fmt: skip
        sheet = _sheet().grid(XS, YS)
        sheet.ops.insert(0, matrix)
        sheet.rotate = rotate
        sheet.media = (0, 0, 400, 300) if rotate == 180 else (0, 0, 300, 400)
        sheets.append(sheet)
    lying = _sheet().grid(XS, YS)
    lying.ops.insert(0, "0 1 -1 0 300 0 cm")
    lying.media = (0, 0, 300, 400)
    return [*sheets, lying]


def cropped() -> list[Sheet]:
    """A crop box off the origin, with text outside of it."""
    sheet = _sheet().grid(XS, YS).text(2, 280, "ngoài khổ in")
    sheet.crop = (10, 100, 390, 290)
    return [sheet]


def spacing() -> list[Sheet]:
    """Words without space glyphs, glyph by glyph; a letter-spaced number; a justified line."""
    sheet = Sheet().grid(XS, [20, 50, 80, 110])
    x = 64.0
    for word in ("Xây", "dựng", "đề", "án"):
        sheet.text(x, 32, word)
        x += 5 * len(word) + 2.5
    for index, char in enumerate("2026"):
        sheet.text(64 + 8 * index, 62, char)
    sheet.text(64, 92, "một hai ba", extra="20 Tw")
    x = 224.0
    for word in ("giãn", "thưa", "ra"):
        sheet.text(x, 92, word + " ")
        x += 5 * len(word) + 14
    return [sheet.text(24, 32, "1").text(24, 62, "2").text(24, 92, "3")]


def cut_words() -> list[Sheet]:
    """A date and a number cut by a narrow column, and lines that only look it."""
    xs = [20.0, 66.0, 120.0, 200.0]
    sheet = Sheet().grid(xs, [20, 60, 100, 140])
    lines = {
        (24, 32): "02/2026", (24, 44): "7", (70, 32): "Thường", (70, 44): "xuyên",
        (24, 72): "31/12/2", (24, 84): "026", (70, 72): "chuyển", (70, 84): "đổi số",
        (24, 112): "VII", (24, 124): "I", (70, 112): "năm", (70, 124): "2026",
    }  # fmt: skip
    for (x, y), text in lines.items():
        sheet.text(x, y, text)
    return [sheet.text(124, 32, "a").text(124, 72, "b")]


def raised() -> list[Sheet]:
    """Footnote calls in cells and after a number; notes under a short rule, one over two pages."""
    one = _sheet().grid(XS, YS).text(112, 79, "1", 6).text(270, 79, "2", 6)
    one.line(20, 240, 120, 240).text(20, 248, "1", 5).text(26, 252, "Sửa đổi từ nhiệm vụ cũ.", 8)
    one.text(20, 264, "2", 5).text(26, 268, "Nhiệm vụ mới, giao theo", 8)
    two = _sheet().grid(XS, YS).line(20, 240, 120, 240).text(20, 252, "kết luận cuộc họp.", 8)
    return [one, two]


def unseen() -> list[Sheet]:
    """Invisible text, white text, text off the page: not printed."""
    sheet = _sheet().grid(XS, YS).text(64, 95, "vô hình", extra="3 Tr")
    return [sheet.add("q 1 g").text(224, 95, "trắng").add("Q").text(-90, 50, "ngoài trang")]


def signed() -> list[Sheet]:
    """A signature field that prints number and date, over a table."""
    sheet = _sheet().grid(XS, YS)
    sheet.annotations = [((230, 170, 330, 190), "Số: 12/QĐ"), ((10, 270, 120, 290), "01/02/2026")]
    return [sheet]


def stamped() -> list[Sheet]:
    """A slanted watermark over a table."""
    sheet = _sheet().grid(XS, YS)
    return [sheet.add("q 0.8 g 0.7 0.7 -0.7 0.7 100 180 cm").text(0, 300, "BẢN SAO", 30).add("Q")]


def legacy() -> list[Sheet]:
    """A table in TCVN3 fonts, small and capital, and one in VNI."""
    rows = [["STT", "NhiÖm vô", "C¬ quan"], ["1", "X©y dùng", "Bé Néi vô"]]
    one, two = Sheet().grid(XS, YS[:3]), Sheet().grid(XS, YS[:3])
    for y, row in zip(YS, rows, strict=False):
        for x, cell in zip(XS, row, strict=False):
            one.text(x + 4, y + 12, cell, font="F3")
    one.text(20, 30, "phô lôc", font="F4")
    vni = [["STT", "Nhieäm vuï", "Cô quan"], ["1", "Xaây döïng", "Boä Noäi vuï"]]
    for y, row in zip(YS, vni, strict=False):
        for x, cell in zip(XS, row, strict=False):
            two.text(x + 4, y + 12, cell, font="F5")
    return [one, two]


def wrong_layer() -> list[Sheet]:
    """A wrong letter of a broken code table, meant for one other; text that means nothing."""
    slip = _sheet().grid(XS, YS).text(20, 200, "cơ quan nhà nƣớc, đƣợc hƣớng dẫn")
    wrong = Sheet().text(20, 40, "NghÞ quyÕt vÒ viÖc tæ chøc thùc hiÖn nhiÖm vô cña tØnh")
    return [slip, wrong.text(20, 60, "phßng häp, chÊt lîng, kÕt qu¶, mÉu biÓu")]


def no_text() -> list[Sheet]:
    """Outlines only on the first page, text on the second."""
    sheet = Sheet()
    for index in range(300):
        x, y = 20 + index % 60 * 5, 20 + index // 60 * 20
        sheet.add(f"{x} {y} m {x + 3} {y + 1} l {x + 2} {y + 6} l f")
    return [sheet, _sheet().grid(XS, YS)]


def running() -> list[Sheet]:
    """Page numbers and a running head on four pages."""
    return [
        _sheet().grid(XS, YS).text(150, 20, "Công báo số 5").text(195, 290, str(number))
        for number in range(1, 5)
    ]


def unmapped() -> list[Sheet]:
    """Characters without a code point, in a font that is no symbol font."""
    return [_sheet().grid(XS, YS).text(20, 200, "a\ue123b\ue124")]


def scanned() -> list[Sheet]:
    """A picture over the whole page, on the second page with invisible text under it."""
    picture = "q 400 0 0 300 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    under = Sheet().add(picture).grid(XS, YS).cells(XS, YS, ROWS)
    return [Sheet().add(picture), under.text(20, 200, "mục lục", extra="3 Tr")]


def hidden_layer() -> list[Sheet]:
    """A picture with invisible text over it: what a machine has recognised."""
    picture = "q 400 0 0 300 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    return [Sheet().add(picture).text(20, 200, "mục lục", extra="3 Tr")]


def ligatures() -> list[Sheet]:
    """Ligatures, a soft hyphen at a line's end, decomposed accents."""
    sheet = Sheet().grid(XS, YS)
    sheet.text(64, 52, "ﬁle oﬃce").text(64, 82, "trao đo\u0302\u0309i").text(224, 82, "phần mề\xad")
    return [sheet.text(224, 94, "m nguồn").text(24, 52, "1")]


def dotted() -> list[Sheet]:
    """Rules of dots, the last row with no rule below: a dot of a rule across bounds no row."""
    sheet = _sheet()
    for y in YS[:-1]:
        for dot in range(int(XS[0]), int(XS[-1]), 2):
            sheet.fill(dot, y, dot + 0.8, y + 0.8)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])
    return [sheet]


def one_rule() -> list[Sheet]:
    """A row under its header, no outer border: one rule across, wider than the walls stand."""
    sheet = Sheet().cells(XS, YS, ROWS[:2]).line(XS[0], YS[1], XS[-1], YS[1])
    return [sheet.line(XS[1], YS[0], XS[1], YS[2]).line(XS[2], YS[0], XS[2], YS[2])]


def cut_cell() -> list[Sheet]:
    """A cell over three rows that the page cuts: no rule under it, its text hanging out of the
    table over a page number; the last of its rows on the next page, its text once more above."""
    one, two = Sheet(), Sheet()
    one.cells(XS, YS, [["STT", "Nhiệm vụ", "Chủ trì"], ["1", "một", ""], ["2", "hai", ""]])
    one.text(224, 145, "Bộ Tài chính").text(300, 175, "7")
    for y, right in zip(YS, (XS[3], XS[3], XS[2], XS[2]), strict=True):
        one.line(XS[0], y, right, y)
    for x in XS:
        one.line(x, YS[0], x, YS[3])
    two.grid(XS, YS[:3]).cells(XS, YS, [["STT", "Nhiệm vụ", "Chủ trì"], ["3", "ba", ""]])
    two.text(224, 30, "Bộ Tài chính")
    return [one, two]


def stamped_notes() -> list[Sheet]:
    """A slanted watermark across the notes under a table; the last of them in wide leading and
    over two pages with no rule above it."""
    one, two = _sheet().grid(XS, YS).text(112, 79, "1", 6).text(270, 79, "2", 6), Sheet()
    one.add("q 0.8 g 0.7 0.7 -0.7 0.7 100 60 cm").text(0, 300, "SAO", 30).add("Q")
    one.text(20, 244, "1", 5).text(26, 248, "Sửa đổi từ nhiệm vụ cũ, điều chỉnh sau", 8)
    one.text(20, 266, "2", 5).text(26, 270, "Nhiệm vụ mới,", 8).text(20, 286, "giao theo", 8)
    return [one, two.text(20, 24, "kết luận cuộc họp.", 8).text(20, 80, "Nơi nhận:")]


def plain_notes() -> list[Sheet]:
    """Notes as large as the text, their numbers not raised, under a rule; a full-width one too."""
    sheets = []
    for right in (120, 380):
        sheet = _sheet().grid(XS, YS).text(112, 79, "1", 6).line(20, 240, right, 240)
        sheets.append(sheet.text(20, 252, "1Sửa đổi từ nhiệm vụ cũ của nghị quyết trước."))
    return sheets


def twin_glyphs() -> list[Sheet]:
    """A letter that the font draws with two glyphs, each mapped to the whole letter."""
    sheet = Sheet().grid(XS, YS).text(64, 52, "phố").text(74.5, 52, "ố", 4)
    return [sheet.text(79, 52, "i hợp").text(24, 52, "1")]


FILES = {
    "plain": plain,
    "open-sides": open_sides,
    "bare-row": bare_row,
    "drawn-rules": drawn_rules,
    "white-boxes": white_boxes,
    "white-rules": white_rules,
    "merged": merged,
    "several": several,
    "frames": frames,
    "underlines": underlines,
    "turned": turned,
    "cropped": cropped,
    "spacing": spacing,
    "cut-words": cut_words,
    "raised": raised,
    "unseen": unseen,
    "signed": signed,
    "stamped": stamped,
    "legacy": legacy,
    "wrong-layer": wrong_layer,
    "no-text": no_text,
    "running": running,
    "ligatures": ligatures,
    "unmapped": unmapped,
    "scanned": scanned,
    "hidden-layer": hidden_layer,
    "dotted": dotted,
    "one-rule": one_rule,
    "cut-cell": cut_cell,
    "stamped-notes": stamped_notes,
    "plain-notes": plain_notes,
    "twin-glyphs": twin_glyphs,
}
FONTS = {
    "legacy": {"F3": ".VnTime", "F4": ".VnTimeH", "F5": "VNI-Times"},
}


TYPESET = """
#set page(paper: "a5", margin: 1.5cm, numbering: "1")
#set text(font: "Libertinus Serif", size: 11pt, lang: "vi")
#table(columns: (1cm, 1fr, 2cm), stroke: 0.4pt, table.header[TT][Nhiệm vụ][Hạn],
  ..range(1, 13).map(i => (
    [#i.],
    [Nhiệm vụ giai đoạn 2026 - 2030#footnote[Sửa đổi từ nhiệm vụ #i.
      #if i == 7 { range(230).map(n => [Lời dài.]).join(" ") }], file #i],
    [Quý IV/2026],
  )).flatten())
"""


def typeset() -> bytes:
    """A table set by typst: raised figures of the font itself, a note over two pages."""
    import typst

    return typst.compile(TYPESET.encode())


def main() -> None:
    """Write all files and the list of what each is for."""
    OUT.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Small PDFs, one per difficulty", "",
        "Written by `tests/make_pdfs.py`; our own text, no published file. Do not edit by hand.",
        "", "| file | what it holds |", "| --- | --- |",
    ]  # fmt: skip
    for name, make in FILES.items():
        data = build(make(), fonts=FONTS.get(name))
        (OUT / f"{name}.pdf").write_bytes(data)
        lines.append(f"| `{name}.pdf` | {(make.__doc__ or '').strip()} |")
    (OUT / "typeset.pdf").write_bytes(typeset())
    lines.append(f"| `typeset.pdf` | {(typeset.__doc__ or '').strip()} |")
    (OUT / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
