"""PDF, office files, web pages and e-mails: what is kept, where pages are, and what is said of a bad file."""

from __future__ import annotations

import contextlib
import csv
import datetime
import html
import io
import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from exhibits import exhibit
from fakes import ScriptedChat
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas
from reqa_ui.cite import key_of
from reqa_ui.source import Shown, source

import reqa
from reqa import formats
from reqa.documents import find_documents, read_document
from reqa.errors import DocumentError
from reqa.formats import SUFFIXES, extract
from reqa.segment import segment
from reqa.text.headings import placed
from reqa.text.tables import in_words, row_of
from reqa.types import Document

Placed = tuple[float, float, str]
"""Distances from the left and from the top of the page, in points, and what stands there."""

PAGE_HEIGHT = 842
LINE = 14  # points from one line to the next
LEFT = 72


def read(path: Path, content: bytes) -> Document:
    path.write_bytes(content)
    return read_document(find_documents(path)[0])


def pdf(
    *pages: Iterable[Placed], size: float = 11, password: str | None = None, title: str = "untitled"
) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, PAGE_HEIGHT), encrypt=password)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, PAGE_HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(*texts: str, top: float = 100, left: float = LEFT) -> list[Placed]:
    """Lines one below the other; an empty one is half a line of space."""
    placed = []
    for text in texts:
        if text:
            placed.append((left, top, text))
        top += LINE if text else LINE / 2
    return placed


