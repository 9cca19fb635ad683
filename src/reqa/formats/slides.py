"""Reading presentations (.pptx): what stands on the slides, and the speaker's notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.shapes.group import GroupShape

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted
from reqa.formats.tabular import as_markdown

_BETWEEN = "\n\n"


def read_slides(content: bytes, name: str) -> Extracted:
    """The text of a presentation as Markdown, a page for each slide that is not hidden.

    Raises:
        DocumentError: it is damaged, or has no text.
    """
    try:
        presentation = Presentation(io.BytesIO(content))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise DocumentError(f"{name} is damaged, or not a presentation (.pptx). Save it anew.") from error
    pages = [_BETWEEN.join(_paragraphs(slide)) for slide in presentation.slides]
    if not any(pages):
        raise DocumentError(f"{name} has no text, only pictures. Write down what they say.")
    text, starts = "", []
    for page in pages:
        text += _BETWEEN if text and page else ""
        starts.append(len(text))
        text += page
    return Extracted(text, " ".join((presentation.core_properties.title or "").split()), tuple(starts))


def _paragraphs(slide: Any) -> Iterator[str]:
    if slide.element.get("show") == "0":  # hidden
        return
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield f"## {' '.join(title.text_frame.text.split())}"
    for shape in _single(slide.shapes):
        if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id):
            yield from _written(shape)
        elif getattr(shape, "has_table", False):
            yield as_markdown([[cell.text for cell in row.cells] for row in shape.table.rows])
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if notes is not None and notes.text.strip():
        lines = (" ".join(line.split()) for line in notes.text.splitlines())
        yield f"Notes: {_BETWEEN.join(filter(None, lines))}"


def _single(shapes: Iterable[Any]) -> Iterator[Any]:
    """The shapes, those of a group one by one."""
    for shape in shapes:
        yield from _single(shape.shapes) if isinstance(shape, GroupShape) else [shape]


def _written(shape: Any) -> Iterator[str]:
    """The paragraphs of a shape; several in a placeholder are a list."""
    written = [(one.level, " ".join(one.text.split())) for one in shape.text_frame.paragraphs]
    texts = [(level, text) for level, text in written if text]
    if shape.is_placeholder and len(texts) > 1:
        yield "\n".join(f"{'  ' * level}- {text}" for level, text in texts)
    else:
        yield from (text for _, text in texts)
