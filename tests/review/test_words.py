"""Both languages say everything the app has to say."""

from __future__ import annotations

import re
import string
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pipeline.review
from pipeline.data.records import ProblemRecord
from pipeline.review.queue import KINDS
from pipeline.review.words import Words
from tests.test_docs import ARCHITECTURE, documented_codes

ROOM = Path(pipeline.review.__file__).parent
CATALOGUE = tomllib.loads((ROOM / "words.toml").read_text(encoding="utf-8"))
OWN = {"cell-unsure", "link-review", "thread-disputed", "table-unchecked", "fixture-differs",
       "readers-differ", "page-failed", "fixture-unreadable", "original-open"}  # fmt: skip


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    for key, texts in (CATALOGUE["words"] | CATALOGUE["codes"]).items():
        assert len(texts) == 2, key
        assert all(text.strip() for text in texts), key
        values = [{name for _, name, _, _ in string.Formatter().parse(t) if name} for t in texts]
        assert values[0] == values[1], key


def test_every_sentence_that_is_said_is_in_the_catalogue_and_the_other_way_round() -> None:
    words = set(CATALOGUE["words"])
    text = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.py", "templates/*.html", "static/*.js")
        for path in ROOM.glob(pattern)
    )
    rooms = {word.split(".")[0] for word in words}
    said = {
        key
        for key in re.findall(r'["\']([a-z]+\.[a-z0-9-]*[a-z0-9])["\']', text)
        if key.split(".")[0] in rooms and not key.endswith((".html", ".aligned"))
    }
    assert said <= words
    built = (
        "kind.", "state.", "about.", "column.", "decisions.kind-", "done.", "waits.", "rule.",
        "rerun.code-", "original.is-", "original.status-", "link.status-", "link.relation-",
        "link.claim-",
    )  # fmt: skip
    assert {key for key in words - said if not key.startswith(built)} == set()
    assert {f"kind.{kind}" for kind in KINDS} <= words


def test_problem_codes_have_plain_names_and_a_sentence() -> None:
    assert set(CATALOGUE["codes"]) - OWN == documented_codes()
    sentences = CATALOGUE["messages"]
    assert set(sentences) == documented_codes()
    assert all(text.endswith(".") and "{" not in text for text in sentences.values())


def test_the_documents_say_each_code_as_the_app_does() -> None:
    told = dict(re.findall(r"^\| [^|]*\| `([a-z-]+)` \| (.*) \|$", ARCHITECTURE, re.MULTILINE))
    plain = {code: texts[1] for code, texts in CATALOGUE["codes"].items() if code not in OWN}
    assert {code: told.get(code) for code in plain} == plain


def test_a_problem_is_told_in_both_languages_with_what_it_is_about() -> None:
    problem = ProblemRecord("a", None, None, None, "warning", "rendition-differs", "as is", "x",
                            4, ("b/1/0002",), "b")  # fmt: skip
    assert Words("en").problem(problem) == "as is"
    told = Words("vi").problem(problem)
    assert told.startswith(CATALOGUE["messages"]["rendition-differs"])
    assert told.endswith("(trang 4; văn bản b; dòng b/1/0002)")
    assert Words("vi").problem(replace(problem, code="other")) == "as is"


def test_what_a_repair_rests_on_and_days_are_told_in_both_languages() -> None:
    why = "begins anew; hồ chí: known in official documents, 3 times in the document; as it is"
    assert Words("en").reasons(why) == why
    assert Words("vi").reasons(why) == (
        "bắt đầu mới; hồ chí: văn bản nhà nước thường viết vậy, 3 lần trong văn bản; as it is"
    )
    assert Words("vi").reasons("after 6. and before 8.") == "sau 6. và trước 8."
    assert [Words(one).day(date(2026, 1, 14)) for one in ("vi", "en")] == [
        "14/01/2026", "2026-01-14",
    ]  # fmt: skip
    assert Words("vi").day(None) == ""