class TestPdf:
    def test_lines_are_put_together_into_paragraphs(self, tmp_path: Path) -> None:
        page = lines("The mole was built in 1902,", "and repaired later.", "", "It has two lamps.")
        document = read(tmp_path / "a.pdf", pdf(page))
        assert document.text == "The mole was built in 1902,\nand repaired later.\n\nIt has two lamps."

    def test_an_indented_line_after_a_full_stop_begins_a_paragraph(self, tmp_path: Path) -> None:
        page = [*lines("The mole was built in 1902.", top=100), (LEFT + 20, 114, "It has two lamps.")]
        assert read(tmp_path / "a.pdf", pdf(page)).text == "The mole was built in 1902.\n\nIt has two lamps."

    def test_a_word_broken_at_the_end_of_a_line_is_whole_again(self, tmp_path: Path) -> None:
        page = lines("The parties signed a con-", "tract for seven years with", "the company that they own.")
        text = read(tmp_path / "a.pdf", pdf(page)).text
        assert text == "The parties signed a contract\nfor seven years with\nthe company that they own."

    @pytest.mark.parametrize("elsewhere", ["A long-term loan is cheap.", "How long is the term of it?"])
    def test_a_word_with_a_hyphen_keeps_it(self, tmp_path: Path, elsewhere: str) -> None:
        page = lines(elsewhere, "", "The bank has given them a long-", "term loan at four per cent.")
        assert "a long-term\nloan at" in read(tmp_path / "a.pdf", pdf(page)).text

    def test_a_header_is_kept_once_and_page_numbers_are_not(self, tmp_path: Path) -> None:
        pages = [
            [
                *lines(f"Annual report {year}", top=40),
                *lines(said, top=100),
                (290, 800, f"Page {number} of 3"),
            ]
            for number, (year, said) in enumerate(
                [(2023, "It began well."), (2023, "Then it rained."), (2023, "It ended well.")], start=1
            )
        ]
        text = read(tmp_path / "a.pdf", pdf(*pages)).text
        assert text.split() == [
            "Annual",
            "report",
            "2023",
            "It",
            "began",
            "well.",
            "Then",
            "it",
            "rained.",
            "It",
            "ended",
            "well.",
        ]

    def test_the_number_of_a_single_page_is_not_read(self, tmp_path: Path) -> None:
        page = [*lines("It began well.", "", "2", "", "Then it rained."), (290, 800, "1")]
        assert read(tmp_path / "a.pdf", pdf(page)).text.split() == [
            "It",
            "began",
            "well.",
            "2",
            "Then",
            "it",
            "rained.",
        ]

    def test_columns_are_read_one_after_the_other(self, tmp_path: Path) -> None:
        left = lines("The mole was built by the", "town in a year, as the")
        right = lines("old one had been broken by", "a storm in the winter.", left=320)
        text = read(tmp_path / "a.pdf", pdf([*left, *right])).text
        assert " ".join(text.split()) == (
            "The mole was built by the town in a year, "
            "as the old one had been broken by a storm in the winter."
        )

    def test_a_table_has_the_names_of_its_columns(self, tmp_path: Path) -> None:
        rows = [("", "2024", "2023"), ("Revenue a|b", "412.6", "398.1"), ("Net debt", "88.3", "101.7")]
        table = [
            (LEFT + 120 * column, 100 + LINE * row, cell)
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if cell
        ]
        text = read(tmp_path / "a.pdf", pdf(table)).text
        assert text.splitlines() == [
            "|  | 2024 | 2023 |",
            "| --- | --- | --- |",
            r"| Revenue a\|b | 412.6 | 398.1 |",
            "| Net debt | 88.3 | 101.7 |",
        ]

    def test_the_names_of_columns_may_stand_in_cells_of_two_lines(self, tmp_path: Path) -> None:
        names = [("Revenue", "2024"), ("Revenue", "2023"), ("Profit", "2024"), ("Profit", "2023")]
        rows = [("Paint", "412.6", "398.1", "24.6", "18.3"), ("Glue", "88.3", "101.7", "13.1", "20.5")]
        table = [
            (LEFT + 90 * column, 100 + LINE * at, line)
            for column, cell in enumerate([("£ million",), *names])
            for at, line in enumerate(cell, start=3 - len(cell))
        ]
        table += [
            (LEFT + 90 * column, 148 + LINE * at, cell)
            for at, row in enumerate(rows)
            for column, cell in enumerate(row)
        ]
        text = read(tmp_path / "a.pdf", pdf([*lines("Results", top=70), *table])).text
        assert text.splitlines()[2:] == [
            "| £ million | Revenue 2024 | Revenue 2023 | Profit 2024 | Profit 2023 |",
            "| --- | --- | --- | --- | --- |",
            "| Paint | 412.6 | 398.1 | 24.6 | 18.3 |",
            "| Glue | 88.3 | 101.7 | 13.1 | 20.5 |",
        ]

    def test_the_names_of_columns_may_be_close_to_each_other(self, tmp_path: Path) -> None:
        def across(top: float, first: str, *others: str, shift: int) -> list[Placed]:
            return [(LEFT, top, first), *((162 + 52 * i + shift, top, one) for i, one in enumerate(others))]

        names = across(100, "Segment", "Q3 2024", "Q3 2023", "Q3 2022", shift=0)
        rows = [("Paint", "412", "398", "384"), ("Glue", "88", "101", "97")]
        table = [
            cell for i, row in enumerate(rows) for cell in across(114 + LINE * i, row[0], *row[1:], shift=20)
        ]
        text = read(tmp_path / "a.pdf", pdf([*names, *table])).text
        assert text.splitlines()[::2] == [
            "| Segment | Q3 2024 | Q3 2023 | Q3 2022 |",
            "| Paint | 412 | 398 | 384 |",
        ]

    @pytest.mark.parametrize(
        ("given_title", "title"),
        [("The  HARBOUR", "The  HARBOUR"), ("Microsoft Word - a.doc", "The harbour")],
    )
    def test_a_title_that_is_not_in_the_text_is_none(
        self, tmp_path: Path, given_title: str, title: str
    ) -> None:
        content = pdf(lines("The harbour", "", "It has two lamps."), title=given_title)
        assert read(tmp_path / "a.pdf", content).title == title

    def test_a_sentence_is_cited_with_its_pages(self, tmp_path: Path, fake_models: None) -> None:
        first = [
            *lines("Notes of the harbour", top=40),
            *lines("The crane was bought", top=760),
            (290, 800, "1"),
        ]
        second = [*lines("Notes of the harbour", top=40), *lines("in 1987 by the town."), (290, 800, "2")]
        third = lines("The ferry sails at noon.")
        path = tmp_path / "notes.pdf"
        path.write_bytes(pdf(first, second, third))
        with reqa.open(path, index_dir=tmp_path / "index", llm=ScriptedChat()) as qa:
            crane = qa.ask("When was the crane bought by the town?").statements[0].citations[0]
            ferry = qa.ask("When does the ferry sail?").statements[0].citations[0]
        assert crane.cited_text == "The crane was bought\nin 1987 by the town."
        assert (crane.start_page_number, crane.end_page_number) == (1, 2)
        assert (ferry.start_page_number, ferry.end_page_number) == (3, 3)
        assert ferry.to_langchain()["extras"]["start_page_number"] == 3
        with reqa.open(path, index_dir=tmp_path / "index", llm=ScriptedChat()) as qa:  # from the index
            assert qa.ask("When does the ferry sail?").statements[0].citations[0] == ferry

    def test_a_citation_is_stale_once_the_file_has_changed(
        self, tmp_path: Path, fake_models: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "notes.pdf"
        path.write_bytes(pdf(lines("The ferry sails at noon.")))
        with reqa.open(path, index_dir=tmp_path / "index", llm=ScriptedChat()) as qa:
            citation = qa.ask("When does the ferry sail?").statements[0].citations[0]
            with monkeypatch.context() as patch:  # A file with the same bytes is not read again.
                patch.setattr("reqa.qa.read_document", lambda source: pytest.fail("it was read"))
                assert qa.is_current(citation)
            path.write_bytes(pdf(lines("The ferry sails at noon."), size=12))
            assert qa.is_current(citation)  # other bytes, same text
            path.write_bytes(pdf(lines("The ferry sails at one.")))
            assert not qa.is_current(citation)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"%PDF-1.7 and then nothing", r"report\.pdf is damaged, or not a PDF\. Save it anew\."),
            (b"", "damaged, or not a PDF"),
            (pdf([]), r"report\.pdf has no text, only pictures of it\. Have the text recognised \(OCR\)"),
            (pdf(lines("Secret."), password="key"), "protected by a password. Save a copy without one."),
        ],
    )
    def test_what_cannot_be_read(self, tmp_path: Path, content: bytes, message: str) -> None:
        with pytest.raises(DocumentError, match=message):
            read(tmp_path / "report.pdf", content)


