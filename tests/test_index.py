"""The index: incremental, always whole on disk, and never wrong in silence."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from reqa.errors import CorpusError, DocumentError, IndexStoreError
from reqa.storage import generations, vector_store
from reqa.storage.index import Index, open_index
from reqa.types import Chunk, Document, Sentence

FINGERPRINT = {"embedder": "hash-1", "segmenter": "lines-1", "chunker": "pairs-1"}
DIMENSIONS = 32


@dataclass(frozen=True)
class File:
    id: str
    path: Path


@dataclass
class HashEmbedder:
    """Random directions that depend on the text only. Remembers what it was asked for."""

    texts: list[str] = field(default_factory=list)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.texts.extend(texts)
        seeds = (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts)
        vectors = np.stack([np.random.default_rng(seed).standard_normal(DIMENSIONS) for seed in seeds])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def read(file: File) -> Document:
    content = file.path.read_bytes()
    if b"\0" in content:
        raise DocumentError(f"{file.id} is binary.")
    text = content.decode()
    return Document(file.id, Path(file.id).stem, text, hashlib.sha256(text.encode()).hexdigest())


def segment(document: Document) -> list[Sentence]:
    sentences, start = [], 0
    for line in document.text.splitlines(keepends=True):
        end = start + len(line.rstrip("\n"))
        if end > start:
            number = len(sentences)
            text = document.text[start:end]
            sentences.append(Sentence(document.id, number, start, end, text, number // 3, line[0] == "#"))
        start += len(line)
    return sentences


def chunk(sentences: Sequence[Sentence], text: str) -> list[Chunk]:
    pairs = (sentences[i : i + 2] for i in range(0, len(sentences), 2))
    return [
        Chunk(p[0].document_id, p[0].index, p[-1].index, p[0].start, p[-1].end, text[p[0].start : p[-1].end])
        for p in pairs
    ]


def sources(corpus: Path) -> list[File]:
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    return [File(path.relative_to(corpus).as_posix(), path) for path in files]


def refresh(corpus: Path, index_dir: Path, embed: Any = None, **options: Any) -> Index:
    arguments: dict[str, Any] = {
        "read": read,
        "segment": segment,
        "chunk": chunk,
        "fingerprint": FINGERPRINT,
        **options,
    }
    return open_index(sources(corpus), index_dir=index_dir, embed=embed or HashEmbedder(), **arguments)


def lines(name: str, count: int) -> str:
    return "".join(f"Sentence {i} of {name} says {i * i}.\n" for i in range(count))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "deep er").mkdir(parents=True)
    (folder / "a.txt").write_text(lines("a", 9))
    (folder / "b.md").write_text("# Heading\n\n" + lines("b", 4))
    (folder / "deep er" / "ünï 🜨 c.txt").write_text("Erde 🜨 heißt Terra.\nПривет, мир.\n日本語の文。\n")
    return folder


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything in a folder: modification times and content."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


def assert_whole(index: Index, corpus: Path) -> None:
    """The index holds exactly the corpus, and each chunk's vector is its own."""
    assert [d.id for d in index.documents] == [file.id for file in sources(corpus)]
    for file, document in zip(sources(corpus), index.documents, strict=True):
        assert document == read(file) == index.document(file.id)
        expected = segment(document)
        assert list(index.sentences(file.id)) == expected
        assert [c for c in index.chunks if c.document_id == file.id] == chunk(expected, document.text)
    vectors = HashEmbedder()([c.text for c in index.chunks])
    for position, vector in enumerate(vectors):
        nearest, similarity = index.dense(vector, 1)[0]
        assert index.chunks[nearest].text == index.chunks[position].text
        assert similarity == pytest.approx(1, abs=1e-4)


