"""Runs a command beside a PostgreSQL server of its own, and ends the server with it.

    python -m tests.private_postgres -- pytest

The server lives in a temporary directory, listens on a Unix socket there and on no port, and is found by the
command in DATABASE_URL. initdb refuses to run as root, so root runs the server as another user: `postgres`,
or else `newsroom-tests`, which is made.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
}
INITDB = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
STARTS_WITHIN = 60.0
"""Seconds that the server has to answer; it needs about one."""


class NoPostgres(RuntimeError):
    """No server could be started; the message says what to install or what the server said."""


def find_binaries() -> Path:
    """The directory that holds initdb and postgres, newest version first where there are several."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    if pg_config := shutil.which("pg_config"):
        said = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(said.stdout.strip()))
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    candidates += sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    for candidate in candidates:
        if (candidate / "initdb").is_file() and (candidate / "postgres").is_file():
            return candidate
    raise NoPostgres(
        "PostgreSQL's server (initdb, postgres) was found neither on PATH nor under /usr/lib/postgresql. "
        "Install it, on Debian and Ubuntu with: apt-get install postgresql"
    )


def find_owner() -> pwd.struct_passwd | None:
    """The user to run the server as: None for whoever we are, unless that is root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "newsroom-tests"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    subprocess.run(["useradd", "--system", "--no-create-home", "newsroom-tests"], check=True)
    return pwd.getpwnam("newsroom-tests")


@contextmanager
def private_server() -> Iterator[str]:
    """Start a server, yield the address of its database `newsroom`, and end it whatever happens."""
    binaries, owner = find_binaries(), find_owner()
    # A short path, since a Unix socket's name may hold about a hundred bytes.
    directory = Path(tempfile.mkdtemp(prefix="newsroom-pg-", dir="/tmp"))
    server: subprocess.Popen[bytes] | None = None
    run_as: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    try:
        if owner:
            os.chown(directory, owner.pw_uid, owner.pw_gid)
        data, log = directory / "data", directory / "log"
        made = subprocess.run(
            [binaries / "initdb", "--pgdata", data, "--username=newsroom", *INITDB],
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
            **run_as,
        )
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", directory, *options],
                cwd=directory,
                stdout=output,
                stderr=output,
                # Ctrl-C at the terminal is for the command; we end the server after it.
                start_new_session=True,
                **run_as,
            )
        wait_until_it_answers(server, directory, binaries, log)
        yield f"postgres://newsroom@/{directory}/newsroom"
    finally:
        if server is not None:
            end(server)
        shutil.rmtree(directory, ignore_errors=True)


def wait_until_it_answers(server: subprocess.Popen[bytes], directory: Path, binaries: Path, log: Path) -> None:
    """Return once the server has made the database, or raise with its log."""
    createdb = [str(binaries / "createdb"), "-h", str(directory), "-U", "newsroom", "newsroom"]
    give_up_at = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < give_up_at:
        if subprocess.run(createdb, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop at once and wait for it; if it will not, kill it."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def stop_on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exit, so that the server is ended on the way out."""
    raise SystemExit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Run the command after `--` and return its exit code."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        sys.stderr.write("Usage: python -m tests.private_postgres -- COMMAND…\n")
        return 2
    signal.signal(signal.SIGTERM, stop_on_signal)
    signal.signal(signal.SIGHUP, stop_on_signal)
    try:
        with private_server() as address:
            child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address})
            try:
                return child.wait()
            except BaseException as stopped:
                if not isinstance(stopped, KeyboardInterrupt):
                    child.terminate()
                child.wait()
                raise
    except NoPostgres as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
