"""One address asked for: bounded in time, size and redirects, tried again where that may help."""

from __future__ import annotations

import http.client
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from pipeline import __version__
from pipeline.intake.wanted import as_asked, host_of

_PIECE = 1 << 16
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""What a server says of itself or of the moment, not of the document (RFC 9110, 6585)."""
_LONGEST_WAIT = 120.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How servers are asked: seconds between two questions to a host (`delay`), without an answer
    (`silence`) and for one file in all (`longest`); `tries`, with `pause` seconds after the first
    that doubles; bytes of the largest file."""

    delay: float = 1.0
    silence: float = 30.0
    longest: float = 600.0
    tries: int = 4
    pause: float = 2.0
    largest: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave: None as `data` where nothing has changed since."""

    data: bytes | None
    led_to: str
    headers: Message


class FetchError(Exception):
    """Why an address gave no document, in one line."""


class _PassingError(FetchError):
    """Another try may help; not before `wait` seconds where the server says so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        try:
            target = as_asked(newurl)
        except ValueError as error:
            raise FetchError(f"it leads elsewhere, and {error}") from None
        if req.full_url.startswith("https:") and target.startswith("http:"):
            raise FetchError(f"it leads from https to http ({target}); list that if you trust it")
        return super().redirect_request(req, fp, code, msg, headers, target)


def _opener() -> OpenerDirector:
    """HTTP and HTTPS alone, through the proxy of the environment: no files, no FTP."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(),
        _Redirects(), HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    opener.addheaders = []
    return opener


@dataclass(slots=True)
class Downloader:
    """Asks servers in a manner, and remembers when each was last asked."""

    manner: Manner = field(default_factory=Manner)
    sleep: Callable[[float], None] = time.sleep
    _opener: OpenerDirector = field(default_factory=_opener)
    _asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, conditions: Mapping[str, str]) -> Answer:
        """What stands at an address. `conditions` are headers such as `If-None-Match`.

        Raises `FetchError`.
        """
        pause = self.manner.pause
        for left in reversed(range(self.manner.tries)):
            self._wait_for_turn(url)
            try:
                return self._ask(url, conditions)
            except _PassingError as error:
                wait = pause if error.wait is None else max(pause, error.wait)
                if not left or wait > _LONGEST_WAIT:
                    raise FetchError(f"{error}{_tried(self.manner.tries - left)}") from None
                self.sleep(wait)
                pause *= 2
        raise FetchError("not asked at all")

    def _wait_for_turn(self, url: str) -> None:
        host = host_of(url)
        due = self._asked.get(host, float("-inf")) + self.manner.delay
        if (wait := due - time.monotonic()) > 0:
            self.sleep(wait)
        self._asked[host] = time.monotonic()

    def _ask(self, url: str, conditions: Mapping[str, str]) -> Answer:
        # identity: the length that is announced is then that of the file
        headers = {
            "User-Agent": f"annex/{__version__}",
            "Accept-Encoding": "identity",
            "Accept": "*/*",
        }
        request = Request(url, headers={**headers, **conditions})
        until = time.monotonic() + self.manner.longest
        try:
            with self._opener.open(request, timeout=self.manner.silence) as response:
                return Answer(self._body(response, until), response.geturl(), response.headers)
        except HTTPError as error:
            with error:
                return self._refusal(error, bool(conditions))
        except (URLError, http.client.HTTPException, OSError) as error:
            raise _trouble(error) from None

    def _refusal(self, error: HTTPError, conditional: bool) -> Answer:
        if error.code == HTTPStatus.NOT_MODIFIED and conditional:
            return Answer(None, error.geturl() or "", error.headers)
        if error.code in _BUSY:
            raise _PassingError(_said(error), _asked_to_wait(error.headers))
        raise FetchError(_said(error))

    def _body(self, response: Any, until: float) -> bytes:
        """All of the body. Raises `FetchError` for one that is cut off, too large or too slow."""
        announced = response.headers.get("Content-Length", "")
        length = int(announced) if announced.isascii() and announced.isdigit() else None
        if length is not None and length > self.manner.largest:
            raise FetchError(_too_large(self.manner.largest))
        data = bytearray()
        while piece := response.read1(_PIECE):
            data += piece
            if len(data) > self.manner.largest:
                raise FetchError(_too_large(self.manner.largest))
            if time.monotonic() > until:
                raise FetchError(f"not whole after {self.manner.longest:g} seconds")
        if length is not None and len(data) != length:
            raise _PassingError(f"cut off: {len(data)} of {length} bytes came")
        return _unpacked(bytes(data), response.headers, self.manner.largest)


def _unpacked(data: bytes, headers: Message, largest: int) -> bytes:
    """The file itself where a server packs though it is asked not to."""
    coding = str(headers.get("Content-Encoding", "identity")).strip().casefold()
    if coding in ("", "identity"):
        return data
    if coding not in ("gzip", "x-gzip"):
        raise FetchError(f"it comes packed as {coding[:20]}")
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(data, largest + 1)
    except zlib.error:
        raise _PassingError("what came packed cannot be unpacked") from None
    if len(plain) > largest:
        raise FetchError(_too_large(largest))
    if not unpacker.eof:
        raise _PassingError("cut off: what came packed has no end")
    return plain


def _too_large(largest: int) -> str:
    return f"larger than {largest:,} bytes (--largest)"


def _tried(times: int) -> str:
    return f" (tried {times} times)" if times > 1 else ""


def _said(error: HTTPError) -> str:
    where = error.geturl() or error.filename or ""
    reason = " ".join(str(error.reason).split())[:80]
    host = urlsplit(where).netloc
    return f"the server{' at ' * bool(host)}{host} answers {error.code} {reason}".rstrip()


def _trouble(error: Exception) -> FetchError:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, FetchError):
        return reason
    what = " ".join(f"{reason}".split()) or type(reason).__name__
    if "CERTIFICATE_VERIFY_FAILED" in what:
        return FetchError(f"its certificate is not trusted: {what}")
    if isinstance(reason, TimeoutError):
        what = "no answer in time"
    return _PassingError(what[:200])


def _asked_to_wait(headers: Message) -> float | None:
    """Seconds of `Retry-After`, which is a number or a date (RFC 9110, 10.2.3)."""
    given = str(headers.get("Retry-After", "")).strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
