"""Generator of the small Word files in `samples/docx`: one difficulty each, written part by part.

Run `python tests/make_docx.py` to write them again; the bytes do not change from run to run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples" / "docx"

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ROOTS: Final = {
    "document": "document",
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "settings": "settings",
    "header": "hdr",
    "footer": "ftr",
}
_BORDERS: Final = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_HEADING_STYLE: Final = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="An"><w:name w:val="An"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Goi"><w:name w:val="Goi"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


def pack(parts: Mapping[str, str]) -> bytes:
    """A Word file of the given parts: `document`, `styles`, … hold what stands inside the root."""
    members = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": _package_relations()}
    members["word/_rels/document.xml.rels"] = _part_relations(parts)
    for name, inner in parts.items():
        root = _ROOTS[name]
        body = f"<w:body>{inner}</w:body>" if name == "document" else inner
        members[f"word/{name}.xml"] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:{root} {_NAMESPACES}>{body}</w:{root}>"
        )
    return zip_of(members)


def zip_of(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the given members, the same bytes every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _content_types(parts: Mapping[str, str]) -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}.'
        f'{"document.main" if name == "document" else name}+xml"/>'
        for name in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )


def _part_relations(parts: Mapping[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run of text; blanks at its ends are kept."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(*content: str, properties: str = "") -> str:
    """A paragraph of runs; a piece that is no markup is made a run."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in content if piece)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs and tables; a piece that is no markup is made a paragraph."""
    inner = "".join(piece if piece.startswith("<") else para(piece) for piece in content)
    look = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{look}{inner or para()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; a piece that is no cell is made one."""
    inner = "".join(
        piece if piece.startswith(("<w:tc>", "<w:sdt>", "<w:customXml")) else cell(piece)
        for piece in cells
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (800, 4000, 2400), ruled: bool = True) -> str:
    """A table over grid columns of these widths, in twips."""
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if ruled else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{borders}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def span(count: int) -> str:
    """Cell properties: over `count` grid columns."""
    return f'<w:gridSpan w:val="{count}"/>'


def listed(num_id: int, level: int = 0) -> str:
    """Paragraph properties: automatically numbered."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def level(index: int, form: str, text: str, more: str = "", after: str = "") -> str:
    """A level of an abstract numbering."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/>{after}</w:lvl>'
    )


def abstract(ident: int, *levels: str) -> str:
    """An abstract numbering."""
    return (
        f'<w:abstractNum w:abstractNumId="{ident}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(levels)}</w:abstractNum>"
    )


def num(ident: int, of: int, inner: str = "") -> str:
    """A list made from an abstract numbering."""
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def restart(index: int, start: int) -> str:
    """A list's own start at a level."""
    return f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def call(ident: int, kind: str = "footnote", mark: str = "") -> str:
    """A footnote call; with `mark` it prints that instead of a number."""
    custom = ' w:customMarkFollows="1"' if mark else ""
    text = f"<w:t>{mark}</w:t>" if mark else ""
    return (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:{kind}Reference{custom} w:id="{ident}"/>{text}</w:r>'
    )


def note(ident: int, *paragraphs: str, kind: str = "footnote") -> str:
    """The text of a note."""
    return f'<w:{kind} w:id="{ident}">{"".join(paragraphs)}</w:{kind}>'


def own_mark(kind: str = "footnote") -> str:
    """Where a note prints its own number."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Ref/></w:r>'


def field(instruction: str, *result: str) -> str:
    """A field with a result."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    text = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return char("begin") + text + char("separate") + "".join(result) + char("end")


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: a drawing, and the same as VML for old programs."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="Box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


RENDERED: Final = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGE_BREAK: Final = '<w:r><w:br w:type="page"/></w:r>'
_HEADER: Final = "<w:tblHeader/>"
_CONTINUE: Final = "<w:vMerge/>"
_RESTART: Final = '<w:vMerge w:val="restart"/>'


def spans() -> bytes:
    """Cells over columns, rows that start late, end early, are short, edges a sliver apart."""
    ends_early = '<w:gridAfter w:val="1"/>'
    starts_late = '<w:gridBefore w:val="1"/>'
    return pack(
        {
            "document": table(
                row("STT", "Nhiệm vụ", cell("Thời hạn", properties=span(2))),
                row("I", cell("Nhóm một", properties=span(3))),
                row(cell("1", properties=span(1)), cell("Rà soát", properties=span(2)), "2025"),
                row("2", cell("Xây dựng", properties=span(2)), properties=ends_early),
                row(cell("Ban hành", properties=span(2)), "2026", properties=starts_late),
                row("4", "Công bố"),
                widths=(800, 4000, 60, 2400),
            )
        }
    )


def short_rows() -> bytes:
    """Rows that name no spans and are laid out by the widths of their cells."""
    wide = '<w:tcW w:w="7200" w:type="dxa"/>'
    rest = '<w:tcW w:w="6400" w:type="dxa"/>'
    narrow = '<w:tcW w:w="800" w:type="dxa"/>'
    return pack(
        {
            "document": table(
                row("STT", "Nhiệm vụ", "Thời hạn"),
                row(cell("NHIỆM VỤ CHUNG", properties=wide)),
                row(cell("I", properties=narrow), cell("Thể chế", properties=rest)),
                row("1", "Rà soát", "2025"),
            )
        }
    )


def merged() -> bytes:
    """Cells over rows: copied into each; a covered cell prints nothing and does not count."""
    numbered = para(properties=listed(1))
    down = {"properties": _RESTART}
    return pack(
        {
            "numbering": abstract(1, level(0, "decimal", "%1.")) + num(1, 1),
            "document": table(
                row("STT", "Nhiệm vụ", "Thời hạn"),
                row(cell(numbered, **down), "Phần một", cell("2025", **down)),
                row(cell(properties=_CONTINUE), "Phần hai", cell(properties=_CONTINUE)),
                row(cell(numbered), "Phần ba", cell("che khuất", properties=_CONTINUE)),
                row(cell("cuối"), "Phần bốn", cell("2026", properties=_RESTART)),
                row(cell("mồ côi", properties=_CONTINUE), "Phần năm", cell(properties=_CONTINUE)),
            ),
        }
    )


def nested() -> bytes:
    """A table inside a cell: further lines of that cell, row by row."""
    inner = table(row("a", "b"), row("c", cell("d", "e")), widths=(500, 500))
    return pack(
        {
            "document": table(
                row("STT", "Nhiệm vụ"),
                row("1", cell("trước", inner, "sau")),
                widths=(800, 4000),
            )
        }
    )


def header_rows() -> bytes:
    """Header rows the file declares; a later row that says so is none."""
    return pack(
        {
            "document": table(
                row("STT", "Nhiệm vụ", "Thời hạn", properties=_HEADER),
                row("(1)", "(2)", "(3)", properties=_HEADER),
                row("1", "Rà soát", "2025", properties='<w:tblHeader w:val="0"/>'),
                row("2", "Xây dựng", "2026", properties=_HEADER),
            )
        }
    )


def numbering() -> bytes:
    """Automatic numbers: levels, formats, restarts, starts of their own, numbers by style."""
    text = [
        para("Nhóm", properties=listed(1)),
        para("Mục", properties=listed(1, 1)),
        para("Mục", properties=listed(1, 1)),
        para("Điểm", properties=listed(1, 2)),
        para("Nhóm", properties=listed(1)),
        para("Mục", properties=listed(1, 1)),
        para("Điểm", properties=listed(1, 2)),
        para("theo kiểu", properties='<w:pStyle w:val="Muc"/>'),
        para("tắt", properties='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        para("cùng bộ đếm", properties=listed(2)),
        para("bắt đầu lại", properties=listed(3)),
        para("tiếp", properties=listed(3)),
        para("gạch", properties=listed(4)),
        para("chấm", properties=listed(4, 1)),
        para("không", properties=listed(4, 2)),
        para("liền", properties=listed(4, 3)),
        para("chữ hoa", properties=listed(4, 4)),
        para("hai chữ số", properties=listed(4, 5)),
    ]
    cells = [
        row(cell(para(properties=listed(5))), cell(para("việc", properties=listed(6))))
        for _ in range(3)
    ]
    return pack(
        {
            "styles": _HEADING_STYLE,
            "numbering": abstract(
                1,
                level(0, "upperRoman", "%1."),
                level(1, "decimal", "%1.%2", "<w:isLgl/>"),
                level(2, "lowerLetter", "%3)"),
            )
            + abstract(
                2,
                level(0, "bullet", "-"),
                level(1, "bullet", "\uf0b7", after='<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'),
                level(2, "none", ""),
                level(3, "lowerRoman", "(%4)", '<w:suff w:val="nothing"/>'),
                level(4, "upperLetter", "%5."),
                level(5, "decimalZero", "%6"),
            )
            + abstract(3, level(0, "decimal", "(%1)"))
            + abstract(4, level(0, "lowerLetter", "%1)"))
            + num(1, 1)
            + num(2, 1)
            + num(3, 1, restart(0, 7))
            + num(4, 2)
            + num(5, 3)
            + num(6, 4, restart(0, 26)),
            "document": "".join(text) + table(*cells, widths=(800, 4000)),
        }
    )


def notes() -> bytes:
    """Footnotes: automatic and with marks of their own, two at one place, endnotes, sections."""
    section = (
        '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>{}</w:sectPr>'
    ).format
    first = table(
        row("STT", "Nhiệm vụ", "Thời hạn"),
        row("1", cell(para("Rà soát", call(2), call(3))), cell(para("02/2026", call(4)))),
        row("2", cell(para("Xây dựng", call(5, mark="*"))), cell(para("2027", call(6, mark="9")))),
        row("3", cell(para("Công bố", call(2, "endnote"))), "2028"),
    )
    last = table(row("1", cell(para("Ban hành", call(7)))), row("2", "Sau"), widths=(800, 4000))
    return pack(
        {
            "footnotes": note(0, para("<w:r><w:separator/></w:r>"))
            + "".join(
                note(ident, para(own_mark(), f" Chú thích {name}."))
                for ident, name in ((2, "một"), (3, "hai"), (4, "ba"))
            )
            + note(5, para("* Chú thích sao."))
            + note(6, para("<w:r><w:t>9</w:t></w:r>", "12 dự án."), para("Dòng hai."))
            + note(7, para(own_mark(), "Chú thích lại từ đầu.")),
            "endnotes": note(2, para(own_mark("endnote"), " Cuối văn bản."), kind="endnote"),
            "document": para("Phụ lục I")
            + first
            + para(properties=section(""))
            + para("Phụ lục II")
            + last
            + section(""),
        }
    )


def tracked() -> bytes:
    """Tracked changes count as accepted: text, rows, cells, paragraph ends, moves."""
    who = 'w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"'
    return pack(
        {
            "document": para(
                "Giữ ",
                f"<w:del {who}><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
                f"<w:ins {who}>{run('thêm')}</w:ins>",
                f"<w:moveFrom {who}>{run('đi')}</w:moveFrom>",
                f"<w:moveTo {who}>{run(' đến')}</w:moveTo>",
            )
            + para("Nửa đầu ", properties=f"<w:rPr><w:del {who}/></w:rPr>")
            + para("nửa sau")
            + table(
                row("1", "còn", "2025"),
                row("2", "mất", "2025", properties=f"<w:del {who}/>"),
                row("3", "mới", "2026", properties=f"<w:ins {who}/>"),
            ),
        }
    )


def hidden() -> bytes:
    """Hidden text, by itself and by style; a hidden paragraph end joins two paragraphs."""
    return pack(
        {
            "styles": _HEADING_STYLE,
            "document": para(
                "thấy ", run("ẩn", "<w:vanish/>"), run("ẩn", '<w:rStyle w:val="An"/>'), "được"
            )
            + para(
                run("hiện", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>'),
                properties="<w:rPr><w:vanish/></w:rPr>",
            )
            + para(" tiếp"),
        }
    )


def boxes() -> bytes:
    """Text boxes: once, as prose behind the block they are anchored in."""
    return pack(
        {
            "document": para("Trước", box(para("Số: 11/NQ-CP"), para("dòng hai")))
            + table(row("1", cell(para("ô", box(para("trong ô"))))), widths=(800, 4000))
            + para("Sau")
        }
    )


def fields() -> bytes:
    """Fields print their results, nested ones too; instructions leave."""
    inner = field("PAGE", run("7"))
    return pack(
        {
            "document": para("Xem ", field("REF muc", run("mục 2")), ".")
            + para(field(f"IF </w:instrText></w:r>{inner}<w:r><w:instrText> = 1", run("kết quả")))
            + para('<w:fldSimple w:instr="DATE">' + run("2025") + "</w:fldSimple>")
        }
    )


def _element(name: str) -> str:
    return f"<w:r><w:{name}/></w:r>"


def characters() -> bytes:
    """Breaks, tabs, hyphens, symbols, capitals, raised and lowered digits."""
    return pack(
        {
            "document": table(
                row(
                    cell(para("một", _element("br"), "hai", _element("cr"), "ba")),
                    cell(para("a", _element("tab"), "b<c")),
                    cell(para("04", _element("noBreakHyphen"), "TB", _element("softHyphen"))),
                ),
                row(
                    cell(
                        para(
                            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
                            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
                            '<w:r><w:sym w:font="Khong Biet" w:char="F041"/></w:r>',
                        )
                    ),
                    cell(para(run("chữ hoa", "<w:caps/>"))),
                    cell(
                        para(
                            "m",
                            run("2", '<w:vertAlign w:val="superscript"/>'),
                            " H",
                            run("2", '<w:vertAlign w:val="subscript"/>'),
                            "O",
                        )
                    ),
                ),
                row(
                    cell(para("<w:r><w:t> cắt </w:t></w:r>", "<w:r><w:t>liền</w:t></w:r>")),
                    cell(para(run("đậm", "<w:b/>"))),
                    cell(para("xuống\ndòng\u00ad mềm")),
                ),
            )
        }
    )


def pages() -> bytes:
    """Pages as Word lays them out: breaks in text, rows that start a page, rows that run over."""
    return pack(
        {
            "document": para("trang 1", PAGE_BREAK)
            + para(RENDERED, "trang 2")
            + table(
                row("1", "trang 2", "x"),
                row(cell(para(RENDERED, "2")), "trang 3", "x"),
                row(
                    "3",
                    cell(para("trang 3 "), para(RENDERED, "trang 4")),
                    cell(para(RENDERED, "trang 3"), para(RENDERED, "trang 4")),
                ),
                row(cell(para(RENDERED, "4")), "trang 4", "x"),
            )
            + para("trang 4")
            + para("trang 5", properties="<w:pageBreakBefore/>")
            + para(properties='<w:sectPr><w:type w:val="nextPage"/></w:sectPr>')
            + para("trang 6")
            + '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
        }
    )


def wrappers() -> bytes:
    """Content controls, smart tags, links and custom XML around text, cells, rows and blocks."""
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    return pack(
        {
            "document": control(para("khối"))
            + para(
                f"<w:hyperlink>{run('liên ')}</w:hyperlink>",
                f"<w:smartTag>{run('kết ')}</w:smartTag>",
                control(run("chữ")),
            )
            + table(
                control(row("1", control(cell("ô")), cell(control(para("đoạn"))))),
                f"<w:customXml>{row('2', 'hàng', 'x')}</w:customXml>",
            )
        }
    )


def layout() -> bytes:
    """A letterhead, a frame and a signature block are no tables; what is in the frame may be."""
    data = table(row("STT", "Nhiệm vụ"), row("1", "Rà soát"), widths=(800, 4000))
    return pack(
        {
            "document": table(
                row("CHÍNH PHỦ", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                row("Số: 11/NQ-CP", "", "Hà Nội, ngày 14 tháng 01 năm 2026"),
                ruled=False,
            )
            + table(row(cell("Khung", data)), widths=(7200,))
            + table(row("Nơi nhận:", "TM. CHÍNH PHỦ"), widths=(3600, 3600), ruled=False)
            + table(
                *(row(str(place), f"Nhiệm vụ {place}", "2025") for place in (1, 2)), ruled=False
            )
        }
    )


def heads() -> bytes:
    """Running heads and feet: once, without page numbers; a first-page head only if asked for."""
    head = '<w:headerReference w:type="default" r:id="header"/>'
    foot = '<w:footerReference w:type="default" r:id="footer"/>'
    count = f'<w:fldSimple w:instr=" NUMPAGES ">{run("12")}</w:fldSimple>'
    return pack(
        {
            "header": para("Mẫu số 01 ", field("PAGE", run("11"))),
            "footer": para(count, "Chân", box(para("Hộp ở chân"))),
            "document": para("một")
            + para(properties=f"<w:sectPr>{head}</w:sectPr>")
            + para("hai")
            + f"<w:sectPr>{head}{foot}</w:sectPr>",
        }
    )


CASES: Final[Mapping[str, Callable[[], bytes]]] = {
    "spans": spans,
    "short-rows": short_rows,
    "merged": merged,
    "nested": nested,
    "header-rows": header_rows,
    "numbering": numbering,
    "notes": notes,
    "tracked": tracked,
    "hidden": hidden,
    "boxes": boxes,
    "fields": fields,
    "characters": characters,
    "pages": pages,
    "wrappers": wrappers,
    "layout": layout,
    "heads": heads,
}


def main() -> None:
    """Write every sample."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for name, make in CASES.items():
        (SAMPLES / f"{name}.docx").write_bytes(make())


if __name__ == "__main__":
    main()
