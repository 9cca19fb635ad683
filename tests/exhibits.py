"""A PDF with a page that was scanned."""

from __future__ import annotations

import io

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 600, 800  # of a page


def exhibit(picture: tuple[float, float] = (WIDTH, HEIGHT), text: str = "", strips: int = 1) -> bytes:
    """A page of text, and one with a picture of that width and height, in strips, and a text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    canvas.drawString(80, 700, "The ferry sails at noon, as the exhibit shows.")
    canvas.showPage()
    width, height = picture
    for strip in range(strips):
        y = strip * height / strips
        canvas.drawInlineImage(Image.new("L", (8, 8)), 0, y, width=width, height=height / strips)
    canvas.drawString(80, 780, text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
