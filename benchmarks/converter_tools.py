"""The converters that are compared, each as a function from a document to the text it makes of it.

    python benchmarks/converter_tools.py FILE OUT [NAME…]     (writes OUT/STEM.NAME.SUFFIX)

Runs in whichever Python has the converters: none of them is needed for annex. What is not installed
or cannot take a file is skipped with a word. Scripts that people write in five lines count as
converters too (`naive-…`).
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

WORD, SHEET, PAGE = ".docx", ".xlsx", ".html"

# --- what several of them begin with ---------------------------------------------------------


def module(name: str) -> Any:
    """A library, where it is installed."""
    return import_module(name)


@lru_cache(maxsize=8)
def office(path: Path, form: str) -> Path:
    """What LibreOffice makes of a file, in a folder of its own."""
    folder = Path(tempfile.mkdtemp())
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return next(folder.glob(f"{path.stem}.*"))


def page_of(path: Path) -> str:
    """A document as a web page, as most that write Markdown begin."""
    if path.suffix == PAGE:
        return path.read_text(encoding="utf-8", errors="replace")
    mammoth = module("mammoth")
    with path.open("rb") as file:
        return str(mammoth.convert_to_html(file).value)


def as_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    """Rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def frames(path: Path) -> list[Any]:
    """The tables of a document as pandas reads them without being told anything."""
    pandas = module("pandas")
    if path.suffix == SHEET:
        return list(pandas.read_excel(path, sheet_name=None).values())
    return list(pandas.read_html(io.StringIO(page_of(path))))


# --- programs ---------------------------------------------------------------------------------


def markitdown(path: Path) -> str:
    """MarkItDown."""
    return str(module("markitdown").MarkItDown().convert(str(path)).text_content)


def markdownify(path: Path) -> str:
    """Mammoth's page, or a web page, by markdownify."""
    return str(module("markdownify").markdownify(page_of(path)))


def html2text(path: Path) -> str:
    """The same by html2text."""
    program = module("html2text")
    return str(program.html2text(page_of(path)))


def html2text_padded(path: Path) -> str:
    """The same with columns of one width and no line broken."""
    program = module("html2text")
    writer = program.HTML2Text(bodywidth=0)
    writer.pad_tables = True
    return str(writer.handle(page_of(path)))


def mammoth_page(path: Path) -> str:
    """Mammoth's page itself."""
    return f"<!DOCTYPE html><html><body>{page_of(path)}</body></html>"


def mammoth_markdown(path: Path) -> str:
    """Mammoth's Markdown, which has no tables."""
    mammoth = module("mammoth")
    with path.open("rb") as file:
        return str(mammoth.convert_to_markdown(file).value)


def mammoth_text(path: Path) -> str:
    """Mammoth's plain text."""
    mammoth = module("mammoth")
    with path.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


def trafilatura(path: Path) -> str:
    """The page by trafilatura, as Markdown."""
    program = module("trafilatura")
    found = program.extract(
        mammoth_page(path) if path.suffix == WORD else page_of(path),
        output_format="markdown", include_tables=True, favor_recall=True,
    )  # fmt: skip
    return str(found or "")


def pandoc(form: str, *options: str) -> Callable[[Path], str]:
    """Pandoc, into one of the forms it writes."""

    def convert(path: Path) -> str:
        pypandoc = module("pypandoc")
        return str(pypandoc.convert_file(str(path), form, extra_args=list(options)))

    return convert


def docx2txt(path: Path) -> str:
    """docx2txt."""
    program = module("docx2txt")
    return str(program.process(str(path)))


def office_page(path: Path) -> str:
    """LibreOffice's web page."""
    return office(path, "html").read_text(encoding="utf-8", errors="replace")


