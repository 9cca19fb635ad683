"""Reading HTML: what it says, as Markdown, without what surrounds it on a web page."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from markdownify import ATX, MarkdownConverter

from reqa.errors import DocumentError
from reqa.formats.extracted import Extracted

# What is never read: not shown, or there to be clicked.
_UNREAD = (
    "title, script, style, noscript, template, svg, canvas, iframe, object, button, input, select, textarea, "
    "nav, [hidden], [aria-hidden=true], [role=navigation], "
    "[style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i]"
)
_AROUND = "header, footer, aside, [role=banner], [role=contentinfo], [role=complementary]"
"""What stands around the content, unless it is in it or names it."""
_CONTENT = "main, article, [role=main]"
# A page's content holds at least this part of its text; one of many teasers does not.
MOST = 0.5

_MARKDOWN = MarkdownConverter(
    heading_style=ATX,
    bullets="-",
    strip=["a", "img", "b", "strong", "i", "em", "code", "kbd", "samp", "del", "s"],
    escape_asterisks=False,
    escape_underscores=False,
    escape_misc=False,
    table_infer_header=True,
)
"""Makes headings, lists and tables Markdown, and leaves the words as they are."""

for _category in (XMLParsedAsHTMLWarning, MarkupResemblesLocatorWarning):
    warnings.filterwarnings("ignore", category=_category)  # XHTML, and a page of one word, are no mistakes.

_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def read_html(content: bytes, name: str) -> Extracted:
    """The text of a web page as Markdown.

    Raises:
        DocumentError: it has no text.
    """
    extracted = from_html(content)
    if not extracted.text:
        raise DocumentError(f"{name} has no text. Open it in a browser, and save what it shows.")
    return extracted


def from_html(content: bytes | str) -> Extracted:
    """HTML as Markdown; the encoding of bytes is recognised."""
    page = BeautifulSoup(content, "lxml")
    title = page.title.get_text(" ", strip=True) if page.title else ""
    for unread in page.select(_UNREAD):
        unread.decompose()
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for table in page.find_all("table"):
        _make_plain(table)
    shown = _content(page)
    heading = shown.find("h1")
    text = _MARKDOWN.convert_soup(shown)
    text = _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip()
    return Extracted(text, heading.get_text(" ", strip=True) if heading else title)


def _make_plain(table: Tag) -> None:
    """Have a table's first row name its columns, also where there is a caption above or a part below."""
    for caption in table.find_all("caption", recursive=False):
        caption.name = "p"
        table.insert_before(caption.extract())
    for part in table.find_all(["thead", "tbody", "tfoot"], recursive=False):
        part.unwrap()


def _content(page: BeautifulSoup) -> Tag:
    """The part of a page that it was made for."""
    whole = len(page.get_text(strip=True))
    for part in page.select(_CONTENT):
        if len(part.get_text(strip=True)) >= MOST * whole:
            return part
    for around in page.select(_AROUND):
        if not around.find("h1"):
            around.decompose()
    return page
