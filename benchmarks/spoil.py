"""Ways to spoil a document: not only its bytes, but what they mean, form by form.

Every way takes the bytes and a source of chance and gives other bytes; the same chance, the same
bytes. A text loses lines and tabs, XML its elements, a PDF its objects; all meet numbers and words
that nobody expects.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

from lxml import etree

Spoil = Callable[[bytes, random.Random], bytes]

NUMBERS = (
    "0", "-1", "1", "2", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
    "9223372036854775808", "9" * 400, "9" * 6000, "0.0000000001", "1e308", "-1e400", "NaN", "inf",
    "٣", "²", "½", "Ⅷ", "1.2.3.4.5", "00000012", "1,5", "",
)  # fmt: skip
"""What stands where a small number is expected."""
WORDS = (
    "", " ", "\t", "\u00a0", "\u202e", "\u200b", "\u0000", "\u0007", "\ufffe", "\U000f0000", "|",
    "\x0c", "\x1b[31m", "a" * 5000, "Việc " * 2000, "Phụ lục " + "I" * 300, "(" * 1500, ")" * 200,
    "Tháng 13/2026", "31/02/2026", "Quý IX/99999", "ngày 99 tháng 99 năm 9999", "năm 0000",
    "trước ngày 30/2/20266", "²" * 300, "[" + "9" * 40 + "]", "¹²³⁴⁵⁶⁷⁸⁹⁰¹", "STT", "Tổng cộng",
    "Số: " + "1" * 300 + "/NQ-CP", "11/NQ-CP", "../../../etc/passwd", "e\u0301" * 500, "38.1.1.1",
    "a)", "(" + "9" * 30 + ")", "I.", "MMMMMMMMMMMM.", "- ", "<p>", "&#0;", "=1/0", "≥ 1e999 %",
    "Bộ " * 400, ", ".join(["Bộ Y tế"] * 800), "/".join(["1"] * 900), ";" * 3000,
)  # fmt: skip
"""What stands where a word or sentence is expected."""


def raw(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, lost, repeated or put in."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, size = chance.randrange(len(out) + 1), chance.choice((1, 2, 8, 64, 1024))
        kind = chance.randrange(5)
        if kind == 0 and out:
            out[at % len(out)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del out[at : at + size]
        elif kind == 2:
            out[at:at] = out[at : at + size] * chance.choice((1, 3, 50))
        elif kind == 3:
            out[at:at] = chance.randbytes(size)
        else:
            out[at : at + size] = bytes(len(out[at : at + size]))
    if chance.random() < 0.15:
        del out[chance.randrange(len(out) + 1) :]
    return bytes(out)


# --- text ------------------------------------------------------------------------------------


def text(data: bytes, chance: random.Random) -> bytes:
    """Lines and cells of a text changed, then perhaps its letters and its encoding."""
    lines = data.decode("utf-8", "replace").splitlines(keepends=True) or [""]
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        _spoil_lines(lines, chance)
        lines = lines or [""]
    told = "".join(lines)
    if chance.random() < 0.1:
        told = told.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\x0c", "\u2028", "")))
    if chance.random() < 0.1:
        encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1258", "latin-1", "utf-7"))
        return told.encode(encoding, "replace")
    return told.encode("utf-8", "surrogatepass")


def _spoil_lines(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    kind = chance.randrange(9)
    if kind == 0:
        del lines[at : at + chance.choice((1, 1, 3, 10))]
    elif kind == 1:
        lines[at:at] = lines[at : at + chance.choice((1, 2, 5))] * chance.choice((1, 2, 30))
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = _spoiled_cells(lines[at], chance)
    elif kind == 4:
        lines[at] = lines[at].rstrip("\n")
    elif kind == 5:
        cut = chance.randrange(len(lines[at]) + 1)
        lines[at : at + 1] = [lines[at][:cut] + "\n", lines[at][cut:]]
    elif kind == 6:
        lines[at] = _spoiled_words(lines[at], chance)
    elif kind == 7:
        lines[at] = re.sub(r"\d+", lambda _: chance.choice(NUMBERS), lines[at])
    else:
        lines.insert(at, chance.choice(WORDS) + "\n")


def _spoiled_cells(line: str, chance: random.Random) -> str:
    mark = next((mark for mark in "\t|;," if mark in line), " ")
    cells = line.split(mark)
    at = chance.randrange(len(cells))
    kind = chance.randrange(4)
    if kind == 0:
        del cells[at]
    elif kind == 1:
        cells[at:at] = [chance.choice(WORDS)] * chance.choice((1, 1, 3, 200))
    elif kind == 2:
        chance.shuffle(cells)
    else:
        cells[at] = chance.choice((*WORDS, *NUMBERS))
    return mark.join(cells)


def _spoiled_words(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    at = chance.randrange(len(words))
    words[at] = chance.choice((*WORDS, *NUMBERS, words[at][::-1], words[at] * 40))
    return " ".join(words)


# --- XML, alone and in a container -----------------------------------------------------------


def xml(data: bytes, chance: random.Random) -> bytes:
    """Elements lost, repeated, moved, renamed, put into each other; attributes and text changed."""
    try:
        top = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return raw(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        elements = [element for element in top.iter() if isinstance(element.tag, str)]
        _spoil_element(chance.choice(elements), chance.choice(elements), chance)
    out: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return raw(out, chance) if chance.random() < 0.05 else out


def _spoil_element(one: etree._Element, other: etree._Element, chance: random.Random) -> None:
    parent = one.getparent()
    kind = chance.randrange(8)
    if kind == 0 and parent is not None:
        parent.remove(one)
    elif kind == 1 and parent is not None:
        for _ in range(chance.choice((1, 2, 40))):
            parent.append(_copy(one))
    elif kind == 2:
        other.append(_copy(one))
    elif kind == 3:
        one.tag = other.tag
    elif kind == 4 and one.attrib:
        name = chance.choice(list(one.attrib))
        one.set(name, _attribute(chance))
    elif kind == 5 and one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]
    elif kind == 6:
        one.text = _printable(chance.choice((*WORDS, *NUMBERS)))
    elif len(one) < 400:
        for _ in range(chance.choice((3, 60))):
            inner = _copy(one) if len(one) < 3 else etree.Element(one.tag)
            one.append(inner)
            one = inner


def _copy(element: etree._Element) -> etree._Element:
    told = etree.tostring(element, with_tail=False)
    return etree.fromstring(told, etree.XMLParser(huge_tree=True))


def _attribute(chance: random.Random) -> str:
    return _printable(chance.choice((*NUMBERS, *NUMBERS, *WORDS)))


def _printable(text: str) -> str:
    """What XML may hold."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def zipped(data: bytes, chance: random.Random) -> bytes:
    """A member of the container spoiled, lost, cut, renamed, doubled; or the container itself."""
    if chance.random() < 0.1:
        return raw(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            members = [(name, box.read(name)) for name in box.namelist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return raw(data, chance)  # it was spoiled before
    sizes = [len(body) + 200 for _, body in members]
    at = chance.choices(range(len(members)), sizes)[0]
    name, body = members[at]
    kind = chance.randrange(14)
    if kind == 0:
        del members[at]
    elif kind == 1:
        members[at] = name, body[: chance.randrange(len(body) + 1)]
    elif kind == 2:
        members[at] = name, chance.choice(members)[1]
    elif kind == 3:
        members[at] = chance.choice(("../" + name, name.upper(), "/" + name)), body
    elif kind == 4:
        members.append((name, raw(body, chance)))
    else:
        spoil = xml if name.endswith((".xml", ".rels")) else raw
        members[at] = name, spoil(body, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, body in members:
            box.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body)
    return out.getvalue()


# --- markup, RTF -----------------------------------------------------------------------------

_TAG = re.compile(rb"<[^<>]*>")


def markup(data: bytes, chance: random.Random) -> bytes:
    """Tags of a page lost, doubled, exchanged; attributes that span or nest; words of a text."""
    if chance.random() < 0.4:
        return text(data, chance)
    parts = re.split(rb"(<[^<>]*>)", data)
    for _ in range(chance.choice((1, 2, 5, 15))):
        tags = [at for at, part in enumerate(parts) if _TAG.fullmatch(part)]
        if not tags:
            return raw(data, chance)
        at, other = chance.choice(tags), chance.choice(tags)
        kind = chance.randrange(5)
        if kind == 0:
            parts[at] = b""
        elif kind == 1:
            parts[at] *= chance.choice((2, 3, 3000))
        elif kind == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif kind == 3:
            span = chance.choice((b"colspan", b"rowspan", b"width", b"style", b"start", b"value"))
            number = chance.choice(NUMBERS).encode()
            parts[at] = parts[at][:-1] + b" " + span + b'="' + number + b'">'
        else:
            parts[at + 1 : at + 1] = [chance.choice(WORDS).encode("utf-8", "replace")]
    return b"".join(parts)


def rtf(data: bytes, chance: random.Random) -> bytes:
    """Control words with other numbers, braces lost or doubled."""

    def other(match: re.Match[bytes]) -> bytes:
        if chance.random() > 0.01:
            return match[0]
        number = chance.choice(NUMBERS).encode("ascii", "replace")
        return chance.choice((b"", match[0] * 2, match[1] + number, b"{", b"}"))

    return re.sub(rb"(\\[a-z]+)(-?\d*)", other, data)


# --- PDF -------------------------------------------------------------------------------------

_TOKEN = re.compile(
    rb"(?<![\w.#])(?:/[A-Za-z][\w.]*|\d+ 0 R|-?\d*\.?\d+"
    rb"|\b(?:Tj|TJ|Tm|Td|re|l|m|cm|q|Q|f|S|Do|BT|ET|W|n)\b)"
)
_DEFLATED = re.compile(
    rb"(<<(?:(?!endobj|stream).)*?>>\s*)stream\r?\n(.*?)\r?\nendstream", re.DOTALL
)
_LISTED = re.compile(rb"/Filter\s*\[|DecodeParms")
_OBJECT = re.compile(rb"(?:^|[\r\n])(\d+) (\d+) obj\b")


def pdf(data: bytes, chance: random.Random) -> bytes:
    """Tokens of objects and of page contents changed; objects exchanged, lost, leading to
    themselves; the table of objects made anew, or left wrong."""
    plain = _unpacked(data) if chance.random() < 0.8 else data
    for _ in range(chance.choice((1, 1, 2, 4, 10))):
        spoil = _spoil_objects if chance.random() < 0.3 else _spoil_tokens
        plain = spoil(plain, chance)
    return _with_table(plain) if chance.random() < 0.7 else plain


def _unpacked(data: bytes) -> bytes:
    """With its deflated streams as they read, as far as they are nothing but that."""

    def plain(match: re.Match[bytes]) -> bytes:
        head = match[1]
        if b"/FlateDecode" not in head or _LISTED.search(head):
            return match[0]
        try:
            body = zlib.decompress(match[2])
        except zlib.error:
            return match[0]
        head = re.sub(rb"/Filter\s*/FlateDecode", b"", head)
        head = re.sub(rb"/Length\s+\d+(?:\s+0\s+R)?", b"/Length %d" % len(body), head)
        return head + b"stream\n" + body + b"\nendstream"

    return _DEFLATED.sub(plain, data)


def _spoil_tokens(data: bytes, chance: random.Random) -> bytes:
    found = list(_TOKEN.finditer(data))
    if not found:
        return raw(data, chance)
    out = data
    chosen = sorted(chance.sample(range(len(found)), min(len(found), chance.choice((1, 2, 6, 30)))))
    for at in reversed(chosen):
        token = found[at]
        out = out[: token.start()] + _other_token(token[0], found, chance) + out[token.end() :]
    return out


def _other_token(token: bytes, found: list[re.Match[bytes]], chance: random.Random) -> bytes:
    some = [match[0] for match in chance.sample(found, min(len(found), 200))]
    like = [other for other in some if other[:1].isalpha() == token[:1].isalpha()]
    number = chance.choice(NUMBERS).encode("ascii", "ignore")
    return chance.choice((b"", token * 2, chance.choice(like or [b"0"]), number, b"null"))


def _spoil_objects(data: bytes, chance: random.Random) -> bytes:
    starts = [match.start(1) for match in _OBJECT.finditer(data)]
    if len(starts) < 3:
        return raw(data, chance)
    pieces = [data[a:b] for a, b in pairwise((0, *starts, len(data)))]
    at, other = (chance.randrange(1, len(pieces)) for _ in range(2))
    number = pieces[at].split(b" ", 1)[0]
    kind = chance.randrange(5)
    if kind == 0:
        pieces[at] = b""
    elif kind == 1:
        pieces[at] = pieces[at][: chance.randrange(len(pieces[at]) + 1)] + b"\n"
    elif kind == 2:
        pieces[at] = number + b" " + pieces[other].split(b" ", 1)[-1]
    elif kind == 3:
        pieces[at] = re.sub(rb"\d+ 0 R", number + b" 0 R", pieces[at])
    else:
        other_value = chance.choice((b"999 0 R", b"null", b"[]", b"<<>>"))
        pieces[at] = re.sub(rb"\d+ 0 R", other_value, pieces[at])
    return b"".join(pieces)


def _with_table(data: bytes) -> bytes:
    """With a table of objects that fits what is there."""
    objects = (match for match in _OBJECT.finditer(data) if len(match[1]) < 6)
    places = {int(match[1]): match.start(1) for match in objects}
    trailer = re.findall(rb"/Root \d+ \d+ R", data)
    if not places or not trailer:
        return data
    size = max(places) + 1
    kinds = ((places.get(n, 0), b"n" if n in places else b"f") for n in range(size))
    rows = [b"%010d 00000 %s \n" % kind for kind in kinds]
    start = len(data) + 1
    return (
        data + b"\nxref\n0 %d\n" % size + b"".join(rows)
        + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer[-1], start)
    )  # fmt: skip


def ways(data: bytes, name: str) -> Spoil:
    """The way that fits a document by its content."""
    if data.startswith(b"%PDF"):
        return pdf
    if zipfile.is_zipfile(io.BytesIO(data)):
        return zipped
    if data.startswith(b"{\\rtf"):
        return rtf
    if data.lstrip().startswith(b"<?xml") and b"<html" not in data[:2000]:
        return xml
    if b"<html" in data or b"<table" in data or name.endswith(("html", "htm", "mhtml")):
        return markup
    return raw if b"\0" in data else text