def word(*paragraphs: tuple[str, str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document of (style, text) paragraphs, with a table at its end."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if table:
        cells = document.add_table(len(table), len(table[0])).rows
        for row, texts in zip(cells, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class TestWord:
    def test_headings_lists_and_tables_are_markdown(self, tmp_path: Path) -> None:
        content = word(
            ("Title", "The harbour"),
            ("Heading 1", "Cranes"),
            ("Normal", "It has two_kinds of *cranes*."),
            ("List Bullet", "old ones"),
            ("List Bullet", "new ones"),
            table=[("Crane", "Lifts"), ("North", "450 t")],
        )
        document = read(tmp_path / "a.docx", content)
        assert document.title == "The harbour"
        assert document.text == (
            "# The harbour\n\n# Cranes\n\nIt has two_kinds of *cranes*.\n\n- old ones\n- new ones\n\n"
            "| Crane | Lifts |\n| --- | --- |\n| North | 450 t |"
        )
        assert not document.page_starts

    def test_lists_in_the_styles_for_deeper_ones_are_in_lists(self, tmp_path: Path) -> None:
        items = (
            ("List Bullet", "a crane"),
            ("List Bullet 2", "old"),
            ("List Bullet 3", "of 1902"),
            ("List Bullet", "a lamp"),
        )
        text = read(tmp_path / "a.docx", word(("Normal", "It has:"), *items)).text
        assert text == "It has:\n\n- a crane\n  - old\n    - of 1902\n- a lamp"

    def test_clauses_have_the_numbers_that_word_makes(self, tmp_path: Path) -> None:
        document = docx.Document()
        rules = document.part.numbering_part.element
        levels = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("upperRoman", "%4)"))
        abstract = OxmlElement("w:abstractNum", attrs={qn("w:abstractNumId"): "99"})
        for depth, (kind, pattern) in enumerate(levels):
            level = OxmlElement("w:lvl", attrs={qn("w:ilvl"): str(depth)})
            for name, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", pattern)):
                level.append(OxmlElement(name, attrs={qn("w:val"): value}))
            abstract.append(level)
        rules.insert(0, abstract)
        number_id = rules.add_num(99).numId
        depths = (0, 1, 1, 2, 2, 3, 3, 1, 0, 1, 2)
        for depth in depths:
            numbered = document.add_paragraph("Clause").paragraph_format.element.get_or_add_pPr()
            numbered.get_or_add_numPr().get_or_add_ilvl().val = depth
            numbered.numPr.get_or_add_numId().val = number_id
            document.add_paragraph("Between.")
        document.save(tmp_path / "a.docx")
        text = read_document(find_documents(tmp_path / "a.docx")[0]).text
        clauses = [line.removesuffix(" Clause") for line in text.split("\n\n") if line != "Between."]
        assert clauses == ["1.", "1.1", "1.2", "(a)", "(b)", "I)", "II)", "1.3", "2.", "2.1", "(a)"]

    def test_a_style_numbers_its_paragraphs(self, tmp_path: Path) -> None:
        content = word(("List Number", "Open it."), ("Normal", "Wait."), ("List Number", "Close it."))
        assert read(tmp_path / "a.docx", content).text == "1. Open it.\n\nWait.\n\n2. Close it."

    def test_what_was_deleted_is_not_read(self, tmp_path: Path) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("Notice is ")
        _tracked(paragraph, "w:del", "w:delText", "ninety")
        _tracked(paragraph, "w:ins", "w:t", "thirty")
        paragraph.add_run(" days.")
        document.save(tmp_path / "a.docx")
        assert read_document(find_documents(tmp_path / "a.docx")[0]).text == "Notice is thirty days."

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"PK\x03\x04 and then nothing", r"letter\.docx is damaged, or not a Word document"),
            (b"plain text", "not a Word document"),
            (word(), r"letter\.docx has no text"),
        ],
    )
    def test_what_cannot_be_read(self, tmp_path: Path, content: bytes, message: str) -> None:
        with pytest.raises(DocumentError, match=message):
            read(tmp_path / "letter.docx", content)


