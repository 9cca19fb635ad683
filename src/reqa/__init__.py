"""Question answering over your documents that cites the exact sentences, or says that they do not say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from reqa.errors import (
    CorpusError,
    DocumentError,
    GoldenError,
    IndexStoreError,
    IntegrityError,
    LLMError,
    ModelStoreError,
    QuestionError,
    ReqaError,
    SettingsError,
)
from reqa.types import Answer, Citation, Document, Evidence, Statement, StreamEvent, TextDelta

if TYPE_CHECKING:
    from reqa.evaluation.run import evaluate
    from reqa.qa import QA, ask
    from reqa.qa import open_qa as open
    from reqa.settings import Settings

# Nothing phones home. These are read when the libraries load, so they are set before any of them can be; all
# that reqa imports from here on is lazy. onnxruntime would else upload events and keep a device id on disk.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"

__all__ = [
    "QA",
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


def __getattr__(name: str) -> Any:
    """Import what is heavy only when it is used: `reqa --help` needs neither LangChain nor Chroma."""
    if name in ("QA", "ask", "open"):
        from reqa import qa

        return qa.open_qa if name == "open" else getattr(qa, name)
    if name == "evaluate":
        from reqa.evaluation import run

        return run.evaluate
    if name == "Settings":
        from reqa.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
