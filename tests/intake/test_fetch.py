"""`annex fetch` against a server on this machine that is slow, redirects, cuts off and lies."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.origins import Origin, read_origins, write_origins
from pipeline.batch.passed_over import is_passed_over
from pipeline.batch.sources import discover
from pipeline.cli import main
from pipeline.errors import ConfigError
from pipeline.intake.download import Downloader, Manner
from pipeline.intake.fetch import Fetched, fetch
from pipeline.intake.promised import safe_name
from pipeline.intake.wanted import Wanted, read_list

PDF = b"%PDF-1.4\n" + b"a page " * 2000 + b"\n%%EOF\n"
PAGE = b"<!DOCTYPE html><html><body>Not found</body></html>"
MANNER = Manner(delay=0, silence=0.8, longest=2.0, tries=3, pause=0.01, largest=100_000)


class Server(BaseHTTPRequestHandler):
    """Answers by the first part of the path; counts how often each was asked."""

    asked: Counter[str]
    content: bytes

    def do_GET(self) -> None:
        way = self.path.split("/")[1].partition("?")[0]
        self.asked[way] += 1
        getattr(self, way.partition(".")[0], self.missing)()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def give(self, data: bytes, code: int = 200, length: int | None = None, **more: str) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def missing(self) -> None:
        self.give(PAGE, 404)

    def good(self) -> None:
        self.give(PDF)

    def tagged(self) -> None:
        if self.headers["If-None-Match"] == f'"{len(self.content)}"':
            self.give(b"", 304)
        else:
            self.give(type(self).content, ETag=f'"{len(self.content)}"')

    def page(self) -> None:
        self.give(PAGE, Content_Type="text/html; charset=utf-8")

    def error(self) -> None:
        self.give(b'{"error": "no such file"}', Content_Type="application/json")

    def cut(self) -> None:
        self.give(PDF[:5000], length=len(PDF))

    def short(self) -> None:
        self.give(PDF, length=5000)

    def cut_once(self) -> None:
        self.give(PDF if self.asked["cut_once"] > 1 else PDF[:9], length=len(PDF))

    def busy_once(self) -> None:
        busy = self.asked["busy_once"] == 1
        self.give(b"" if busy else PDF, 429 if busy else 200, Retry_After="0")

    def closed(self) -> None:
        self.give(b"", 503, Retry_After="86400")

    def broken(self) -> None:
        self.give(b"", 500)

    def silent(self) -> None:
        time.sleep(1.6)

    def dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"%PDF-")
            self.wfile.flush()
            time.sleep(0.1)

    def large(self) -> None:
        self.give(b"%PDF-" + b" " * 200_000)

    def packed(self) -> None:
        self.give(gzip.compress(PDF), Content_Encoding="gzip")

    def bomb(self) -> None:
        self.give(gzip.compress(bytes(1_000_000)), Content_Encoding="gzip")

    def away(self) -> None:
        self.give(b"", 302, Location="/good/b.pdf")

    def loop(self) -> None:
        self.give(b"", 302, Location=f"/loop/{self.asked['loop']}.pdf")

    def inside(self) -> None:
        self.give(b"", 302, Location="file:///etc/passwd")

    def ftp(self) -> None:
        self.give(b"", 302, Location="ftp://127.0.0.1/a.pdf")

    def named(self) -> None:
        self.give(PDF, Content_Disposition="attachment; filename*=UTF-8''..%2FPh%E1%BB%A5%20l.pdf")

    def steering(self) -> None:
        self.send_response(404, "\x1b[31mred")
        self.end_headers()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    Server.asked, Server.content = Counter(), PDF
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def fetched(into: Path, *urls: str) -> list[Fetched]:
    return list(fetch([Wanted(url) for url in urls], into, Downloader(MANNER)))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix != ".toml" and path.name != ".fetch.lock"
    }


@pytest.mark.parametrize(
    ("path", "says", "times"),
    [
        ("missing/a.pdf", "answers 404", 1),
        ("page/a.pdf", "a web page came in place of a PDF", 1),
        ("page/a.docx", "a web page came in place of an office file", 1),
        ("page/a.doc", "a web page came in place of an office file", 1),
        ("error/a.pdf", "this is JSON", 1),
        ("cut/a.pdf", "cut off: 5000 of", 3),
        ("short/a.pdf", "cut off: the PDF has no end", 1),
        ("closed/a.pdf", "answers 503", 1),
        ("broken/a.pdf", "answers 500", 3),
        ("silent/a.pdf", "no answer in time", 3),
        ("dripping/a.pdf", "not whole after 2 seconds", 1),
        ("large/a.pdf", "larger than 100,000 bytes", 1),
        ("bomb/a.pdf", "larger than 100,000 bytes", 1),
        ("loop/a.pdf", "answers 302", 6),
        ("inside/a.pdf", "is not allowed", 1),
        ("ftp/a.pdf", "only addresses that begin with http", 1),
    ],
)
def test_what_is_no_whole_document_is_refused(
    server: str, tmp_path: Path, path: str, says: str, times: int
) -> None:
    (one,) = fetched(tmp_path, f"{server}/{path}")
    assert one.state == "failed"
    assert says in str(one.why)
    assert files(tmp_path) == {}
    assert Server.asked[path.partition("/")[0]] == times


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("good/Ph%E1%BB%A5%20l%E1%BB%A5c.pdf", "Phụ-lục.pdf"),
        ("cut_once/a.pdf", "a.pdf"),
        ("busy_once/a.pdf", "a.pdf"),
        ("packed/a.pdf", "a.pdf"),
        ("away/a.pdf", "a.pdf"),
        ("named/download.aspx?id=7", "Phụ-l.pdf"),
        ("good.aspx?id=7", "good.aspx.pdf"),
    ],
)
def test_a_document_arrives_whole_under_a_safe_name(
    server: str, tmp_path: Path, path: str, name: str
) -> None:
    (one,) = fetched(tmp_path, f"{server}/{path}")
    assert (one.state, one.name, one.why) == ("new", name, None)
    assert files(tmp_path) == {name: PDF}


def test_what_has_not_changed_is_not_sent_again_and_what_has_replaces_it(
    server: str, tmp_path: Path
) -> None:
    url = f"{server}/tagged/a.pdf"
    assert [one.state for one in fetched(tmp_path, url)] == ["new"]
    before = (tmp_path / "fetched.toml").read_bytes()
    assert [one.state for one in fetched(tmp_path, url)] == ["unchanged"]
    assert (tmp_path / "fetched.toml").read_bytes() == before
    Server.content = PDF + b"%%EOF"
    assert [one.state for one in fetched(tmp_path, url)] == ["changed"]
    assert files(tmp_path) == {"a.pdf": Server.content}


def test_a_file_that_was_changed_by_hand_is_asked_for_whole_and_never_overwritten(
    server: str, tmp_path: Path
) -> None:
    url = f"{server}/tagged/a.pdf"
    fetched(tmp_path, url)
    (tmp_path / "a.pdf").write_bytes(b"mine")
    (one,) = fetched(tmp_path, url)
    assert "was changed since it was fetched" in str(one.why)
    assert files(tmp_path) == {"a.pdf": b"mine"}


def test_the_same_name_from_elsewhere_is_another_file(server: str, tmp_path: Path) -> None:
    (tmp_path / "A.pdf").write_bytes(b"mine")
    first, second = fetched(tmp_path, f"{server}/good/a.pdf", f"{server}/packed/a.pdf")
    assert (first.state, second.state) == ("new", "new")
    assert set(files(tmp_path)) == {"A.pdf", str(first.name), str(second.name)}
    assert files(tmp_path)["A.pdf"] == b"mine"


def test_the_address_goes_to_the_document_while_the_file_is_the_one_that_came(
    server: str, tmp_path: Path
) -> None:
    fetched(tmp_path, f"{server}/good/a.pdf")
    assert [source.overrides.url for source in discover([tmp_path])] == [f"{server}/good/a.pdf"]
    (tmp_path / "a.pdf").write_bytes(b"another")
    assert [source.overrides.url for source in discover([tmp_path])] == [None]


def test_the_command_tells_each_failure_on_a_line_that_steers_nothing(
    server: str, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"# new\n{server}/good/a.pdf\n{server}/steering/b.pdf\nftp://x.vn/c.pdf\n")
    arguments = ["fetch", str(listed), "--into", str(tmp_path / "raw"), "--delay", "0"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert result.stderr.count("error: ") == len(result.stderr.splitlines()) == 2
    assert "\x1b" not in result.output
    assert "1 new, 2 failed" in result.stdout
    listed.write_text(f"{server}/good/a.pdf\n")
    assert CliRunner().invoke(main, arguments).exit_code == 0


def test_servers_are_not_pressed(server: str, tmp_path: Path) -> None:
    waits: list[float] = []
    downloader = Downloader(Manner(delay=5), waits.append)
    list(fetch([Wanted(f"{server}/good/{n}.pdf") for n in range(3)], tmp_path, downloader))
    assert [round(wait) for wait in waits] == [5, 5]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("l.txt", "\ufeff# a\n\nhttps://a.vn/Ế 1.pdf\nhttps://a.vn/%E1%BA%BE%201.pdf\n",
         [Wanted("https://a.vn/%E1%BA%BE%201.pdf")]),
        ("l.toml", 'urls = ["http://a.vn"]\n["b.pdf"]\nurl = "http://b.vn/x"\n',
         [Wanted("http://a.vn/"), Wanted("http://b.vn/x", "b.pdf")]),
    ],
)  # fmt: skip
def test_lists(tmp_path: Path, name: str, text: str, found: list[Wanted]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_list(tmp_path / name) == found


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("# nothing\n"),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.mkdir(),
        lambda path: None,
    ],
)
def test_a_list_that_cannot_be_read_is_a_wrong_setting(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "l.txt")
    with pytest.raises(ConfigError, match=r"l\.txt"):
        read_list(tmp_path / "l.txt")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://u:p@a.vn/", "http://", "a.pdf",
                                 "http://a.vn:99999999/"])  # fmt: skip
def test_what_is_not_asked_for(tmp_path: Path, url: str) -> None:
    (tmp_path / "l.txt").write_text(url)
    assert read_list(tmp_path / "l.txt")[0].wrong


@given(st.text(), st.sampled_from([PDF, PAGE, b"text"]))
def test_every_name_is_safe(given_name: str, data: bytes) -> None:
    name = safe_name(given_name, data)
    assert name == Path(name).name
    assert name.isprintable()
    assert len(name.encode()) <= 160
    assert not is_passed_over(name)


def test_origins_come_back_as_they_were_written(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, 7, 0, 5, tzinfo=UTC)
    origins = {
        'Ế "1".pdf': Origin(
            "http://a.vn/", "0" * 64, 5, 1_700_000_000_123_456_789, at, None, '"x\x7f"'
        )
    }
    write_origins(tmp_path, origins)
    assert read_origins(tmp_path) == origins
    (tmp_path / "fetched.toml").write_text('["a.pdf"]\nurl = 5\n')
    with pytest.raises(ConfigError, match=r"fetched\.toml"):
        read_origins(tmp_path)
