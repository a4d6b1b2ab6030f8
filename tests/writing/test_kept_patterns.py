"""Compiled patterns that are kept: what is loaded is what was made, and no file stops a run."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import regex

from pipeline.extract.lined.heads import _POINT
from pipeline.writing.kept_patterns import Form, KeptPatterns, keep

CODES: Form = (r"(?P<code>\L<codes>)-\d++", 0, (("codes", ("CP", "QH", "TTg")),))
FORMS: list[tuple[Form, str, bool]] = [
    (CODES, "TTg-12", True),
    (CODES, "ttg-12", False),
    ((CODES[0], 2, CODES[2]), "ttg-12", True),
    ((CODES[0], 0, (("codes", ("CP", "QH")),)), "TTg-12", False),
    ((r"\p{Lu}\p{Ll}*+", 0, ()), "Ủy", True),
    ((r"[A-ZĐ]\p{Ll}*+", 0, ()), "Ủy", False),
]


def test_what_is_loaded_matches_as_what_was_made(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "kept"
    made = KeptPatterns(path)
    before = [made.of(form) for form, _, _ in FORMS]
    made.save()
    loaded = KeptPatterns(path)
    for (form, text, matches), one in zip(FORMS, before, strict=True):
        for pattern in (one, loaded.of(form)):
            assert bool(pattern.fullmatch(text)) == matches
        assert loaded.of(form).named_lists == one.named_lists
    assert loaded.of(CODES).fullmatch("QH-7")["code"] == "QH"


def test_a_file_that_has_all_forms_is_left_alone_and_one_that_lacks_some_has_all(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kept"
    forms = [form for form, _, _ in FORMS]
    for some in (forms[:2], forms[2:]):
        kept = KeptPatterns(path)
        for form in some:
            kept.of(form)
        kept.save()
    whole = path.read_bytes()
    path.write_bytes(whole)
    written = path.stat().st_mtime_ns
    kept = KeptPatterns(path)
    for form in forms:
        kept.of(form)
    kept.save()
    assert path.stat().st_mtime_ns == written


def test_what_two_processes_make_at_once_is_kept_of_both(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    one, other = KeptPatterns(path), KeptPatterns(path)
    for kept, (form, _, _) in zip((one, other), FORMS, strict=False):
        kept.of(form)
        kept.save()
    for form, _, _ in FORMS[:2]:
        assert form in KeptPatterns(path)


def test_too_little_memory_to_keep_them_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: KeptPatterns) -> None:
        raise MemoryError

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(KeptPatterns, "save", refuse)
    keep()


def test_a_run_keeps_what_its_readers_make(tmp_path: Path) -> None:
    asked = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "letter.txt").write_text("TT\nTên nhiệm vụ\n1\nXây dựng\n")
    run = [sys.executable, "-m", "pipeline", "run", "raw", "-q"]
    places = {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(run, cwd=tmp_path, env={**os.environ, **asked, **places}, check=False)
    (path,) = tmp_path.rglob("*.patterns")
    form: Form = (_POINT.pattern, regex.VERSION0, ())  # only a reader loads what has it
    assert form in KeptPatterns(path)


@pytest.mark.parametrize("size", [0, 7, 32, 100, -1])
def test_a_file_that_is_cut_off_counts_as_none_and_is_made_anew(tmp_path: Path, size: int) -> None:
    path = tmp_path / "kept"
    first = KeptPatterns(path)
    first.of(CODES)
    first.save()
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    again = KeptPatterns(path)
    assert again.of(CODES).fullmatch("CP-1")
    again.save()
    assert KeptPatterns(path).of(CODES).fullmatch("CP-1")
    assert len(path.read_bytes()) == len(whole)
    assert os.listdir(tmp_path) == ["kept"]


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = KeptPatterns(tmp_path / "file" / "kept")
    assert kept.of(CODES).fullmatch("CP-1")
    kept.save()


def test_a_file_that_another_build_wrote_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    data = b"cno_such_module\nPattern\n."  # a pickle that asks for what is not there
    path.write_bytes(hashlib.sha256(data).digest() + data)
    kept = KeptPatterns(path)
    assert kept.of(CODES).fullmatch("CP-1")
    kept.save()
    assert path.read_bytes()[32:] != data


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.mkdir()
    kept = KeptPatterns(path)
    assert kept.of(CODES).fullmatch("CP-1")
    kept.save()
    assert os.listdir(tmp_path) == ["kept"]


def test_texts_of_documents_are_not_kept(tmp_path: Path) -> None:
    asked = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    code = (
        "from datetime import date\n"
        "from pipeline.normalize.values.communes import province_of\n"
        "province_of('Vôdanh', ['xã Vôdanh, tỉnh Lào Cai'], date(2026, 1, 1))"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **asked}, check=True)
    (path,) = tmp_path.rglob("*.patterns")
    assert "Vôdanh".encode() not in path.read_bytes()


@pytest.mark.parametrize(("told_not_to", "files"), [("", 1), ("1", 0)])
def test_they_lie_where_python_keeps_bytecode(tmp_path: Path, told_not_to: str, files: int) -> None:
    asked = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": told_not_to}
    code = "from pipeline.writing.labels import parse_label; assert parse_label('1.1')"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **asked}, check=True)
    assert len(list(tmp_path.rglob("*.patterns"))) == files
