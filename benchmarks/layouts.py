"""Typeset the hand-checked documents in many layouts and export them as bare text.

    python benchmarks/layouts.py OUT [--use learn|judge] [--only NAME] [--layouts FILE]

Every layout of layouts.toml (or of another FILE, as drawn_layouts.py writes them) gives a PDF per
document, and each PDF five texts: by pdftotext (`content`, `spaced` with -layout, `raw` with -raw),
PDFium and pypdf.
"""

from __future__ import annotations

import argparse
import html
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from laid_out import BODY, HEAD, Table, as_set, notes_of, page_of, shares_of, tables  # noqa: E402

LAYOUTS: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "benchmarks" / "layouts.toml").read_text(encoding="utf-8")
)


def layouts_of(file: Path | None) -> dict[str, dict[str, Any]]:
    """The layouts of a file, of layouts.toml where none is named."""
    return LAYOUTS if file is None else tomllib.loads(file.read_text(encoding="utf-8"))


TEXTS = ("content", "spaced", "raw", "pdfium", "pypdf")


# --- chromium ---------------------------------------------------------------------------------


def as_html(doc: list[Table], layout: Mapping[str, Any]) -> str:
    """The document as a page for a browser to print."""
    wide, high, margin = page_of(layout)
    align = "middle" if layout.get("middle") else "top"
    running = "".join(
        f"@{place}{{content:{what};font:9pt '{layout['font']}'}}"
        for place, what in (
            ("top-center", json.dumps(layout.get("head", ""), ensure_ascii=False)),
            ("bottom-center", "counter(page)"),
        )
        if what != '""' and "head" in layout
    )
    out = [
        f"<meta charset=utf-8><style>@page{{size:{wide}cm {high}cm;margin:{margin}cm;{running}}}"
        f"body{{font:{layout['size']}pt '{layout['font']}'}}table{{border-collapse:collapse;"
        f"width:100%;table-layout:fixed}}td,th{{border:1px solid;padding:2pt 4pt;"
        f"vertical-align:{align};overflow-wrap:break-word;"
        f"text-align:{layout.get('align', 'left')}}}h3{{text-align:center}}"
        ".annex{break-before:page}</style>"
    ]
    out += [f"<p style='text-align:center'>{html.escape(line)}</p>" for line in HEAD]
    out += [f"<p>{html.escape(line)}</p>" for line in BODY]
    for table in doc:
        out.append("<div class=annex>")
        out += [f"<h3>{html.escape(line)}</h3>" for line in table.heading]
        out.append("<table><colgroup>")
        out += [f"<col style='width:{100 * share:.2f}%'>" for share in shares_of(table, layout)]
        out.append("</colgroup><thead><tr>")
        out += [f"<th>{html.escape(header)}</th>" for header in table.headers]
        out.append("</tr></thead><tbody>")
        for kind, cells in table.rows:
            if kind == "group" and layout.get("span"):
                rest = html.escape(cells[1])
                out.append(
                    f"<tr><td>{cells[0]}</td><td colspan={len(cells) - 1}><b>{rest}</b></td></tr>"
                )
            else:
                out.append("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in cells) + "</tr>")
        out.append("</tbody></table></div>")
    return "\n".join(out)


def chromium(doc: list[Table], layout: Mapping[str, Any], pdf: Path) -> None:
    """Print with Chromium."""
    print_html(as_html(doc, layout), pdf)


def print_html(source: str, pdf: Path) -> None:
    """Print a page with Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(source, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
        command += [f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
        subprocess.run(
            [*command, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True
        )


# --- typst ------------------------------------------------------------------------------------


def _typst_text(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'


def as_typst(doc: list[Table], layout: Mapping[str, Any]) -> str:
    """The document as Typst source."""
    wide, high, margin = page_of(layout)
    align = "horizon" if layout.get("middle") else "top"
    across = "center" if layout.get("align") == "center" else "left"
    head = f", header: align(center)[{_typst_text(layout['head'])}]" if "head" in layout else ""
    out = [
        f'#set page(width: {wide}cm, height: {high}cm, margin: {margin}cm, numbering: "1"{head})',
        f'#set text(font: "{layout["font"]}", size: {layout["size"]}pt, lang: "vi")',
        f"#set par(justify: {str(layout.get('align') == 'justify').lower()})",
        f"#set table(inset: 4pt, align: {align} + {across})",
    ]
    out += [f"#align(center)[{_typst_text(line)}]\n" for line in HEAD]
    out += [f"{_typst_text(line)}\n" for line in BODY]
    for table in doc:
        out.append("#pagebreak()")
        out += [f"#align(center)[*{_typst_text(line)}*]\n" for line in table.heading]
        columns = ", ".join(f"{100 * share:.2f}fr" for share in shares_of(table, layout))
        headers = ", ".join(f"[*{_typst_text(text)}*]" for text in table.headers)
        out.append(f"#table(columns: ({columns}), table.header({headers}),")
        for number, (kind, cells) in enumerate(table.rows, start=1):
            if kind == "group" and layout.get("span"):
                out.append(
                    f"[{_typst_text(cells[0])}], table.cell(colspan: {len(cells) - 1})"
                    f"[*{_typst_text(cells[1])}*],"
                )
                continue
            for column, text in zip(table.columns, cells, strict=True):
                notes = notes_of(table, layout, number, column)
                calls = "".join(f"#footnote[{_typst_text(note)}]" for note in notes)
                out.append(f"[{_typst_text(text)}{calls}],")
        out.append(")")
    return "\n".join(out)


def typst(doc: list[Table], layout: Mapping[str, Any], pdf: Path) -> None:
    """Set with Typst."""
    set_typst(as_typst(doc, layout), pdf)


def set_typst(source: str, pdf: Path) -> None:
    """Set a page with Typst."""
    import typst as compiler

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(source, encoding="utf-8")
        compiler.compile(str(page), output=str(pdf))


# --- LibreOffice ------------------------------------------------------------------------------

_FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{font}'"/>
</office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties
 style:font-name="F" fo:font-size="{size}pt" fo:language="vi" fo:country="VN"/>
</style:default-style><style:style style:name="Standard" style:family="paragraph"/></office:styles>
<office:automatic-styles>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="{width}cm"
 fo:page-height="{height}cm" style:print-orientation="{orientation}" fo:margin="{margin}cm"/>
 <style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page" fo:text-align="center"/><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties
 fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties
 fo:border="0.5pt solid #000000" fo:padding="0.1cm" style:vertical-align="{align}"/></style:style>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties
 fo:text-align="{across}"/></style:style>
{columns}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
{head}<style:footer><text:p text:style-name="H"><text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body></office:document>
"""


def as_fodt(doc: list[Table], layout: Mapping[str, Any]) -> str:
    """The document as a flat OpenDocument text."""
    wide, high, margin = page_of(layout)
    head = html.escape(layout.get("head", ""))
    styles, body = [], []
    body += [f'<text:p text:style-name="H">{html.escape(line)}</text:p>' for line in HEAD]
    body += [f"<text:p>{html.escape(line)}</text:p>" for line in BODY]
    for index, table in enumerate(doc):
        for place, share in enumerate(shares_of(table, layout)):
            styles.append(
                f'<style:style style:name="T{index}.{place}" style:family="table-column">'
                f"<style:table-column-properties "
                f'style:column-width="{share * (wide - 2 * margin):.3f}cm"/></style:style>'
            )
        body += _fodt_table(table, layout, index)
    return _FODT.format(
        font=layout["font"],
        size=layout["size"],
        width=wide,
        height=high,
        orientation="landscape" if layout["landscape"] else "portrait",
        margin=margin,
        align="middle" if layout.get("middle") else "top",
        across={"justify": "justify", "center": "center"}.get(layout.get("align", ""), "start"),
        head=f'<style:header><text:p text:style-name="H">{head}</text:p></style:header>'
        * bool(head),
        columns="\n".join(styles),
        body="\n".join(body),
    )


def _fodt_table(table: Table, layout: Mapping[str, Any], index: int) -> Iterator[str]:
    for place, line in enumerate(table.heading):
        yield f'<text:p text:style-name="{"H" if place else "B"}">{html.escape(line)}</text:p>'
    yield "<table:table>"
    for place in range(len(table.columns)):
        yield f'<table:table-column table:style-name="T{index}.{place}"/>'
    yield "<table:table-header-rows><table:table-row>"
    for header in table.headers:
        yield _fodt_cell(html.escape(header))
    yield "</table:table-row></table:table-header-rows>"
    for number, (kind, cells) in enumerate(table.rows, start=1):
        yield "<table:table-row>"
        if kind == "group" and layout.get("span"):
            yield _fodt_cell(html.escape(cells[0]))
            yield _fodt_cell(html.escape(cells[1]), len(cells) - 1)
            yield "<table:covered-table-cell/>" * (len(cells) - 2)
        else:
            for column, text in zip(table.columns, cells, strict=True):
                notes = notes_of(table, layout, number, column)
                calls = "".join(
                    '<text:note text:note-class="footnote"><text:note-citation/><text:note-body>'
                    f"<text:p>{html.escape(note)}</text:p></text:note-body></text:note>"
                    for note in notes
                )
                yield _fodt_cell(html.escape(text) + calls)
        yield "</table:table-row>"
    yield "</table:table>"


def _fodt_cell(content: str, span: int = 1) -> str:
    spans = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    return (
        f'<table:table-cell table:style-name="C"{spans}><text:p text:style-name="P">{content}'
        "</text:p></table:table-cell>"
    )


def libreoffice(doc: list[Table], layout: Mapping[str, Any], pdf: Path) -> None:
    """Set with LibreOffice."""
    set_fodt(as_fodt(doc, layout), pdf)


def set_fodt(text: str, pdf: Path) -> None:
    """Set a flat OpenDocument text with LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{pdf.stem}.fodt"
        source.write_text(text, encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(pdf.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True)


# --- ReportLab --------------------------------------------------------------------------------


def reportlab(doc: list[Table], layout: Mapping[str, Any], pdf: Path) -> None:
    """Set with ReportLab, whose cells are paragraphs; it takes TrueType faces alone, and sets no
    footnotes."""
    from reportlab.lib import colors, enums, styles, units
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

    for name, face in (("F", "regular"), ("FB", "bold")):
        query = ["fc-match", "-f", "%{file}", f"{layout['font']}:{face}"]
        file = subprocess.run(query, check=True, capture_output=True, text=True).stdout
        pdfmetrics.registerFont(ttfonts.TTFont(name, file))
    size = layout["size"]
    across = {"justify": enums.TA_JUSTIFY, "center": enums.TA_CENTER}
    own = across.get(layout.get("align", ""), enums.TA_LEFT)
    cell = styles.ParagraphStyle(
        "c", fontName="F", fontSize=size, leading=1.2 * size, alignment=own
    )
    line = styles.ParagraphStyle("l", parent=cell, alignment=enums.TA_CENTER)
    bold = styles.ParagraphStyle("b", parent=line, fontName="FB")
    group = styles.ParagraphStyle("g", parent=cell, fontName="FB")
    wide, high, margin = page_of(layout)
    flow: list[Any] = [Paragraph(html.escape(text), line) for text in HEAD]
    flow += [Paragraph(html.escape(text), cell) for text in BODY]
    for table in doc:
        flow += [PageBreak(), *(Paragraph(html.escape(text), bold) for text in table.heading)]
        grid: list[tuple[Any, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        grid.append(("VALIGN", (0, 0), (-1, -1), "MIDDLE" if layout.get("middle") else "TOP"))
        cells: list[list[Any]] = [[Paragraph(html.escape(text), bold) for text in table.headers]]
        for at, (kind, texts_) in enumerate(table.rows, start=1):
            style = group if kind == "group" else cell
            cells.append([Paragraph(html.escape(text), style) for text in texts_])
            if kind == "group" and layout.get("span"):
                cells[-1][2:] = [""] * (len(texts_) - 2)
                grid.append(("SPAN", (1, at), (-1, at)))
        widths = [share * (wide - 2 * margin) * units.cm for share in shares_of(table, layout)]
        flow.append(LongTable(cells, widths, repeatRows=1, splitInRow=1, style=TableStyle(grid)))

    def running(canvas: Any, template: Any) -> None:
        canvas.setFont("F", 9)
        middle = wide * units.cm / 2
        canvas.drawCentredString(middle, 0.6 * margin * units.cm, str(template.page))
        canvas.drawCentredString(middle, (high - 0.6 * margin) * units.cm, layout.get("head", ""))

    size_ = (wide * units.cm, high * units.cm)
    sides = dict.fromkeys(
        ("leftMargin", "rightMargin", "topMargin", "bottomMargin"), margin * units.cm
    )
    SimpleDocTemplate(str(pdf), pagesize=size_, **sides).build(
        flow, onFirstPage=running, onLaterPages=running
    )


MAKERS = {
    "chromium": chromium,
    "typst": typst,
    "libreoffice": libreoffice,
    "reportlab": reportlab,
}


# --- bare text --------------------------------------------------------------------------------


def texts(pdf: Path) -> Iterator[tuple[str, str]]:
    """The five bare texts of a PDF."""
    import pypdf
    import pypdfium2

    for name, options in (("content", []), ("spaced", ["-layout"]), ("raw", ["-raw"])):
        done = subprocess.run(["pdftotext", *options, pdf, "-"], check=True, capture_output=True)
        yield name, done.stdout.decode("utf-8")
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    yield "pdfium", "\n".join(text.replace("\r\n", "\n") for text in pages)
    yield "pypdf", "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def make(name: str, layout: Mapping[str, Any], out: Path) -> None:
    """Set the documents of one layout and write their texts, as `<layout>/<doc>.<text>.txt`."""
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for doc_id in layout["docs"]:
        pdf = folder / f"{doc_id}.pdf"
        doc = [as_set(table, layout) for table in tables(doc_id)]
        MAKERS[layout["maker"]](doc, layout, pdf)
        for kind, text in texts(pdf):
            (folder / f"{doc_id}.{kind}.txt").write_text(text, encoding="utf-8")
        print(name, doc_id, file=sys.stderr)


def main() -> None:
    """Make the layouts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--use", choices=("learn", "judge"))
    parser.add_argument("--only")
    parser.add_argument("--layouts", type=Path, help="instead of layouts.toml")
    arguments = parser.parse_args()
    for name, layout in layouts_of(arguments.layouts).items():
        if arguments.use in (None, layout["use"]) and arguments.only in (None, name):
            make(name, layout, arguments.out)


if __name__ == "__main__":
    main()