def office_text(path: Path) -> str:
    """LibreOffice's plain text."""
    return office(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8")


def office_csv(path: Path) -> str:
    """LibreOffice's CSV of the first sheet."""
    return office(path, "csv:Text - txt - csv (StarCalc):44,34,76").read_text(encoding="utf-8")


def office_semicolons(path: Path) -> str:
    """The same as Excel saves it in Việt Nam: values as shown, semicolons between."""
    form = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1066,false,true"
    return office(path, form).read_text(encoding="utf-8")


def xlsx2csv(path: Path) -> str:
    """xlsx2csv, the first sheet."""
    text = io.StringIO()
    module("xlsx2csv").Xlsx2csv(str(path), outputencoding="utf-8").convert(text)
    return text.getvalue()


def pymupdf4llm(path: Path) -> str:
    """PyMuPDF4LLM on the PDF that LibreOffice prints."""
    program = module("pymupdf4llm")
    return str(program.to_markdown(str(office(path, "pdf"))))


def pandas_csv(path: Path) -> str:
    """`to_csv` of each frame."""
    return "\n".join(frame.to_csv(index=False) for frame in frames(path))


def pandas_markdown(path: Path) -> str:
    """`to_markdown` of each frame, with its index."""
    return "\n\n".join(frame.to_markdown() for frame in frames(path))


def pandas_page(path: Path) -> str:
    """`to_html` of each frame."""
    return "\n".join(frame.to_html() for frame in frames(path))


# --- scripts of five lines -----------------------------------------------------------------------


def _word_tables(path: Path) -> list[list[list[str]]]:
    docx = module("docx")
    tables = docx.Document(str(path)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def naive_pipes(path: Path) -> str:
    """python-docx, cells joined with pipes, line feeds as they are."""
    rows = (" | ".join(row) for table in _word_tables(path) for row in table)
    return "\n".join(rows) + "\n"


def naive_markdown(path: Path) -> str:
    """python-docx, a Markdown table as people write it out by hand."""
    parts = []
    for table in _word_tables(path):
        rows = [f"| {' | '.join(c.replace(chr(10), ' ') for c in row)} |" for row in table]
        parts.append("\n".join([rows[0], "|" + " --- |" * len(table[0]), *rows[1:]]))
    return "\n\n".join(parts) + "\n"


def naive_csv(path: Path) -> str:
    """python-docx, cells by the writer of CSV."""
    return "\n".join(as_csv(table) for table in _word_tables(path))


def naive_tabs(path: Path) -> str:
    """python-docx, cells joined with tabs, line feeds left out."""
    rows = (row for table in _word_tables(path) for row in table)
    return "\n".join("\t".join(" ".join(c.split()) for c in row) for row in rows) + "\n"


def naive_sheet(path: Path) -> str:
    """openpyxl, the values of each row joined with tabs."""
    openpyxl = module("openpyxl")
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join("" if v is None else str(v) for v in row) for row in rows) + "\n"


def pdfplumber_csv(path: Path) -> str:
    """pdfplumber's `extract_tables` of each page, by the writer of CSV."""
    pdfplumber = module("pdfplumber")
    with pdfplumber.open(office(path, "pdf")) as pages:
        tables = [table for page in pages.pages for table in page.extract_tables()]
    return "".join(as_csv(table) for table in tables)


def camelot_csv(path: Path) -> str:
    """camelot's tables of all pages, `to_csv`."""
    camelot = module("camelot")
    found = camelot.read_pdf(str(office(path, "pdf")), pages="all")
    return "".join(table.df.to_csv() for table in found)


def camelot_page(path: Path) -> str:
    """camelot's tables of all pages, `to_html`."""
    camelot = module("camelot")
    found = camelot.read_pdf(str(office(path, "pdf")), pages="all")
    return "\n".join(table.df.to_html() for table in found)


def ctrl_a(path: Path) -> str:
    """A page as a browser copies it whole: cells between tabs, rows on lines, a line feed in a cell
    kept."""
    page = module("lxml.html").fromstring(page_of(path) or "<p/>")
    for mark in page.iter("br"):
        mark.tail = "\n" + (mark.tail or "")
    lines = []
    for element in page.iter("p", "h1", "h2", "h3", "h4", "li", "tr"):
        if element.tag == "tr":
            cells = element.xpath("./td|./th")
            lines.append("\t".join(_copied(cell) for cell in cells))
        elif not element.xpath("ancestor::table"):
            lines.append(" ".join(element.text_content().split()))
    return "\n".join(lines) + "\n"


def _copied(cell: Any) -> str:
    parts = cell.xpath("./p|./div|./ul/li") or [cell]
    return "\n".join(" ".join(part.text_content().split()) for part in parts)


TOOLS: dict[str, tuple[Callable[[Path], str], str, tuple[str, ...]]] = {
    "markitdown": (markitdown, ".md", (WORD, SHEET, PAGE)),
    "markdownify": (markdownify, ".md", (WORD, PAGE)),
    "html2text": (html2text, ".md", (WORD, PAGE)),
    "html2text-padded": (html2text_padded, ".md", (WORD, PAGE)),
    "mammoth-html": (mammoth_page, ".html", (WORD,)),
    "mammoth-markdown": (mammoth_markdown, ".md", (WORD,)),
    "mammoth-text": (mammoth_text, ".txt", (WORD,)),
    "trafilatura": (trafilatura, ".md", (WORD, PAGE)),
    "pandoc": (pandoc("markdown"), ".md", (WORD, PAGE)),
    "pandoc-gfm": (pandoc("gfm", "--wrap=none"), ".md", (WORD, PAGE)),
    "pandoc-rst": (pandoc("rst"), ".rst", (WORD, PAGE)),
    "pandoc-org": (pandoc("org"), ".org", (WORD, PAGE)),
    "pandoc-mediawiki": (pandoc("mediawiki"), ".wiki", (WORD, PAGE)),
    "pandoc-asciidoc": (pandoc("asciidoc"), ".adoc", (WORD, PAGE)),
    "pandoc-textile": (pandoc("textile"), ".textile", (WORD, PAGE)),
    "pandoc-dokuwiki": (pandoc("dokuwiki"), ".txt", (WORD, PAGE)),
    "pandoc-latex": (pandoc("latex"), ".tex", (WORD, PAGE)),
    "pandoc-html": (pandoc("html", "-s"), ".html", (WORD,)),
    "pandoc-plain": (pandoc("plain"), ".txt", (WORD, PAGE)),
    "docx2txt": (docx2txt, ".txt", (WORD,)),
    "office-html": (office_page, ".html", (WORD, SHEET)),
    "office-text": (office_text, ".txt", (WORD,)),
    "office-csv": (office_csv, ".csv", (SHEET,)),
    "office-semicolons": (office_semicolons, ".csv", (SHEET,)),
    "xlsx2csv": (xlsx2csv, ".csv", (SHEET,)),
    "pymupdf4llm": (pymupdf4llm, ".md", (WORD,)),
    "pdfplumber-csv": (pdfplumber_csv, ".csv", (WORD,)),
    "camelot-csv": (camelot_csv, ".csv", (WORD,)),
    "camelot-html": (camelot_page, ".html", (WORD,)),
    "pandas-csv": (pandas_csv, ".csv", (WORD, SHEET, PAGE)),
    "pandas-markdown": (pandas_markdown, ".md", (WORD, SHEET, PAGE)),
    "pandas-html": (pandas_page, ".html", (WORD, SHEET, PAGE)),
    "naive-pipes": (naive_pipes, ".txt", (WORD,)),
    "naive-markdown": (naive_markdown, ".md", (WORD,)),
    "naive-csv": (naive_csv, ".csv", (WORD,)),
    "naive-tabs": (naive_tabs, ".txt", (WORD,)),
    "naive-sheet": (naive_sheet, ".txt", (SHEET,)),
    "ctrl-a": (ctrl_a, ".txt", (WORD, PAGE)),
}
"""Name → what it does, the suffix of what it makes, and which files it takes."""


def main() -> None:
    """Convert one file with all or some converters."""
    path, out, *names = sys.argv[1:]
    for name in names or TOOLS:
        convert, suffix, takes = TOOLS[name]
        target = Path(out) / f"{Path(path).stem}.{name}{suffix}"
        if Path(path).suffix not in takes or target.exists():
            continue
        try:
            text = convert(Path(path))
        except Exception as error:  # a converter fails as it likes; that is told
            print(f"{name}: skipped ({type(error).__name__}: {str(error)[:80]})", file=sys.stderr)
            continue
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
