"""Reading Word documents (.docx), through HTML."""

from __future__ import annotations

import io
import zipfile

import docx
import mammoth
from docx.opc.exceptions import OpcError

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted
from reqa.formats.markup import from_html
from reqa.formats.numbering import write_numbers

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
"""


def read_word(content: bytes, name: str) -> Extracted:
    """The text of a Word document as Markdown, with what was inserted and without what was deleted.

    Raises:
        DocumentError: it is damaged, or has no text.
    """
    file = io.BytesIO()
    try:
        document = docx.Document(io.BytesIO(content))
        write_numbers(document)
        document.save(file)
        converted = mammoth.convert_to_html(file, style_map=_STYLES)
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, OSError) as error:
        raise DocumentError(f"{name} is damaged, or not a Word document (.docx). Save it anew.") from error
    extracted = from_html(converted.value)
    if not extracted.text:
        raise DocumentError(f"{name} has no text.")
    return extracted
