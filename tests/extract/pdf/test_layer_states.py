"""Which annotations belong to layers that are off, as the file says."""

from __future__ import annotations

import pytest

from pipeline.extract.pdf.file.layer_states import AnnotationLayers


def layered(member: str, default: str) -> bytes:
    """A page with one annotation without a layer and one in `member`, between layers 5 and 6."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R "
        f"/OCProperties << /OCGs [5 0 R 6 0 R] /D << {default} >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [4 0 R 7 0 R] >>",
        "<< /Type /Annot /Subtype /FreeText /Rect [0 0 1 1] >>",
        "<< /Type /OCG /Name (a) >>",
        "<< /Type /OCG /Name (b) >>",
        f"<< /Type /Annot /Subtype /FreeText /Rect [0 0 1 1] /OC {member} >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj {text} endobj\n".encode()
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    tail = f"xref\n0 8\n0000000000 65535 f \n{table}trailer << /Size 8 /Root 1 0 R >>\n"
    return out + tail.encode() + f"startxref\n{len(out)}\n%%EOF".encode()


OFF = "/OFF [5 0 R]"
MEMBER = "<< /Type /OCMD /OCGs [5 0 R 6 0 R] {} >>"


@pytest.mark.parametrize(
    ("member", "default", "shows"),
    [
        ("5 0 R", OFF, False),
        ("6 0 R", OFF, True),
        ("6 0 R", "/BaseState /OFF", False),
        ("6 0 R", "/BaseState /OFF /ON [6 0 R]", True),
        (MEMBER.format(""), OFF, True),
        (MEMBER.format("/P /AllOn"), OFF, False),
        (MEMBER.format("/P /AnyOff"), OFF, True),
        (MEMBER.format("/P /AllOff"), OFF, False),
        (MEMBER.format("/VE [/And 6 0 R [/Not 5 0 R]]"), OFF, True),
        (MEMBER.format("/VE [/Or 5 0 R [/Not 6 0 R]]"), OFF, False),
    ],
)
def test_layers_are_on_or_off_as_the_file_says(member: str, default: str, shows: bool) -> None:
    assert AnnotationLayers(layered(member, default)).of_page(0) == {1: shows}


@pytest.mark.parametrize(
    ("member", "default"),
    [
        ("5 0 R", "/AS [<< /Event /Print /Category [/Print] /OCGs [5 0 R] >>]"),
        (MEMBER.format("/VE [/Xor 5 0 R 6 0 R]"), OFF),
        ("null", OFF),
    ],
)
def test_what_cannot_be_told_is_left_open(member: str, default: str) -> None:
    assert AnnotationLayers(layered(member, default)).of_page(0) == {}


def test_a_damaged_file_tells_nothing() -> None:
    assert AnnotationLayers(b"%PDF-1.7 5 0 obj").of_page(0) == {}
