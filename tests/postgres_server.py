"""A real PostgreSQL for tests: one server a process of them, a fresh database a test."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER: Final = "postgres"
PASSWORD: Final = "s3cr3t-of-postgres"
MISSING = "PostgreSQL manque : apt-get install postgresql (ou brew install postgresql)"
# What costs time, and keeps data that no test keeps.
_QUICK: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_NUMBERS: Final = count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A server of one's own, on 127.0.0.1 and a socket in its folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def url(
        self, database: str = "postgres", *, user: str = SUPERUSER, password: str = PASSWORD
    ) -> str:
        """Return the address of a database, with whom to be there."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, options: str = "") -> str:
        """Make a database; return its name."""
        name = f"essai_{next(_NUMBERS)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return name

    def execute(self, statement: str, database: str = "postgres") -> list[Any]:
        """Execute a statement as the superuser; return the rows it gives, if it gives any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            done = connection.execute(sql.SQL(statement))
            return done.fetchall() if done.description else []


def start_postgres(folder: Path, *settings: str) -> PostgresServer:
    """Start a server whose data are in *folder*; FileNotFoundError if there is none."""
    programs = _programs()
    owner = _owner()
    if owner:
        shutil.chown(folder, owner, owner)
    keeper: dict[str, Any] = {"user": owner, "group": owner, "extra_groups": []} if owner else {}
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    subprocess.run(
        [
            *(str(programs / "initdb"), "--pgdata", str(data), "--no-sync", "--no-instructions"),
            *("--username", SUPERUSER, "--pwfile", str(secret), "--encoding", "UTF8"),
            *("--locale", "C", "--auth-local", "trust", "--auth-host", "scram-sha-256"),
        ],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **keeper,
    )
    port = _free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    words = [word for option in (*options, *_QUICK, *settings) for word in ("-c", option)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *words],
            cwd=folder,
            stdout=log,
            stderr=log,
            **keeper,
        )
    server = PostgresServer(folder, port, process)
    _wait_for(server)
    return server


def stop_postgres(server: PostgresServer) -> None:
    """Stop it, whoever is connected."""
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server. In CI its absence is a failure; elsewhere a reason to skip."""
    # Its user may not look into the folders of pytest, and a socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        try:
            server = start_postgres(Path(folder))
        except FileNotFoundError:
            if os.environ.get("CI"):
                pytest.fail(MISSING)
            pytest.skip(MISSING)
        yield server
        stop_postgres(server)


@pytest.fixture
def database(postgres_server: PostgresServer) -> str:
    """Return the address of a fresh database."""
    return postgres_server.url(postgres_server.new_database())


def _programs() -> Path:
    """Return where the newest initdb and postgres are."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    newest = sorted(debian, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))
    found = shutil.which("initdb")
    folders = [*reversed(newest), *([Path(found).resolve().parent] if found else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise FileNotFoundError(MISSING)


def _owner() -> str | None:
    """Return whom the server is run as: it refuses to be root."""
    if os.geteuid():
        return None
    users = {each.pw_name for each in pwd.getpwall()}
    return SUPERUSER if SUPERUSER in users else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: PostgresServer) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.execute("SELECT 1")
        except psycopg.OperationalError:
            assert server.process.poll() is None, (server.folder / "log").read_text()
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.02)
        else:
            return
