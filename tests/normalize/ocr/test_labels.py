"""Row numbers known by their sequence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.ocr.labels import ReadLabel, numbered
from pipeline.writing.counting import roman
from pipeline.writing.labels import letter_at, parse_label

# What was read (`*` before it: nothing but a title stands beside it), how sure, what it is.
CASES = [
    ("*1. 1. 2: 3. 4. 5. 6. VỀ 8. 9.", 0.7, "I. 1. 2. 3. 4. 5. 6. 7. 8. 9."),
    ("9. 10. 11. 15, *IL 13. 14. *IHL 15.", 0.7, "9. 10. 11. 12. II. 13. 14. III. 15."),
    ("*I 1 2 *H 3 4 *IH 5", 0.7, "I 1 2 II 3 4 III 5"),
    ("26. (1) (2) (8) (4) (5) 27.", 0.9, "26. (1) (2) (3) (4) (5) 27."),
    ("67. 68. 69. 79. 71. 72. 73.", 0.95, "67. 68. 69. 70. 71. 72. 73."),
    ("23. 24. 25. 26. 87. 88.", 0.8, "23. 24. 25. 26. 27. 28."),
    ("37. 37.1 31.2 37.3 38.", 0.8, "37. 37.1 37.2 37.3 38."),
    ("*I 1 2 3 *H 1 2 Z 4", 0.8, "I 1 2 3 II 1 2 3 4"),
    ("1 a) b) e) d) đ) 2", 0.8, "1 a) b) c) d) đ) 2"),
    ("*A 1 2 3 4 *B 5 51 52 6 7 *€ 8 9", 0.9, "A 1 2 3 4 B 5 5.1 5.2 6 7 C 8 9"),  # dots lost
    ("*A 1 2 3 4 *B 5 SI 52 6 7 *€ 8 9", 0.9, "A 1 2 3 4 B 5 5.1 5.2 6 7 C 8 9"),
    ("*A 1 2 3 4 *B 5 5.1 52 6 7 *C 8 9", 0.9, "A 1 2 3 4 B 5 5.1 5.2 6 7 C 8 9"),
    ("I 1. 2. 3. *II 4. q) (2) 5. *III 6.", 0.92, "I 1. 2. 3. II 4. (1) (2) 5. III 6."),
    # A figure read as the letter says nothing of how the numbers of groups are printed.
    ("*I I. 2. 3. *II 4. 5. *IH 6.", 0.92, "I 1. 2. 3. II 4. 5. III 6."),
    ("*] 1. 2. 3. Ả, *H 5. (I) (2) 6. *II 7.", 0.8, "I 1. 2. 3. 4. II 5. (1) (2) 6. III 7."),
    ("*I. I 2 (I) (2) 3 *II. 4 *11. 5 6 7", 0.9, "I. 1 2 (1) (2) 3 II. 4 III. 5 6 7"),
    ("*n 1 2 3 *B 4 5 *C 6", 0.92, "A 1 2 3 B 4 5 C 6"),
    # Numbers of groups with sums beside them, and with counts below them.
    ("16 17 IV IV.I 18 19 IV.2 20 V 21", 0.93, "16 17 IV IV.1 18 19 IV.2 20 V 21"),
    ("*A *A.1 1 2 *A.Z 3 *B 4", 0.9, "A A.1 1 2 A.2 3 B 4"),
    ("86. 87. 88. *V, 8o. 90. 91.", 0.8, "86. 87. 88. V. 89. 90. 91."),
    # A number of groups that is misread has a stop all the same.
    ("5. *VỊ. 6. *VỊI. 7. *VIII 8.", 0.93, "5. VI. 6. VII. 7. VIII 8."),
]
PADDED = [
    ("01 02 03 04 05 06 07 08 09 10 11 12", 0.9, "01 02 03 04 05 06 07 08 09 10 11 12"),
    ("01 02 0B 04 O5 06 *II 01 02 03", 0.8, "01 02 03 04 05 06 II 01 02 03"),
    ("(01) (02) (8) (04)", 0.9, "(01) (02) (03) (04)"),
    ("1 2 03 4 5", 0.9, "1 2 3 4 5"),
    ("1 2. 3 4 5 6 7 8. 9", 0.9, "1 2 3 4 5 6 7 8 9"),  # specks
]
"""Numbers of two figures stay so, and are mended so."""
# Out of sequence in print: what follows speaks for it.
KEPT = [
    "37. 38.1 38.2 38.3 38. 39.",
    "1. 2. 4. 5. 6.",
    "1. 2. 3. 3. 4. 5.",
    "25. 27. 28. 29.",
    "1 2 3 1 2 3",
    "12 13 14 15",
    "49 50 51 52",
    "1. 2. - - 3.",
    "17. 18. *III. 19. 20.",  # pages before it are missing
    "*II. 7. 8. *III. 9.",
    "1 2 3 4 1. 2. 3.",  # one section prints its numbers otherwise
    "1 2 1. 2. 3. 4. 5. 6.",  # no stop is made up
    "1 2 ...",  # rows go on
    "I II *Trongđó: *1 1.1 1.2 2 2.1 2.2",  # sums beside the groups, and words among the numbers
]


def rows(read: str, sure: float) -> list[ReadLabel]:
    return [ReadLabel(text.lstrip("*"), sure, text[0] == "*") for text in read.split()]


@pytest.mark.parametrize(("read", "sure", "printed"), [*CASES, *PADDED])
def test_misread_numbers_are_known_by_their_sequence(read: str, sure: float, printed: str) -> None:
    labels = rows(read, sure)
    found = [text or label.text for label, text in zip(labels, numbered(labels), strict=True)]
    assert found == printed.split()


@pytest.mark.parametrize("read", KEPT)
def test_numbers_printed_out_of_sequence_stay(read: str) -> None:
    assert set(numbered(rows(read, 0.95))) == {None}


@given(st.integers(1, 300), st.integers(1, 30), st.sampled_from(["{}", "{}.", "({})"]))
def test_a_sequence_read_right_stays_however_unsure_the_reader(
    first: int, count: int, form: str
) -> None:
    labels = [ReadLabel(form.format(n), 0.3) for n in range(first, first + count)]
    assert set(numbered(labels)) == {None}


@given(st.integers(3, 40), st.data())
def test_one_number_lost_inside_a_sequence_comes_back(count: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, count - 2))
    labels = [ReadLabel(f"{n}.", 0.9) for n in range(1, count + 1)]
    labels[at] = ReadLabel("%:", 0.3)
    assert numbered(labels)[at] == f"{at + 1}."


@given(st.lists(st.text(max_size=6), max_size=8))
def test_whatever_stands_there_has_an_answer(texts: list[str]) -> None:
    labels = [ReadLabel("".join(text.split()), 0.5) for text in texts]
    assert len(numbered(labels)) == len(texts)


@given(st.integers(1, 99))
def test_numerals_and_letters_are_read_back(number: int) -> None:
    label = parse_label(roman(number))
    assert label is not None
    assert label.numbers == (number,)
    if letter_at(number, upper=False):
        small = parse_label(letter_at(number, upper=False))
        assert small is not None
        assert small.numbers == (number,)