def test_a_fresh_index_holds_the_corpus(corpus: Path, index_dir: Path) -> None:
    embed = HashEmbedder()
    with refresh(corpus, index_dir, embed) as index:
        assert_whole(index, corpus)
        report = index.report
        assert (report.documents, report.sentences, report.chunks) == (3, 17, 10)
        assert (report.added, report.changed, report.removed, report.unchanged) == (3, 0, 0, 0)
        assert report.embedded == len(embed.texts) == 10
        assert report.rebuilt_because is None
        assert report.skipped == ()
        with pytest.raises(KeyError):
            index.document("none.txt")
        with pytest.raises(KeyError):
            index.sentences("none.txt")
        heading = index.sentences("b.md")[0]
        assert heading.is_heading
        assert index.sentences("b.md")[-1] == index.sentences("b.md")[4]
        with pytest.raises(IndexError):
            index.chunks[10]


def test_nothing_changed_writes_nothing_and_embeds_nothing(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    before = snapshot(index_dir)
    embed = HashEmbedder()
    for file in sources(corpus):
        os.utime(file.path)  # Touched, but the same.
    with refresh(corpus, index_dir, embed) as index:
        assert_whole(index, corpus)
        assert index.report.unchanged == 3
        assert index.report.embedded == 0
    assert snapshot(index_dir) == before
    assert embed.texts == []


def test_only_what_changed_is_embedded(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    embed = HashEmbedder()
    with (corpus / "a.txt").open("a") as file:
        file.write("A new last sentence.\n")
    (corpus / "d.txt").write_text("New document.\n")
    (corpus / "b.md").unlink()
    with refresh(corpus, index_dir, embed) as index:
        assert_whole(index, corpus)
        report = index.report
        assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 1)
        assert report.embedded == 2
    assert embed.texts == ["Sentence 8 of a says 64.\nA new last sentence.", "New document."]


def test_a_change_that_keeps_size_and_time_is_noticed(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    path = corpus / "a.txt"
    status = path.stat()
    path.write_text(path.read_text().replace("64", "46"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with refresh(corpus, index_dir) as index:
        assert index.report.changed == 1
        assert_whole(index, corpus)


def test_a_renamed_file_costs_no_embedding(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    (corpus / "a.txt").rename(corpus / "z.txt")
    with refresh(corpus, index_dir) as index:
        assert (index.report.added, index.report.removed, index.report.embedded) == (1, 1, 0)
        assert_whole(index, corpus)


def test_documents_with_the_same_content_are_both_there(corpus: Path, index_dir: Path) -> None:
    shutil.copy(corpus / "a.txt", corpus / "copy of a.txt")
    with refresh(corpus, index_dir) as index:
        assert_whole(index, corpus)
        vector = HashEmbedder()([index.chunks[0].text])[0]
        (first, _), (second, _) = index.dense(vector, 2)
        assert first < second
        assert {index.chunks[first].document_id, index.chunks[second].document_id} == {
            "a.txt",
            "copy of a.txt",
        }


def test_unreadable_documents_are_skipped_and_reported(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    (corpus / "a.txt").write_bytes(b"\0\1")
    with refresh(corpus, index_dir) as index:
        assert index.report.skipped == (("a.txt", "a.txt is binary."),)
        assert index.report.removed == 1
        assert [d.id for d in index.documents] == [f.id for f in sources(corpus)][1:]


def test_pages_that_are_only_pictures_are_reported_each_time(corpus: Path, index_dir: Path) -> None:
    def with_pictures(source: File) -> Document:
        document = read(source)
        pages = {"a.txt": (2, 4, 5, 6), "b.md": (3,)}.get(source.id, ())
        return dataclasses.replace(document, pictured_pages=pages)

    what = "what is written there is not known. Have it recognised (OCR)."
    for _ in range(2):
        with refresh(corpus, index_dir, read=with_pictures) as index:
            assert index.report.incomplete == (
                ("a.txt", f"Pages 2, 4-6 are pictures, and {what}"),
                ("b.md", f"Page 3 is a picture, and {what}"),
            )


def test_if_no_document_can_be_read_the_index_stays(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    before = snapshot(index_dir)
    for file in sources(corpus):
        file.path.write_bytes(b"\0")
    with pytest.raises(CorpusError, match=r"None of the 3 documents.*a\.txt is binary"):
        refresh(corpus, index_dir)
    assert snapshot(index_dir)["current.json"] == before["current.json"]


def test_documents_without_sentences(tmp_path: Path, index_dir: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "empty.txt").write_text("")
    for _ in range(2):
        with refresh(tmp_path / "corpus", index_dir) as index:
            assert len(index.chunks) == 0
            assert index.dense(np.ones(DIMENSIONS), 5) == []
    assert index.report.unchanged == 1


@pytest.mark.parametrize("name", ["embedder", "chunker"])
def test_another_fingerprint_rebuilds(corpus: Path, index_dir: Path, name: str) -> None:
    refresh(corpus, index_dir).close()
    embed = HashEmbedder()
    with refresh(corpus, index_dir, embed, fingerprint={**FINGERPRINT, name: "other"}) as index:
        assert index.report.rebuilt_because == f"{name} changed from {FINGERPRINT[name]} to other"
        assert_whole(index, corpus)
    assert len(embed.texts) == 10


def test_another_format_rebuilds(corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(corpus, index_dir).close()
    pointer = json.loads((index_dir / "current.json").read_text())
    (index_dir / "current.json").write_text(json.dumps({**pointer, "format": 0}))
    with refresh(corpus, index_dir) as index:
        assert index.report.rebuilt_because == "its format is 0 and this version of reqa uses 1"
        assert_whole(index, corpus)


def current(index_dir: Path) -> Path:
    return generations.folder(index_dir, json.loads((index_dir / "current.json").read_text())["generation"])


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_a_vector(index_dir: Path) -> None:
    """Chroma's own files are fine, but do not hold what the catalogue says."""
    chroma = current(index_dir) / "chroma"
    with sqlite3.connect(chroma / "chroma.sqlite3") as database:
        database.execute("DELETE FROM embeddings WHERE id = (SELECT max(id) FROM embeddings)")
    pointer = json.loads((index_dir / "current.json").read_text())
    pointer["files"]["chroma/chroma.sqlite3"] = generations.hash_file(chroma / "chroma.sqlite3")
    (index_dir / "current.json").write_text(json.dumps(pointer))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "garbage pointer": lambda d: (d / "current.json").write_bytes(b"\xff{garbage"),
    "empty pointer": lambda d: (d / "current.json").write_bytes(b""),
    "pointer to nothing": lambda d: (d / "current.json").write_text('{"format": 1, "generation": "../x"}'),
    "missing generation": lambda d: shutil.rmtree(current(d)),
    "missing catalogue": lambda d: (current(d) / "catalogue.npz").unlink(),
    "truncated catalogue": lambda d: truncate(current(d) / "catalogue.npz"),
    "flipped bit in the catalogue": lambda d: flip(current(d) / "catalogue.npz"),
    "missing Chroma folder": lambda d: shutil.rmtree(current(d) / "chroma"),
    "truncated SQLite": lambda d: truncate(current(d) / "chroma" / "chroma.sqlite3"),
    "flipped bit in SQLite": lambda d: flip(current(d) / "chroma" / "chroma.sqlite3"),
    "truncated graph": lambda d: truncate(next(current(d).rglob("data_level0.bin"))),
    "missing graph": lambda d: next(current(d).rglob("data_level0.bin")).unlink(),
    "lost vector": lose_a_vector,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_is_rebuilt(corpus: Path, index_dir: Path, damage: Callable[[Path], object]) -> None:
    refresh(corpus, index_dir).close()
    damage(index_dir)
    with refresh(corpus, index_dir) as index:
        assert index.report.rebuilt_because
        assert_whole(index, corpus)
    with refresh(corpus, index_dir) as index:
        assert index.report.rebuilt_because is None


def test_old_generations_are_removed_but_the_previous_one(corpus: Path, index_dir: Path) -> None:
    first = refresh(corpus, index_dir)
    for number in range(3):
        (corpus / "a.txt").write_text(f"Version {number}.\n")
        refresh(corpus, index_dir).close()
        assert len(generations.all_generations(index_dir)) == 2
        if number == 0:  # A reader of the previous generation is not disturbed.
            assert len(first.dense(np.ones(DIMENSIONS), 10)) == 10
    first.close()


def test_a_failing_embedder_leaves_nothing_behind(corpus: Path, index_dir: Path) -> None:
    def fail(texts: Sequence[str]) -> np.ndarray:
        raise RuntimeError("no model")

    with pytest.raises(RuntimeError, match="no model"):
        refresh(corpus, index_dir, fail)
    assert generations.all_generations(index_dir) == []
    with refresh(corpus, index_dir) as index:
        assert index.report.rebuilt_because is None


def test_a_chunk_that_is_not_in_the_text_is_refused(corpus: Path, index_dir: Path) -> None:
    def shifted(sentences: Sequence[Sentence], text: str) -> list[Chunk]:
        return [Chunk(s.document_id, s.index, s.index, s.start + 1, s.end, s.text) for s in sentences]

    with pytest.raises(ValueError, match=r"a\.txt: "):
        refresh(corpus, index_dir, chunk=shifted)


def test_every_vector_finds_itself(tmp_path: Path, index_dir: Path) -> None:
    """2,000 random directions, the hardest case for an approximate index."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "big.txt").write_text(lines("big", 4000))
    embed = HashEmbedder()
    with refresh(tmp_path / "corpus", index_dir, embed) as index:
        assert len(index.chunks) == 2000
        vectors = embed([c.text for c in index.chunks])
        exact = np.argsort(-(vectors @ vectors.T), axis=1)[:, :10]
        found = [[position for position, _ in index.dense(vector, 10)] for vector in vectors]
        assert [hits[0] for hits in found] == list(range(2000))
        recall = np.mean([len({*a} & {*b}) / 10 for a, b in zip(exact.tolist(), found, strict=True)])
        assert recall > 0.999
        everything = index.dense(vectors[0], 5000)
        assert sorted(position for position, _ in everything) == list(range(2000))
        similarities = [similarity for _, similarity in everything]
        assert similarities == sorted(similarities, reverse=True)
        assert index.dense(vectors[0], 0) == []


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 4096, 4097, 70_001])
def test_vectors_are_stored_in_portions_that_chroma_writes_out_to_the_last(count: int) -> None:
    portions = list(vector_store.blocks(count))
    assert [position for portion in portions for position in portion] == list(range(count))
    assert all(0 < len(portion) <= vector_store.BLOCK for portion in portions)
    gathered = 0
    for portion in portions:
        gathered += len(portion)
        if gathered >= vector_store._sync_threshold(count):
            gathered = 0
    assert gathered == 0


def test_many_opens_leak_neither_files_nor_threads(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    refresh(corpus, index_dir).close()
    descriptors, threads = Path("/proc/self/fd"), Path("/proc/self/task")
    if not descriptors.exists():
        pytest.skip("needs /proc")
    before = len(list(descriptors.iterdir())), len(list(threads.iterdir()))
    for _ in range(20):
        with refresh(corpus, index_dir) as index:
            index.dense(np.ones(DIMENSIONS), 1)
    after = len(list(descriptors.iterdir())), len(list(threads.iterdir()))
    assert after[0] <= before[0] + 3
    assert after[1] <= before[1] + 3
    with pytest.raises(IndexStoreError, match="closed"):
        index.dense(np.ones(DIMENSIONS), 1)


def test_an_index_may_be_searched_from_many_threads(corpus: Path, index_dir: Path) -> None:
    with refresh(corpus, index_dir) as index, ThreadPoolExecutor(8) as pool:
        vectors = HashEmbedder()([c.text for c in index.chunks])
        hits = pool.map(lambda i: index.dense(vectors[i % 10], 1)[0][0], range(400))
        assert list(hits) == [i % 10 for i in range(400)]


def test_indexes_may_be_opened_from_many_threads(corpus: Path, index_dir: Path) -> None:
    embed = HashEmbedder()
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: refresh(corpus, index_dir, embed), range(6)))
    assert len(embed.texts) == 10
    for index in opened:
        assert_whole(index, corpus)
        index.close()


# --- Whatever happens to the process -----------------------------------------------------------------------

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["chromadb", "numpy", "reqa.storage.index"])


class Bomb:
    """Counts moments of a build; at the one it was set to, the process is killed as by `kill -9`."""

    def __init__(self, moment: int | None) -> None:
        self.moments = 0
        self._moment = moment

    def tick(self) -> None:
        if self.moments == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)
        self.moments += 1

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def ticking(*args: Any, **kwargs: Any) -> Any:
            self.tick()
            result = function(*args, **kwargs)
            self.tick()
            return result

        return ticking


def build_with_bomb(corpus: Path, index_dir: Path, moment: int | None, moments: Any) -> None:
    bomb = Bomb(moment)
    os.fsync = bomb.around(os.fsync)
    Path.replace = bomb.around(Path.replace)  # type: ignore[method-assign]
    shutil.rmtree = bomb.around(shutil.rmtree)  # type: ignore[assignment]
    refresh(corpus, index_dir, bomb.around(HashEmbedder()), progress=lambda *_: bomb.tick()).close()
    moments.value = bomb.moments


def run(target: Callable[..., Any], *args: Any) -> int | None:
    process = processes.Process(target=target, args=args)
    process.start()
    process.join()
    return process.exitcode


def holds(index_dir: Path, corpus: Path, scratch: Path) -> bool:
    """Whether the index on disk is whole and that of `corpus`, found out on a copy of it."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(index_dir, scratch)
    with refresh(corpus, scratch) as index:
        assert index.report.rebuilt_because is None
        report = index.report
        if report.added or report.changed or report.removed:
            return False
        assert_whole(index, corpus)
    return True


def test_killed_at_any_moment_the_index_is_the_old_or_the_new_one(
    corpus: Path, index_dir: Path, tmp_path: Path
) -> None:
    new_corpus = tmp_path / "new corpus"
    shutil.copytree(corpus, new_corpus)
    (new_corpus / "a.txt").write_text(lines("new a", 11))
    (new_corpus / "e.txt").write_text(lines("e", 3))
    (new_corpus / "b.md").unlink()
    refresh(corpus, index_dir).close()
    pristine = tmp_path / "pristine"
    shutil.copytree(index_dir, pristine)

    moments = processes.Value("i", 0)
    assert run(build_with_bomb, new_corpus, index_dir, None, moments) == 0
    total = moments.value
    assert total > 30
    switch = total
    outcomes = []
    for moment in sorted({*range(0, total, 10), *range(total - 8, total)}):
        shutil.rmtree(index_dir)
        shutil.copytree(pristine, index_dir)
        assert run(build_with_bomb, new_corpus, index_dir, moment, moments) == -signal.SIGKILL
        is_new = holds(index_dir, new_corpus, tmp_path / "scratch")
        assert is_new or holds(index_dir, corpus, tmp_path / "scratch")
        outcomes.append(is_new)
        switch = min(switch, moment) if is_new else switch
    # Old up to the switch and new ever after, and both were seen.
    assert outcomes == sorted(outcomes)
    assert {*outcomes} == {False, True}

    # The next build removes the rubble.
    (corpus / "a.txt").write_text("Something else.\n")
    refresh(corpus, index_dir).close()
    assert len(generations.all_generations(index_dir)) == 2


def build_with_little_space(corpus: Path, index_dir: Path, limit: int, connection: Any) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        refresh(corpus, index_dir).close()
        connection.send("built")
    except IndexStoreError as error:
        connection.send(str(error))
    except BaseException as error:
        connection.send(repr(error))


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
@pytest.mark.parametrize("limit", [0, 300, 5_000, 100_000, 160_000, 250_000, 400_000])
def test_a_full_disk_leaves_the_old_index(corpus: Path, index_dir: Path, tmp_path: Path, limit: int) -> None:
    refresh(corpus, index_dir).close()
    new_corpus = tmp_path / "new corpus"
    shutil.copytree(corpus, new_corpus)
    (new_corpus / "big.txt").write_text(lines("big", 4000))
    here, there = processes.Pipe()
    assert run(build_with_little_space, new_corpus, index_dir, limit, there) == 0
    message = here.recv()
    assert str(index_dir) in message or "TMPDIR" in message
    assert "--index or REQA_INDEX" in message or "TMPDIR" in message
    assert holds(index_dir, corpus, tmp_path / "scratch")
    assert len(generations.all_generations(index_dir)) == 1


def build_slowly(corpus: Path, index_dir: Path, started: Any, connection: Any) -> None:
    embed = HashEmbedder()
    stages = []

    def slow(texts: Sequence[str]) -> np.ndarray:
        started.set()
        time.sleep(0.5)
        return embed(texts)

    with refresh(corpus, index_dir, slow, progress=lambda stage, *_: stages.append(stage)) as index:
        connection.send((index.report, len(embed.texts), stages))


def test_two_processes_build_once(corpus: Path, index_dir: Path) -> None:
    started = processes.Event()
    pipes = [processes.Pipe() for _ in range(2)]
    first, second = (
        processes.Process(target=build_slowly, args=(corpus, index_dir, started, there)) for _, there in pipes
    )
    first.start()
    assert started.wait(60)
    second.start()
    first.join()
    second.join()
    (report, embedded, _), (second_report, second_embedded, second_stages) = (
        here.recv() for here, _ in pipes
    )
    assert (report.added, embedded) == (3, 10)
    assert (second_report.unchanged, second_embedded) == (3, 0)
    assert "Waiting for another process that is building this index" in second_stages


def test_waiting_for_another_process_has_an_end(corpus: Path, index_dir: Path) -> None:
    started, here_there = processes.Event(), processes.Pipe()
    other = processes.Process(target=build_slowly, args=(corpus, index_dir, started, here_there[1]))
    other.start()
    assert started.wait(60)
    with pytest.raises(IndexStoreError, match=r"Another process has been building.*--index or REQA_INDEX"):
        refresh(corpus, index_dir, lock_timeout=0.1)
    other.join()


# --- Folders that cannot be written ------------------------------------------------------------------------


def test_an_index_dir_that_is_a_file(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for index_dir in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(
            IndexStoreError, match=r"file.*(Not a directory|File exists).*--index or REQA_INDEX"
        ):
            refresh(corpus, index_dir)
    assert (tmp_path / "file").read_text() == "mine"


def use_without_rights(corpus: Path, index_dir: Path, connection: Any) -> None:
    """Opens the index, changes the corpus, opens it again; as a user who may only read."""
    answers = []
    if os.getuid() == 0:
        for _ in range(2):  # Writing and reading load all modules, while they can be read.
            refresh(corpus, index_dir.with_name("warm")).close()
        os.setgid(65534)
        os.setuid(65534)
    for extra in (False, True):
        files = sources(corpus)[: 2 if extra else None]
        try:
            with open_index(
                files,
                read,
                index_dir=index_dir,
                segment=segment,
                chunk=chunk,
                embed=HashEmbedder(),
                fingerprint=FINGERPRINT,
            ) as index:
                answers.append(str(len(index.dense(np.ones(DIMENSIONS), 50))))
        except IndexStoreError as error:
            answers.append(str(error))
        except BaseException as error:
            answers.append(repr(error))
    connection.send(answers)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
def test_a_read_only_folder_can_be_read(corpus: Path, index_dir: Path) -> None:
    refresh(corpus, index_dir).close()
    # Others may enter the folders above, which pytest keeps to its user.
    opened = [
        path for path in corpus.parents if path.owner() == corpus.owner() and path.stat().st_mode & 5 != 5
    ]
    for path in opened:
        path.chmod(path.stat().st_mode | 0o055)
    for path in [index_dir, *index_dir.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = snapshot(index_dir)
    here, there = processes.Pipe()
    assert run(use_without_rights, corpus, index_dir, there) == 0
    searched, error = here.recv()
    assert searched == "10"
    assert str(index_dir) in error
    assert "Permission denied" in error
    assert "--index or REQA_INDEX" in error
    assert snapshot(index_dir) == before
    for path in [index_dir, *index_dir.rglob("*")]:
        path.chmod(0o755)


# --- Chroma on a server, and no network otherwise ----------------------------------------------------------


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the chroma program is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{url}/api/v2/heartbeat")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            server.kill()
            pytest.skip("the Chroma server does not start")
        yield url
        server.terminate()


def collections(url: str) -> set[str]:
    path = "/api/v2/tenants/default_tenant/databases/default_database/collections"
    return {collection["name"] for collection in httpx.get(url + path).json()}


def test_chroma_on_a_server(corpus: Path, index_dir: Path, chroma_server: str) -> None:
    with refresh(corpus, index_dir, chroma_url=chroma_server) as index:
        assert_whole(index, corpus)
    assert not list(index_dir.rglob("chroma.sqlite3"))
    before = snapshot(index_dir)
    with refresh(corpus, index_dir, chroma_url=chroma_server) as index:
        assert index.report.unchanged == 3
    assert snapshot(index_dir) == before
    for number in range(3):
        (corpus / "a.txt").write_text(f"Version {number}.\n")
        with refresh(corpus, index_dir, chroma_url=chroma_server) as index:
            assert index.report.embedded == 1
            assert_whole(index, corpus)
    assert len(collections(chroma_server)) == 2

    # A collection that somebody deleted is made again.
    name = f"reqa-{current(index_dir).name.removeprefix('generation-')}"
    vector_store._delete_collection(chroma_server, name)
    with refresh(corpus, index_dir, chroma_url=chroma_server) as index:
        assert "Chroma" in (index.report.rebuilt_because or "")
        assert_whole(index, corpus)

    # Back to the folder: rebuilt there, and the server's collections go as the generations go.
    with refresh(corpus, index_dir) as index:
        assert "place of the vectors" in (index.report.rebuilt_because or "")
        assert_whole(index, corpus)
    (corpus / "a.txt").write_text("Last version.\n")
    refresh(corpus, index_dir).close()
    assert collections(chroma_server) == set()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "localhost:8000", "http://", "http://[", "nonsense"])
def test_an_unreachable_server(corpus: Path, index_dir: Path, url: str) -> None:
    with pytest.raises(IndexStoreError, match="REQA_CHROMA_URL"):
        refresh(corpus, index_dir, chroma_url=url)
    refresh(corpus, index_dir).close()
    before = snapshot(index_dir)["current.json"]
    with pytest.raises(IndexStoreError, match="REQA_CHROMA_URL"):
        refresh(corpus, index_dir, chroma_url=url)
    assert snapshot(index_dir)["current.json"] == before
    with refresh(corpus, index_dir) as index:
        assert index.report.unchanged == 3


def build_without_network(corpus: Path, index_dir: Path, connection: Any) -> None:
    attempts: list[str] = []
    sys.addaudithook(
        lambda event, args: (
            attempts.append(repr(args[1:]))
            if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto")
            else None
        )
    )
    with refresh(corpus, index_dir) as index:
        assert_whole(index, corpus)
        threading.Event().wait(0.2)  # For anything that phones home in the background.
    connection.send(attempts)


def test_nothing_phones_home(corpus: Path, index_dir: Path) -> None:
    here, there = processes.Pipe()
    assert run(build_without_network, corpus, index_dir, there) == 0
    assert here.recv() == []
