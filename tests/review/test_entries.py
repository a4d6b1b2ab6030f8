"""Files of corrections that people wrote are added to and taken from, and nothing else in them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.review.entries import Entry, changed, parse, read_text, save, written

SIGNED = {"by": "Nguyễn Lan", "on": date(2026, 3, 1), "why": "đọc"}
BY_HAND = """\ufeff# what we found\r
\r
[[cell]]   # the first\r
column = "title"\r
against = '''\r
[[cell]]\r
'''\r
text = "x"\r
by = "A"\r
on = 2026-03-01\r
why = "w"   # kept\r
\r
# of the next one\r
[[fact]]\r
name = "number"\r
against = ""\r
value = "1/NQ-CP"\r
by = "A"\r
on = 2026-03-01\r
why = "w"\r
# the end"""
PLAIN = BY_HAND.replace("against = '''\r\n[[cell]]\r\n'''", 'against = "y"')


def entry(text: str = "x", decision: str = "cell") -> Entry:
    return Entry(decision, {"column": "title", "against": "a\nb", "text": text, **SIGNED})


def test_what_a_person_wrote_stays_byte_for_byte() -> None:
    after = changed(PLAIN, (), [entry("mới")])
    assert after.startswith(PLAIN + "\r\n\r\n[[cell]]\r\n")
    assert changed(after, [entry("mới")], ()).rstrip("\r\n") == PLAIN


def test_an_entry_leaves_and_the_comments_around_it_stay() -> None:
    after = changed(PLAIN, [parse(PLAIN)[0]], ())
    assert [one.decision for one in parse(after)] == ["fact"]
    assert "# what we found" in after
    assert "# of the next one\r\n[[fact]]" in after
    assert after.endswith("# the end")


@pytest.mark.parametrize(
    "text",
    [
        BY_HAND,  # a header inside a text: entries cannot be told apart line by line
        'cell = [{ column = "title" }]\n',
        "[[cell]\n",
    ],
)
def test_a_file_in_another_form_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError):
        changed(text, (), [entry()])


def test_what_is_not_there_cannot_leave() -> None:
    with pytest.raises(ConfigError, match="not there"):
        changed(PLAIN, [entry()], ())


@given(st.text(), st.text(), st.dictionaries(st.text(min_size=1), st.integers(0, 9)))
def test_every_text_comes_back_as_it_was(text: str, against: str, lines: dict[str, int]) -> None:
    one = Entry("part", {"text": text, "against": against, "lines": lines, **SIGNED})
    if any("\ud800" <= char <= "\udfff" for char in repr(one.same)):
        return
    assert tomllib.loads(written(one))["part"] == [dict(one.fields)]
    assert [found.same for found in parse(changed(PLAIN, (), [one]))][-1] == one.same


def test_what_a_run_would_refuse_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf.toml"
    save(path, written(entry()))
    before = path.read_bytes()
    with pytest.raises(ConfigError, match="unknown key"):
        save(path, written(Entry("cell", {**entry().fields, "other": "x"})))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf.toml"]
    assert parse(read_text(path))[0].same == entry().same
