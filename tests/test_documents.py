"""Finding files, and reading text in any encoding that can be recognised."""

from __future__ import annotations

import codecs
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from reqa.documents import find_documents, read_document
from reqa.errors import CorpusError, DocumentError
from reqa.types import Document

RUSSIAN = "Россия и США начали переговоры о редкоземельных металлах. Встреча прошла в понедельник. " * 5
FRENCH = "Le café était fermé à cause de la grève générale; les élèves sont restés à la maison. " * 5
GERMAN = "Größe und Maß: Die Bürger müssen für den Ausbau über 3 Millionen € zahlen. " * 3
ENGLISH = "He said “we will go” – and then it’s over. The price rose to £300 in the café. " * 3
KOREAN = "서울은 대한민국의 수도이다. 인구는 약 천만 명이며 한강이 도시를 가로지른다. "
JAPANESE = "東京は日本の首都です。人口は約千四百万人で、昨日は雨が降りました。\n"
PLAIN = "The quick brown fox jumps over the lazy dog. " * 6000  # longer than what an encoding is guessed from
POLISH = "Zażółć gęślą jaźń. W poniedziałek rozpoczęły się rozmowy o współpracy między krajami. " * 3


def read(path: Path, content: bytes) -> Document:
    path.write_bytes(content)
    return read_document(find_documents(path)[0])


def test_folder_is_walked_in_order_without_hidden_or_other_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.MD", "a/b.markdown", "z.text", ".hidden.txt", ".git/x.txt", "p.zip"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert [s.id for s in find_documents(tmp_path)] == ["a/b.markdown", "a/c.MD", "b.txt", "z.text"]


@pytest.mark.parametrize("name", ["missing", "empty", "p.zip"])
def test_nothing_to_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "p.zip").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"\.txt.*\.md"):
        find_documents(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Grüße 🦊\r\nzwei\rdrei\n".encode(), "Grüße 🦊\r\nzwei\rdrei\n"),
        (codecs.BOM_UTF8 + "Grüße".encode(), "Grüße"),
        (codecs.BOM_UTF16_LE + "Grüße 🦊".encode("utf-16-le"), "Grüße 🦊"),
        (codecs.BOM_UTF16_BE + "Grüße".encode("utf-16-be"), "Grüße"),
        (codecs.BOM_UTF32_LE + "Grüße".encode("utf-32-le"), "Grüße"),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (FRENCH.encode("cp1252"), FRENCH),
        (GERMAN.encode("cp1252"), GERMAN),
        (ENGLISH.encode("cp1252"), ENGLISH),
        (POLISH.encode("cp1250"), POLISH),
        (FRENCH.encode("utf-16-le"), FRENCH),
        (FRENCH.encode("utf-16-be"), FRENCH),
        (RUSSIAN.encode("utf-16-le"), RUSSIAN),
        ((KOREAN * 5000).encode("euc_kr"), KOREAN * 5000),
        ((JAPANESE * 5000).encode("shift_jis"), JAPANESE * 5000),
        ((JAPANESE.strip() * 5000).encode("euc_jp"), JAPANESE.strip() * 5000),
        ((PLAIN + ENGLISH).encode("cp1252"), PLAIN + ENGLISH),
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_encodings(tmp_path: Path, content: bytes, text: str) -> None:
    document = read(tmp_path / "a.txt", content)
    assert document.text == text
    assert document.content_hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (b"%PDF-1.7 some text", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x01\x02\x03 plain " * 50, "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "Save it as UTF-8"),
        (codecs.BOM_UTF8 + b"abc\xff", "Save it as UTF-8"),
        (GERMAN.encode() + b"\xff and more", r"wrong byte at position 2\d\d"),
        ("Grüße aus Köln ü".encode()[:-1], "wrong byte at position"),
        (b"\x01\x00\x02\x00\x03\x00" * 300, "binary"),
        (b"a\x00b\x00c", "binary"),
        (b"a\x00\x00a" * 300, "binary"),
    ],
)
def test_unreadable_content(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=rf"a\.txt.*{message}|{message}"):
        read(tmp_path / "a.txt", content)


def test_file_that_went_away(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    source = find_documents(path)[0]
    path.unlink()
    with pytest.raises(DocumentError, match=r"a\.txt cannot be read"):
        read_document(source)


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
def test_file_whose_name_is_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xffd.txt")).write_text("It is here.")
    (source,) = find_documents(tmp_path)
    document = read_document(source)
    assert (source.id, document.title) == (r"b\xffd.txt", r"b\xffd")
    assert document.text == "It is here."


def test_folder_that_cannot_be_listed_is_reported_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "open.txt").write_text("x")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: Any) -> Any:  # Permissions do not stop a superuser.
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    closed, _ = find_documents(tmp_path)
    assert closed.id == "closed"
    with pytest.raises(DocumentError, match="closed cannot be read"):
        read_document(closed)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: x\n---\n\n# The *title* #\n\nText.", "The *title*"),
        ("a.txt", "From: Eva Holm\nDate: 3 May\nSubject: Your order?\n\nIt is late.", "Your order?"),
        ("a.txt", "From Lund to Ystad\n\nSubject: none", "From Lund to Ystad"),
        ("a.txt", "\n\n  A short   first line\nText follows here.", "A short first line"),
        ("my_own-notes.txt", "It begins with a sentence.", "my own notes"),
        ("long.txt", "word " * 100, "long"),
    ],
)
def test_titles(tmp_path: Path, name: str, text: str, title: str) -> None:
    assert read(tmp_path / name, text.encode()).title == title
