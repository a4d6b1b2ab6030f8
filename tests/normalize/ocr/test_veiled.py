"""Names of bodies under a seal: what shows of them, and the names that the table prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import Fragment
from pipeline.normalize.ocr.pieces import fixed
from pipeline.normalize.ocr.veiled import plain_values, veiled_fixes
from tests.normalize.ocr.lines import line

PLAIN = [
    (line("Sở Văn hóa, Thể thao và Du lịch;"), line("Tỉnh đoàn", y=20.0)),
    (line("Sở Nội vụ"),),
    (line("Sở Nông vụ", 0.6),),  # itself in doubt
    (line("Trạm 14"),),
    (line("Viện Nghiên cứu Rau quả"),),
    (line("Bộ Nông nghiệp và Môi trường"),),
    (line("Văn phòng Chính phủ, Văn phòng Quốc hội"),),
]
NAMES = plain_values(PLAIN)
SHOWN = [
    # (as read with the words in doubt, as it is meant)
    ("tẾ€ 2ao và Du lịch,", {"tẾ€": 0.1, "2ao": 0.2}, "Thể thao và Du lịch,"),
    ("Sở Nội vụ; Ti? đoàn", {"Ti?": 0.0}, "Sở Nội vụ; Tỉnh đoàn"),
    ("lện N cứu R. u quả", {"lện": 0.4, "N": 0.4, "R.": 0.4, "u": 0.4}, "Viện Nghiên cứu Rau quả"),
    ("Văn phòng c#", {"c#": 0.1}, "Văn phòng c#"),  # two names are as like it
    ("Sở Nội chính", {"Sở": 0.1}, "Sở Nội chính"),  # `chính` was read for certain
    ("Tỉnh doàn", {"doàn": 0.8}, "Tỉnh doàn"),  # nothing hides it
    ("Trạm 1#", {"1#": 0.1}, "Trạm 1#"),  # any figure may be hidden
    ("###", {"###": 0.0}, "###"),
    ("Viện Nghiên cứu Rau", {"Rau": 0.6}, "Viện Nghiên cứu Rau"),  # a name as far as it shows
    ("Bộ Nông nghiệp và", {"Nông": 0.6}, "Bộ Nông nghiệp và Môi trường"),  # `và` ends no name
    ("Viện Nghiên", {"Nghiên": 0.6}, "Viện Nghiên cứu Rau quả"),  # it ends inside of a word
    # two parts of one name, which a comma of the seal cuts
    (
        "Viện Nghiên c#, Nghiên cứu Rau q#",
        {"c#,": 0.1, "q#": 0.1},
        "Viện Nghiên c#, Nghiên cứu Rau q#",
    ),
]


REGISTERED = [
    # (as read with the words in doubt, as it is meant: nothing like it is printed elsewhere)
    ("Bộ Xây uựẰ#", {"Bộ": 0.6, "Xây": 0.6, "uựẰ#": 0.1}, "Bộ Xây dựng"),
    ("Ủy ban nhân 4 dân tỉnh Lạng Sơn;", {"4": 0.1}, "Ủy ban nhân dân tỉnh Lạng Sơn;"),
    ("Bọ #mg", {"Bọ": 0.4, "#mg": 0.1}, "Bọ #mg"),  # several are as like it
    ("Ủy ban nhân dân tỉnh #", {"#": 0.1}, "Ủy ban nhân dân tỉnh #"),
    ("Ban Tou giáo Chính phủ", {"Tou": 0.3}, "Ban Tôn giáo Chính phủ"),
    # a syllable shows that no name like it has: a body of which nobody knows
    ("Bệnh viện Mắt Trung", {"Mắt": 0.3, "Trung": 0.3}, "Bệnh viện Mắt Trung"),
    ("Cục Địa cc và Khoáng sản Việt Nam", {"cc": 0.1}, "Cục Địa cc và Khoáng sản Việt Nam"),
    # it may be a name, to which nothing is added
    ("Bộ đội Biên phòng", {"Biên": 0.6, "phòng": 0.6}, "Bộ đội Biên phòng"),
    # words that are one with those beside them stand in no name as others
    ("Sở Công hương", {"Sở": 0.6, "hương": 0.1}, "Sở Công hương"),
    ("Ủy ban nhan dân các xã vùng cao", {"nhan": 0.2}, "Ủy ban nhan dân các xã vùng cao"),
]


@pytest.mark.parametrize(("read", "doubted", "meant"), REGISTERED)
def test_a_hidden_name_is_one_of_the_registry_where_the_table_has_none(
    read: str, doubted: dict[str, float], meant: str
) -> None:
    lines: tuple[Fragment, ...] = (line(read, **doubted),)
    (found,) = fixed(lines, list(veiled_fixes(lines, {*NAMES, "Văn phòng Chính phủ"})))
    assert found.text == meant


def test_what_is_plain_is_sure_and_has_no_figures() -> None:
    assert "Tỉnh đoàn" in NAMES
    assert not {"Sở Nông vụ", "Trạm 14"} & NAMES


@pytest.mark.parametrize(("read", "doubted", "meant"), SHOWN)
def test_a_hidden_name_is_the_only_one_like_what_shows(
    read: str, doubted: dict[str, float], meant: str
) -> None:
    lines: tuple[Fragment, ...] = (line(read, **doubted),)
    (found,) = fixed(lines, list(veiled_fixes(lines, NAMES)))
    assert found.text == meant
    assert found.printed == read


def test_words_between_two_that_show_need_white_to_stand_in() -> None:
    """`Kiểm ngư` right behind `Cục` is no `Cục Thủy sản và Kiểm ngư`, what a star hides may be."""
    values = {"Cục Thủy sản và Kiểm ngư"}
    near = line("Cục Kiểm ngư", Kiểm=0.6)
    assert not list(veiled_fixes((near,), values))
    first, *others = near.words
    behind = [word._replace(x0=word.x0 + 60.0, x1=word.x1 + 60.0) for word in others]
    apart = replace(near, words=(first, *behind))
    (found,) = fixed((apart,), list(veiled_fixes((apart,), values)))
    assert found.text == "Cục Thủy sản và Kiểm ngư"