def _tracked(paragraph: Paragraph, change: str, holder: str, text: str) -> None:
    """Add text as a tracked change of that kind."""
    changed, run, said = OxmlElement(change), OxmlElement("w:r"), OxmlElement(holder)
    said.text = text
    run.append(said)
    changed.append(run)
    paragraph._p.append(changed)


class TestHtml:
    def test_what_surrounds_the_content_is_left_out(self, tmp_path: Path) -> None:
        page = b"""<!doctype html><title>Harbour - Town of Lund</title><style>p {color: red}</style>
            <header>Lund <nav><a href="/">Home</a></nav></header>
            <main><h1>The <em>harbour</em></h1><p>It has <b>12</b> cranes &amp; 3&nbsp;ferries.<!-- really -->
            <script>track()</script></p><button>Share</button></main><footer>Imprint</footer>"""
        document = read(tmp_path / "a.html", page)
        assert document.title == "The harbour"
        assert document.text == "# The harbour\n\nIt has 12 cranes & 3\N{NO-BREAK SPACE}ferries."

    def test_what_the_browser_does_not_show_is_not_read(self, tmp_path: Path) -> None:
        page = b"<p>Open.</p><p hidden>One.</p><p style='color: red; display: none'>Two.</p><svg>3</svg>"
        assert read(tmp_path / "a.html", page).text == "Open."

    def test_a_page_of_small_articles_is_read_whole(self, tmp_path: Path) -> None:
        page = b"<title>News</title><header>Lund</header><article>One.</article><article>Two.</article><p>3."
        document = read(tmp_path / "a.htm", page)
        assert (document.title, document.text.split()) == ("News", ["One.", "Two.", "3."])

    def test_a_header_with_the_title_is_read(self, tmp_path: Path) -> None:
        page = b"<header><h1>Storm</h1></header><div>It rained.</div><footer>Imprint</footer>"
        assert read(tmp_path / "a.html", page).text == "# Storm\n\nIt rained."

    def test_a_header_within_an_article_belongs_to_it(self, tmp_path: Path) -> None:
        page = b"<article><header><h1>Storm</h1><p>By Eva Holm</p></header><p>It rained.</p></article>"
        assert read(tmp_path / "a.html", page).text == "# Storm\n\nBy Eva Holm\n\nIt rained."

    def test_the_first_row_names_the_columns_of_a_table(self, tmp_path: Path) -> None:
        page = b"""<table><caption>Cranes</caption><thead><tr><th>Crane<th>Lifts</thead>
            <tbody><tr><td>North<td>450 t</tbody><tfoot><tr><td>All<td>900 t</tfoot></table>"""
        assert read(tmp_path / "a.html", page).text == (
            "Cranes\n\n| Crane | Lifts |\n| --- | --- |\n| North | 450 t |\n| All | 900 t |"
        )

    @pytest.mark.parametrize(
        ("encoding", "text"), [("utf-8", "Größe"), ("windows-1251", "Россия"), ("shift_jis", "日本")]
    )
    def test_the_encoding_is_the_one_that_the_page_names(
        self, tmp_path: Path, encoding: str, text: str
    ) -> None:
        page = f'<meta charset="{encoding}"><p>{text}</p>'.encode(encoding)
        assert read(tmp_path / "a.html", page).text == text

    @pytest.mark.parametrize("content", [b"", b"<script>show()</script>"])
    def test_a_page_without_text(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(DocumentError, match=r"a\.html has no text"):
            read(tmp_path / "a.html", content)


class TestMail:
    @staticmethod
    def mail(*, plain: str = "", page: str = "", attached: str = "") -> bytes:
        message = EmailMessage()
        message["From"], message["To"] = "Éva Holm <eva@example.org>", "all@example.org"
        message["Date"], message["Subject"] = "Tue, 18 Mar 2025 11:27:02 +0100", "Größe of the stand"
        if plain:
            message.set_content(plain)
        if page:
            message.add_alternative(page, subtype="html")
        if attached:
            message.add_attachment(b"x", maintype="application", subtype="pdf", filename=attached)
        return message.as_bytes()

    @pytest.mark.parametrize("parts", [{"plain": "It is 36 m².\n"}, {"page": "<p>It is <b>36</b> m².</p>"}])
    def test_the_head_and_what_is_said(self, tmp_path: Path, parts: dict[str, str]) -> None:
        document = read(tmp_path / "a.eml", self.mail(**parts, attached="plan.pdf"))
        assert document.title == "Größe of the stand"
        assert document.text == (
            "From: Éva Holm <eva@example.org>\nTo: all@example.org\nDate: Tue, 18 Mar 2025 11:27:02 +0100\n"
            "Subject: Größe of the stand\nAttached: plan.pdf\n\nIt is 36 m²."
        )

    def test_what_it_says_stands_under_who_wrote_it(self, tmp_path: Path) -> None:
        sentences = segment(read(tmp_path / "a.eml", self.mail(plain="It is 36 m².", attached="plan.pdf")))
        *_, (said, where) = placed(sentences, 0, len(sentences) - 1)
        assert (said.text, where.under) == ("It is 36 m².", "From: Éva Holm, Tue, 18 Mar 2025 11:27:02 +0100")

    @pytest.mark.parametrize(
        ("content", "message"), [(b"It rained.", "not an e-mail"), (None, "has no text")]
    )
    def test_what_cannot_be_read(self, tmp_path: Path, content: bytes | None, message: str) -> None:
        with pytest.raises(DocumentError, match=message):
            read(tmp_path / "a.eml", self.mail() if content is None else content)


class TestSpreadsheet:
    @staticmethod
    def workbook(**sheets: Sequence[Sequence[object]]) -> Workbook:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name.replace("_", " "))
            for row in rows:
                sheet.append(list(row))
        return book

    @staticmethod
    def saved(book: Workbook) -> bytes:
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def test_each_sheet_stands_under_its_name_and_each_row_under_the_columns(self, tmp_path: Path) -> None:
        book = self.workbook(
            Cranes_2026=[
                ["Crane", "Lifts", "Built"],
                ["North", 450, datetime.date(1932, 5, 4)],
                ["East|2", 1.5],
            ],
            Empty=[],
            Notes=[["The list of the harbour."], [], [None, "Berth", "Depth"], [None, 3, True]],
        )
        document = read(tmp_path / "cranes-2026.xlsx", self.saved(book))
        assert document.title == "cranes 2026"
        assert document.text == (
            "## Cranes 2026\n\n| Crane | Lifts | Built |\n| --- | --- | --- |\n| North | 450 | 1932-05-04 |\n"
            "| East\\|2 | 1.5 |  |\n\n"
            "## Notes\n\nThe list of the harbour.\n\n| Berth | Depth |\n| --- | --- |\n| 3 | TRUE |"
        )

    @pytest.mark.parametrize(
        ("value", "number_format", "shown"),
        [
            (0.125, "0%", "12.5%"),
            (0.07, "0.0%", "7%"),
            (1234.5, "#,##0.00", "1234.5"),
            (450, '0 "kg"', "450kg"),
            (99.9, "[$€-407] #,##0.00", "€99.9"),
            (5, "$#,##0;[Red]-$#,##0", "$5"),
            (1e21, "General", "1e+21"),
            (0.1 + 0.2, "General", "0.3"),
        ],
    )
    def test_a_number_has_the_unit_that_its_cell_shows(
        self, tmp_path: Path, value: float, number_format: str, shown: str
    ) -> None:
        book = self.workbook(A=[["Name", "Value"], ["x", value]])
        book["A"]["B2"].number_format = number_format
        assert read(tmp_path / "a.xlsx", self.saved(book)).text.endswith(f"| x | {shown} |")

    def test_what_is_hidden_is_not_read(self, tmp_path: Path) -> None:
        book = self.workbook(A=[["Shown", "1"]], B=[["Secret", "2"]])
        book["B"].sheet_state = "hidden"
        assert "Secret" not in read(tmp_path / "a.xlsx", self.saved(book)).text

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_what_separates_values_is_recognised(self, tmp_path: Path, separator: str) -> None:
        rows = [["Crane", "Lifts, at most"], ["North", "450 t"], ["East", "7 t"]]
        rows.append(['"South"', "1; 2"])
        file = io.StringIO()
        csv.writer(file, delimiter=separator).writerows(rows)
        document = read(tmp_path / "cranes.csv", file.getvalue().encode())
        assert document.title == "cranes"
        assert document.text == (
            '| Crane | Lifts, at most |\n| --- | --- |\n| North | 450 t |\n| East | 7 t |\n| "South" | 1; 2 |'
        )

    def test_a_row_is_cited_as_it_stands_in_the_table(self, tmp_path: Path) -> None:
        document = read(tmp_path / "a.csv", b"Crane,Lifts,Built\nNorth,450 t,1932\nEast,7 t,1940\n")
        sentences = segment(document)
        assert [one.text for one in sentences][-1] == "| East | 7 t | 1940 |"
        assert in_words(row_of(sentences, len(sentences) - 1)) == "Crane: East; Lifts: 7 t; Built: 1940"

    @pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
    def test_what_has_no_text(self, tmp_path: Path, name: str) -> None:
        content = self.saved(self.workbook(A=[])) if name == "a.xlsx" else b" ,\n,\n"
        with pytest.raises(DocumentError, match="has no text"):
            read(tmp_path / name, content)


