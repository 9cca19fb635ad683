"""Decoding plain text and Markdown: the canonical text is the file itself, newlines untouched."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted

SAMPLE_BYTES = 200_000  # Enough to recognise an encoding; all of 50 MB would take minutes.
MAX_CONTROL = 0.02  # A text has next to no control characters; a binary file is a tenth of them.
MIN_LETTERS = 0.5  # Of the characters of a text at least this part are letters or spaces.

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_text(content: bytes, name: str) -> Extracted:
    """The decoded text of a file.

    Raises:
        DocumentError: it is empty or binary, or its encoding cannot be recognised.
    """
    text = _decode(content, name)
    if not text.strip():
        raise DocumentError(f"{name} is empty.")
    return Extracted(text)


def _decode(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, name)
    if content.startswith(_SIGNATURES):
        raise _binary(name)
    if b"\0" in content[:SAMPLE_BYTES]:
        return _utf16(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content[:SAMPLE_BYTES]):
            raise DocumentError(
                f"{name} is UTF-8 but for a wrong byte at position {error.start:,}. Correct it there, or "
                "save the file as UTF-8 again."
            ) from error
        text = _strictly(content, _recognised(content, name), name)
    if _is_binary(text):
        raise _binary(name)
    return text


def _utf16(content: bytes, name: str) -> str:
    """UTF-16 without its mark: what has NUL bytes, all of them in the same half of a character."""
    sample = content[:SAMPLE_BYTES]
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or (low and high):
        raise _binary(name)
    try:
        text = content.decode("utf-16-be" if low else "utf-16-le")
    except UnicodeDecodeError as error:
        raise _binary(name) from error
    seen = text[:SAMPLE_BYTES]
    if _is_binary(text) or sum(c.isalpha() or c.isspace() for c in seen) < MIN_LETTERS * len(seen):
        raise _binary(name)
    return text


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether most of what is not ASCII is well-formed UTF-8, which no other encoding's text is by chance."""
    text = sample.decode("utf-8", errors="replace")
    wrong = text.count("\N{REPLACEMENT CHARACTER}")
    return len(text) - sum(map(str.isascii, text)) - wrong > 2 * wrong


def _recognised(content: bytes, name: str) -> str:
    first = _NOT_ASCII.search(content)
    start = max(0, first.start() - 1000) if first else 0
    sample = content[start : start + SAMPLE_BYTES]
    if start + SAMPLE_BYTES < len(content):
        # Not in the middle of a character, if possible; no encoding has these bytes inside one.
        end = max(sample.rfind(b"\n"), sample.rfind(b" "))
        sample = sample[:end] if end > SAMPLE_BYTES // 2 else sample
    matches = charset_normalizer.from_bytes(sample)
    best = matches.best()
    if best is None:
        raise _undecodable(name)
    # Short Western European texts fit several code pages equally well; by far the most files are in this one.
    for match in matches:
        as_good = match.chaos <= best.chaos and match.coherence >= best.coherence
        if as_good and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return best.encoding


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _is_binary(text: str) -> bool:
    sample = text[:SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > MAX_CONTROL * len(sample)


def _binary(name: str) -> DocumentError:
    return DocumentError(f"{name} is not text but a binary file. Save its content as a text file.")


def _undecodable(name: str) -> DocumentError:
    return DocumentError(f"The encoding of {name} cannot be recognised. Save it as UTF-8.")
