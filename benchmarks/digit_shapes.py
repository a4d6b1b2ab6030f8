"""Write the outlines of digits in the faces that PDFium itself draws with, for the comparison in
`pipeline/extract/pdf/letters/digit_shapes.py`:

    ./dev shell python benchmarks/digit_shapes.py > pipeline/extract/pdf/letters/digit_shapes.toml
"""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.extract.pdf.letters.digit_shapes import shape_of

FACES = (
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Helvetica",
    "Helvetica-Bold",
    "Courier",
)


def main() -> None:
    """Print the table."""
    document = pdfium.PdfDocument.new()
    fonts = [pdfium_c.FPDFText_LoadStandardFont(document.raw, face.encode()) for face in FACES]
    print("# Outlines of digits: points of a grid of 11 rows of 8, from the bottom, as hexadecimal")
    print("# digits, and the breadth as a share of the height. Written by")
    print(f"# benchmarks/digit_shapes.py from the faces of PDFium: {', '.join(FACES)}.")
    print("\n[digits]")
    for digit in "0123456789":
        shapes = [shape_of(ctypes.cast(font, ctypes.c_void_p).value or 0, digit) for font in fonts]
        faces = [f'["{s.points:022x}", {s.breadth:.3f}]' for s in shapes if s is not None]
        print(f"{digit} = [\n    " + ",\n    ".join(faces) + ",\n]")


if __name__ == "__main__":
    main()
