"""The app on a port of this machine."""

from __future__ import annotations

import getpass
import secrets
import socket
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import click
import uvicorn

from pipeline.data.parquet import keep_pandas_out
from pipeline.errors import ConfigError
from pipeline.review.app import app_of
from pipeline.review.guard import Guard
from pipeline.review.shelf import Shelf
from pipeline.review.site import Site

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command was told."""

    out: Path
    corrections: Path | None
    fixtures: Path
    reader: str | None = None
    language: str | None = None
    port: int = 0
    browser: bool = True


def serve(settings: Settings) -> None:
    """Serve until Ctrl-C. Raises `ConfigError` where there is nothing to review or no such port."""
    keep_pandas_out()
    shelf = Shelf(settings.out, settings.corrections)
    listening = _listening(settings.port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(32)
    site = Site(shelf, settings.fixtures, settings.reader or _user(), settings.language)
    address = f"http://{LOOPBACK}:{port}/?token={token}"
    click.echo(address)
    click.echo("Ctrl-C ends it; decisions are kept in "
               f"{shelf.folder()}", err=True)  # fmt: skip
    Thread(target=site.warm_up, daemon=True).start()
    if settings.browser:
        webbrowser.open(address)
    guarded = Guard(app_of(site), token, port)
    config = uvicorn.Config(
        guarded,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        site.close()


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise ConfigError(f"port {port} cannot be used ({error.strerror})") from error
    return listening


def _user() -> str:
    """The name of who runs it, as the machine knows it."""
    try:
        import pwd

        return pwd.getpwnam(getpass.getuser()).pw_gecos.partition(",")[0] or getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""
