"""Exactly these names are public, and importing them is cheap."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from langchain_core.messages import AIMessage

import reqa


def test_exported_names() -> None:
    assert sorted(reqa.__all__) == [
        "Answer",
        "Citation",
        "CorpusError",
        "Document",
        "DocumentError",
        "Evidence",
        "GoldenError",
        "IndexStoreError",
        "IntegrityError",
        "LLMError",
        "ModelStoreError",
        "QA",
        "QuestionError",
        "ReqaError",
        "Settings",
        "SettingsError",
        "Statement",
        "StreamEvent",
        "TextDelta",
        "ask",
        "evaluate",
        "open",
    ]
    for name in reqa.__all__:
        assert getattr(reqa, name) is not None
    with pytest.raises(AttributeError):
        reqa.nothing  # noqa: B018


def fields(cls: type) -> list[str]:
    return [field.name for field in dataclasses.fields(cls)]


def test_fields_of_the_contract() -> None:
    assert fields(reqa.Answer) == (
        [
            "question",
            "text",
            "statements",
            "citations",
            "abstained",
            "abstention_reason",
            "nearest",
            "model",
            "timings",
            "usage",
            "answerability",
            "understood",
        ]
    )
    assert fields(reqa.Statement) == [
        "text",
        "start_index",
        "end_index",
        "citations",
        "support_score",
        "supported",
    ]
    assert fields(reqa.Citation) == (
        [
            "marker",
            "document_id",
            "document_title",
            "content_hash",
            "start_char_index",
            "end_char_index",
            "cited_text",
            "start_page_number",
            "end_page_number",
            "support_score",
        ]
    )


def test_import_is_light() -> None:
    code = (
        "import reqa, sys; heavy = {'torch', 'chromadb', 'gradio', 'langchain_core', 'onnxruntime'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


CITATION = reqa.Citation(1, "a/b.txt", "Title", "f" * 64, 3, 9, "Words.", support_score=0.9)
ANSWER = reqa.Answer(
    question="Q?",
    text="Said. [1]",
    statements=(reqa.Statement("Said.", 0, 5, (CITATION,), 0.9, True),),
    citations=(CITATION,),
)


def test_conversions() -> None:
    (block,) = ANSWER.to_langchain()
    assert (block["type"], block["text"]) == ("text", "Said.")
    (annotation,) = block["annotations"]
    assert (annotation["cited_text"], annotation["start_index"], annotation["end_index"]) == ("Words.", 0, 5)
    (block,) = ANSWER.to_anthropic()
    assert block["citations"] == [
        {
            "type": "char_location",
            "cited_text": "Words.",
            "document_index": 0,
            "document_title": "Title",
            "start_char_index": 3,
            "end_char_index": 9,
        }
    ]
    (annotation,) = ANSWER.to_openai_annotations()
    assert (annotation["type"], annotation["filename"], annotation["index"]) == (
        "file_citation",
        "a/b.txt",
        5,
    )


def test_blocks_read_well_when_joined() -> None:
    second = reqa.Statement("More said.", 10, 20, (CITATION,), 0.9, True)
    answer = dataclasses.replace(
        ANSWER, text="Said. [1] More said. [1]", statements=(*ANSWER.statements, second)
    )
    for blocks in (answer.to_langchain(), answer.to_anthropic()):
        assert "".join(block["text"] for block in blocks) == "Said. More said."
    annotation = answer.to_langchain()[1]["annotations"][0]
    assert (annotation["start_index"], annotation["end_index"]) == (1, 11)
    assert AIMessage(content=answer.to_langchain()).content_blocks == answer.to_langchain()