class TestSlides:
    @staticmethod
    def saved(presentation: Any) -> bytes:
        file = io.BytesIO()
        presentation.save(file)
        return file.getvalue()

    def test_each_slide_is_a_page_under_its_title(self, tmp_path: Path) -> None:
        slides = Presentation()
        slides.core_properties.title = "The harbour"
        first = slides.slides.add_slide(slides.slide_layouts[1])
        first.shapes.title.text = "Cranes"
        first.placeholders[1].text = "North lifts 450 t.\nEast lifts 7 t."
        first.placeholders[1].text_frame.paragraphs[1].level = 1
        first.notes_slide.notes_text_frame.text = "East is to be sold."
        slides.slides.add_slide(slides.slide_layouts[6])
        last = slides.slides.add_slide(slides.slide_layouts[6])
        box = last.shapes.add_group_shape().shapes.add_textbox(0, 0, 10, 10)
        box.text_frame.text = "It rained."
        table = last.shapes.add_table(2, 2, 0, 0, 10, 10).table
        for i, cell in enumerate(["Berth", "Depth", "3", "12 m"]):
            table.cell(i // 2, i % 2).text = cell
        document = read(tmp_path / "a.pptx", self.saved(slides))
        assert document.title == "The harbour"
        assert document.text == (
            "## Cranes\n\n- North lifts 450 t.\n  - East lifts 7 t.\n\nNotes: East is to be sold.\n\n"
            "It rained.\n\n| Berth | Depth |\n| --- | --- |\n| 3 | 12 m |"
        )
        assert document.page_at(document.text.index("East is")) == 1
        assert document.page_at(document.text.index("It rained")) == 3

    def test_a_hidden_slide_is_not_read(self, tmp_path: Path) -> None:
        slides = Presentation()
        for text in ("Shown", "Secret"):
            slide = slides.slides.add_slide(slides.slide_layouts[5])
            slide.shapes.title.text = text
        slide.element.set("show", "0")
        assert read(tmp_path / "a.pptx", self.saved(slides)).text == "## Shown"

    def test_slides_without_text(self, tmp_path: Path) -> None:
        slides = Presentation()
        slides.slides.add_slide(slides.slide_layouts[6])
        with pytest.raises(DocumentError, match="only pictures"):
            read(tmp_path / "a.pptx", self.saved(slides))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_the_words_of_a_paragraph_are_kept(words: list[str]) -> None:
    from reqa.formats.markup import from_html

    assert from_html(f"<p>{html.escape(' '.join(words))}</p>").text.split() == words


class TestPicturedPages:
    @pytest.mark.parametrize(
        ("content", "pages"),
        [
            (exhibit((600, 800), ""), (2,)),
            (exhibit((600, 700), "Exhibit 7"), (2,)),
            (exhibit((600, 800), "", strips=4), (2,)),
            (exhibit((200, 200), ""), ()),  # nothing to be read on it
            (exhibit((600, 800), "It is printed over a picture of the harbour. " * 2), ()),
            (pdf(lines("The ferry sails at noon."), []), ()),  # left blank
        ],
    )
    def test_a_page_that_is_only_a_picture_is_noticed(
        self, tmp_path: Path, content: bytes, pages: tuple[int, ...]
    ) -> None:
        assert read(tmp_path / "a.pdf", content).pictured_pages == pages


def nested(depth: int) -> bytes:
    return b"<div>" * depth + b"It rained." + b"</div>" * depth


def test_a_page_may_be_nested_deeply(tmp_path: Path) -> None:
    assert read(tmp_path / "a.html", nested(200)).text == "It rained."
    with pytest.raises(DocumentError, match=r"a\.html cannot be read .* Save it anew\."):
        read(tmp_path / "a.html", nested(5000))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "page", [b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>rain</p></html>', b"rain"]
)
def test_xhtml_and_a_page_of_one_word_are_read_without_a_warning(tmp_path: Path, page: bytes) -> None:
    assert read(tmp_path / "a.xhtml", page).text == "rain"


BEGINNINGS = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html><table><tr>", pdf(lines("It rained."))[:400])


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.pdf", pdf([], lines("The ferry sails at noon.")), "page 2"),
        ("a.docx", word(("Normal", "The ferry sails at noon.")), ""),
        ("A.MD", b"\n\nThe ferry sails at noon.\n", "line 3"),
    ],
)
def test_the_chat_says_where_in_the_file_a_sentence_stands(
    tmp_path: Path, fake_models: None, name: str, content: bytes, place: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with reqa.open(tmp_path / name, index_dir=tmp_path / "index", llm=ScriptedChat()) as qa:
        citation = qa.ask("When does the ferry sail?").statements[0].citations[0]
        shown = source([qa], str(key_of(citation)), Shown())
    assert (shown["cited"], shown["place"]) == ("The ferry sails at noon.", place)


@given(st.sampled_from(SUFFIXES), st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_whatever_is_in_a_file_it_is_read_or_refused(suffix: str, begin: bytes, rest: bytes) -> None:
    with contextlib.suppress(DocumentError):
        assert extract(begin + rest, suffix, "file").text.strip()


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_an_archive_that_grows_beyond_measure_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("document.xml", bytes(2_000_000))
    monkeypatch.setattr(formats, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(DocumentError, match="has more than 1 MB when unpacked"):
        extract(file.getvalue(), suffix, "file")


def test_a_damaged_file_does_not_stop_the_others(corpus: Path, tmp_path: Path, fake_models: None) -> None:
    whole = word(("Normal", "The ferry sails at noon."))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive, zipfile.ZipFile(corpus / "a.docx", "w") as damaged:
        for name in archive.namelist():
            content = archive.read(name)
            damaged.writestr(name, content[: len(content) // 2] if name == "word/document.xml" else content)
    with reqa.open(corpus, index_dir=tmp_path / "index", settings=reqa.Settings(llm="none")) as qa:
        assert [document.id for document in qa.documents] == ["harbour.txt", "museum.md"]
        ((skipped, reason),) = qa.index_report.skipped
    assert (skipped, "Save it anew" in reason) == ("a.docx", True)
