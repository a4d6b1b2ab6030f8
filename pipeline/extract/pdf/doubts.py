"""What is doubtful about the text of a PDF, gathered page by page, told once per file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.errors import InputError
from pipeline.extract.pdf.file.page_tree import PageTree
from pipeline.extract.pdf.letters.aside import SetAside
from pipeline.extract.pdf.letters.chars import Numbers, PageChars
from pipeline.extract.pdf.letters.pieces import Piece
from pipeline.model import Problem, Severity
from pipeline.writing.characters import map_characters
from pipeline.writing.syllables import implausible_words, wrong_words

_PROVEN = 12
"""Different words with marks that a font must make for its table to be believed."""
_FEWEST_WRONG = 6
"""Different words with marks that are no syllables, more of them than of those that are, for it not
to be: names in another tongue are fewer."""


_SAMPLES = 5
_UNSEEN: dict[str, tuple[Severity, str, str]] = {
    "covered": (
        "warning", "covered-text",
        "{count} characters under a painted area on {pages} were left out; compare with the page",
    ),
    "off-page": (
        "warning", "text-off-page",
        "{count} characters beyond the edge of {pages} were left out",
    ),
    "clipped": (
        "warning", "text-clipped",
        "{count} characters cut away whole on {pages} were left out",
    ),
    "beyond": (
        "warning", "text-off-page",
        "{count} texts on {pages} reach beyond the edge of the page; they are read whole",
    ),
    "cut": (
        "info", "text-clipped",
        "{count} texts on {pages} do not fit into their cell; what the file holds of them was read",
    ),
    "layer": (
        "info", "layer-off",
        "{count} characters of layers that are switched off on {pages} were left out",
    ),
    "pale": (
        "info", "text-unseen", "{count} white characters on white on {pages} were left out",
    ),
    "hidden": (
        "info", "text-unseen", "{count} characters set invisible on {pages} were left out",
    ),
}  # fmt: skip
"""What is told of text set aside: severity, code, message. Annotations are told by their effect."""


@dataclass(slots=True)
class Unseen:
    """Text set aside for one reason: the first page, how many pages and characters, examples."""

    page: int
    pages: int = 0
    count: int = 0
    samples: list[str] = field(default_factory=list)


def _pages(count: int) -> str:
    return f"{count} page{'s' if count > 1 else ''}"


@dataclass(slots=True)
class Doubts:
    """Problems of one file; those that repeat on every page are counted and told once."""

    told: list[Problem] = field(default_factory=list)
    legacy: dict[str, tuple[str, int]] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    unmapped_page: int = 0
    aside: dict[str, Unseen] = field(default_factory=dict)
    numbers: dict[bool, Unseen] = field(default_factory=dict)
    strange: Counter[str] = field(default_factory=Counter)
    strange_pages: list[int] = field(default_factory=list)
    sound: set[int] = field(default_factory=set)

    def look_at(
        self, number: int, chars: PageChars, pieces: Sequence[Piece], lines: list[str]
    ) -> None:
        """Look at the fonts and the lines of a page."""
        for ink in chars.inks.values():
            decoder = ink.style.font.decoder
            if decoder is not None and decoder.legacy and ink.style.font.name not in self.legacy:
                self.legacy[ink.style.font.name] = (decoder.name, number)
        if chars.numbers:
            self.glyph_numbers(number, chars.numbers)
        if chars.unmapped:
            self.unmapped.update(chars.unmapped)
            self.unmapped_page = self.unmapped_page or number
        words = implausible_words(map_characters("\n".join(lines)))
        words = words or self._words_of_wrong_fonts(chars, pieces)
        if words:
            self.strange.update(words)
            self.strange_pages.append(number)

    def _words_of_wrong_fonts(self, chars: PageChars, pieces: Sequence[Piece]) -> list[str]:
        """The words of fonts whose tables of code points make no Vietnamese of them, though the
        page as a whole is. A font that was seen to make some is not looked at again."""
        texts: dict[int, list[str]] = {}
        for piece in pieces:
            owner = chars.owners[piece.first] if piece.first < len(chars.owners) else None
            if owner is None:
                continue
            font = id(chars.inks[owner].style.font)  # parts of one font have one name
            if font not in self.sound:
                texts.setdefault(font, []).append(piece.text)
        found: list[str] = []
        for font, printed in texts.items():
            right, wrong = wrong_words(map_characters("\n".join(printed)))
            if len(right) >= _PROVEN and len(right) > len(wrong):
                self.sound.add(font)
            elif len(wrong) >= _FEWEST_WRONG and len(wrong) > len(right):
                found += sorted(wrong)
        return found

    def glyph_numbers(self, number: int, numbers: Numbers) -> None:
        """A page with text that is given as glyph numbers."""
        told = self.numbers.setdefault(numbers.read, Unseen(number))
        told.pages += 1
        told.count += numbers.chars
        told.samples = [numbers.font]

    def set_aside(self, number: int, aside: SetAside) -> None:
        """What of a page was set aside, and what shows in part only."""
        found = [(reason, aside.chars[reason], aside.samples[reason]) for reason in aside.chars]
        found += [("cut", len(aside.cut), aside.cut), ("beyond", len(aside.beyond), aside.beyond)]
        for reason, count, samples in found:
            if count and reason in _UNSEEN:
                told = self.aside.setdefault(reason, Unseen(number))
                told.pages += 1
                told.count += count
                told.samples += samples[: _SAMPLES - len(told.samples)]

    def problems(self) -> tuple[Problem, ...]:
        """All problems found, in the order of the pages."""
        return tuple(
            self.told
            + self._legacy()
            + self._numbers()
            + self._unmapped()
            + self._strange()
            + self._aside()
        )

    def _aside(self) -> list[Problem]:
        return [
            Problem(
                severity,
                code,
                message.format(count=told.count, pages=_pages(told.pages)),
                " | ".join(told.samples),
                told.page,
            )
            for reason, (severity, code, message) in _UNSEEN.items()
            if (told := self.aside.get(reason))
        ]

    def _legacy(self) -> list[Problem]:
        return [
            Problem(
                "info",
                "legacy-font",
                f"text in font {font} was decoded from {encoding}; compare it with the page",
                font,
                page,
            )
            for font, (encoding, page) in self.legacy.items()
        ]

    def _numbers(self) -> list[Problem]:
        return [
            Problem(
                "info" if read else "error",
                "glyph-numbers" if read else "text-unmapped",
                f"{told.count} characters on {_pages(told.pages)} have no code points; "
                + (
                    "they were read from the order of the glyphs, which the words prove"
                    if read
                    else "they cannot be read; read the file from its pictures instead"
                ),
                told.samples[0],
                told.page,
            )
            for read, told in self.numbers.items()
        ]

    def _unmapped(self) -> list[Problem]:
        if not self.unmapped:
            return []
        total = self.unmapped.total()
        sample = " ".join(f"U+{ord(char):04X}" for char, _ in self.unmapped.most_common(8))
        return [
            Problem(
                "warning",
                "text-unmapped",
                f"{total} characters have no known code point; compare the text with the page",
                sample,
                self.unmapped_page,
            )
        ]

    def _strange(self) -> list[Problem]:
        if not self.strange_pages:
            return []
        words = ", ".join(word for word, _ in self.strange.most_common(8))
        return [
            Problem(
                "error",
                "text-implausible",
                f"the text layer of {len(self.strange_pages)} pages is not Vietnamese as spelled; "
                "read the file from its pictures instead",
                words,
                self.strange_pages[0],
            )
        ]

    def unreadable(self, number: int) -> None:
        """A page that cannot be opened."""
        self._tell("error", "page-unreadable", "the page is damaged and was left out", number)

    def too_dense(self, number: int) -> None:
        """A page with more characters than are read."""
        self._tell("error", "page-too-large", "the page has too many characters to be read", number)

    def too_many_paths(self, number: int) -> None:
        """A page with more drawings than are looked at."""
        self._tell(
            "warning", "page-too-large", "not all drawings of the page were searched for rules",
            number,
        )  # fmt: skip

    def page_tree(self, tree: PageTree) -> None:
        """A file that lists more pages than it counts, or a page twice."""
        if tree.uncounted > 0:
            message = (
                f"the file lists {tree.uncounted} more pages than it counts, and those are not "
                "read; save it again with another program"
            )
            self._tell("error", "page-unreadable", message, 1)
        if tree.repeated:
            message = "the file lists a page twice: its rows may be there twice"
            self._tell("warning", "rows-uncertain", message, 1)

    def too_many_pages(self, total: int, most: int) -> None:
        """A file with more pages than are read."""
        self._tell(
            "error", "too-many-pages", f"only the first {most} of {total} pages were read", most
        )

    def without_text(self, number: int, in_table: bool) -> None:
        """A page that shows something and has no characters; `in_table`: the page before it ends
        in a table, which may go on."""
        said = "; the table on the page before it may go on there" if in_table else ""
        self._tell(
            "error" if in_table else "warning", "page-without-text",
            f"the page has no characters; it needs to be read from its picture{said}", number,
        )  # fmt: skip

    def picture_page(self, number: int, chars: int) -> None:
        """A picture with a few characters beside or upon it: a scan with a stamp."""
        self._tell(
            "warning", "picture-not-read", f"the page is a picture, {chars} characters are "
            "printed on it; what the picture shows is not read", number,
        )  # fmt: skip

    def not_read(self, error: InputError, pages: Sequence[int]) -> None:
        """Pages that are pictures, and nothing at hand that reads them."""
        if not pages:
            return
        many = f"{len(pages)} pages are pictures" if len(pages) > 1 else "a page is a picture"
        self.told = [p for p in self.told if p.code != "dialect-unsupported"]
        self._tell("error", error.code, f"{many}; {error.message}", pages[0])

    def coarse(self, pages: Sequence[int]) -> None:
        """Pages whose pictures are too coarse to be read for sure."""
        message = (
            f"the pictures of {_pages(len(pages))} are too coarse for accents to be told;"
            " scan the paper again at 200 dpi or more"
        )
        self._tell("warning", "picture-coarse", message, pages[0])

    def ink_unread(self, number: int, lines: int) -> None:
        """Print in the cells of a picture of which nothing was read."""
        many = "a line" if lines == 1 else f"{lines} lines"
        message = f"{many} of print in the tables of the page could not be read; look at the page"
        self._tell("warning", "print-unread", message, number)

    def picture_bad(self, number: int, unlike_print: bool) -> None:
        """A picture that is not all there, or in which hardly anything is like print."""
        message = (
            "hardly anything in the picture of the page reads as print (handwriting? a drawing?)"
            if unlike_print
            else "the picture of the page is cut off in the file; fetch the file again"
        )
        self._tell("warning", "picture-not-read", f"{message}; look at the page", number)

    def nothing_read(self, pages: Sequence[int]) -> None:
        """Pages whose pictures show print of which not a word was read."""
        message = f"nothing was read in the pictures of {_pages(len(pages))}"
        self._tell("warning", "page-without-text", message, pages[0])

    def parts_not_read(self, error: InputError, pages: Sequence[int]) -> None:
        """Pages of text with pictures, and nothing at hand that reads those."""
        if pages:
            message = f"pictures on {_pages(len(pages))} were not looked into; {error.message}"
            self._tell("info", error.code, message, pages[0])

    def part_read(self, number: int) -> None:
        """A page of text with pictures in which something is written."""
        message = "what is written in a picture was read as print; compare it with the page"
        self._tell("info", "picture-read", message, number)

    def drawn(self, number: int) -> None:
        """A page whose characters have no code points, read as it is drawn."""
        message = "the characters of the page cannot be read; it was read as it is drawn"
        self._tell("info", "picture-read", message, number)

    def page_not_read(self, number: int, why: str) -> None:
        """A page whose picture could not be read."""
        self._tell(
            "error", "picture-not-read", f"the picture of the page could not be read ({why})",
            number,
        )  # fmt: skip

    def hidden_layer(self, number: int) -> None:
        """A picture with invisible text under it."""
        self._tell(
            "warning", "text-layer-hidden", "the page is a picture; its text was recognised by "
            "a machine before and may be wrong", number,
        )  # fmt: skip

    def made_by_program(self) -> None:
        """A form whose pages are not in the file."""
        message = "the pages of the form are made by Adobe's reader (XFA); print it to a PDF there"
        self._tell("error", "dialect-unsupported", message, 1)

    def only_pictures(self, pages: int) -> None:
        """A file of pictures of which none was read."""
        from pipeline.extract.scan.engine import MISSING

        missing = [problem for problem in self.told if problem.code == MISSING]
        if missing:
            self.told = missing
            return
        self.told = [
            Problem(
                "warning",
                "dialect-unsupported",
                f"all {pages} pages are pictures without characters; scans are not read",
            )
        ]

    def _tell(self, severity: str, code: str, message: str, page: int) -> None:
        assert severity in ("error", "warning", "info")
        self.told.append(Problem(severity, code, message, "", page))  # type: ignore[arg-type]
