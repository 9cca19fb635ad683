"""Reading spreadsheets (.xlsx) and files of separated values (.csv, .tsv): their tables, as Markdown."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted
from reqa.formats.plain import read_text
from reqa.formats.tabular import as_paragraphs

_SEPARATORS = ",;\t|"
SAMPLE_CHARS = 20_000  # Enough to tell what separates the values.

# What a number's format shows around its digits: `"approx. "0.0" kg"`, `[$€-407] #,##0`, `0%`.
_AROUND = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|([$€£%])')
_DIGITS = re.compile(r"[0#?]")


def read_workbook(content: bytes, name: str) -> Extracted:
    """The visible sheets of a workbook, each under its name, with the values that its formulas last gave.

    Raises:
        DocumentError: it is damaged, or has no text.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise DocumentError(f"{name} is damaged, or not a workbook (.xlsx). Save it anew.") from error
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            rows = ([_shown(cell) for cell in row] for row in sheet.iter_rows())
            if paragraphs := list(as_paragraphs(rows)):
                sheets += [f"## {' '.join(sheet.title.split())}", *paragraphs]
    if not sheets:
        raise DocumentError(f"{name} has no text.")
    return Extracted("\n\n".join(sheets), " ".join((book.properties.title or "").split()))


def read_values(content: bytes, name: str) -> Extracted:
    """Separated values as a table; what separates them is recognised.

    Raises:
        DocumentError: it is empty or binary, or its encoding cannot be recognised.
    """
    text = read_text(content, name).text
    values = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        paragraphs = list(as_paragraphs(values))
    except csv.Error as error:
        raise DocumentError(f"{name} is not a file of separated values ({error}). Save it anew.") from error
    if not paragraphs:
        raise DocumentError(f"{name} has no text.")
    return Extracted("\n\n".join(paragraphs))


def _separator(text: str) -> str:
    try:
        return csv.Sniffer().sniff(text[:SAMPLE_CHARS], _SEPARATORS).delimiter
    except csv.Error:  # a single column
        return ","


def _shown(cell: Any) -> str:
    """What a cell shows, nearly: numbers keep all their digits, dates are written as in ISO 8601."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return str(value.date() if value.time() == datetime.time() else value.replace(microsecond=0))
    return _with_unit(value, cell.number_format) if isinstance(value, (int, float)) else str(value)


def _with_unit(number: float, number_format: str) -> str:
    shown, *_ = number_format.split(";")
    digits = [found.start() for found in _DIGITS.finditer(_AROUND.sub(lambda m: " " * len(m[0]), shown))]
    before, after = "", ""
    for found in _AROUND.finditer(shown):
        literal = next(filter(None, found.groups()), "")
        if digits and found.start() < digits[0]:
            before += literal
        else:
            after += literal
    is_percentage = "%" in before + after
    return f"{before}{round(number * 100, 10) if is_percentage else number:.12g}{after}"
