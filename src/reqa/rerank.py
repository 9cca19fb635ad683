"""Scoring sentences with a cross-encoder: how well does this sentence answer that question?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from reqa.errors import ModelStoreError

BATCH_SIZE = 16  # Pairs of like length are scored together; larger batches only pad more on a CPU.
MAX_TOKENS = 512  # What the MiniLM cross-encoders were trained on; longer pairs lose their tail.


class Reranker(Protocol):
    """Anything that scores (query, text) pairs; a score is a logit, higher is more relevant."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]: ...


class OnnxCrossEncoder:
    """A cross-encoder exported to ONNX: a folder with `model.onnx` and `tokenizer.json`.

    Run with onnxruntime alone, so that scoring needs no PyTorch. May be used from several threads.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads
        self._loading = threading.Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    def load(self) -> None:
        """Read the model; does nothing the second time.

        Raises:
            ModelStoreError: the folder does not hold a model that onnxruntime can read.
        """
        with self._loading:
            if self._session is not None:
                return
            import onnxruntime
            from tokenizers import Tokenizer

            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            if self._threads:
                options.intra_op_num_threads = self._threads
            try:
                tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
                session = onnxruntime.InferenceSession(
                    str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:
                raise ModelStoreError(
                    f"The reranker in {self._folder} cannot be read: {error}. "
                    "Check it with `reqa models verify`."
                ) from error
            tokenizer.enable_truncation(MAX_TOKENS)
            tokenizer.enable_padding()
            self._inputs = {i.name for i in session.get_inputs()}
            self._tokenizer, self._session = tokenizer, session

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One logit for each (query, text) pair, in the order given."""
        self.load()
        scores = np.zeros(len(pairs))
        by_length = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for at in range(0, len(pairs), BATCH_SIZE):
            batch = by_length[at : at + BATCH_SIZE]
            scores[batch] = self._logits([pairs[i] for i in batch])
        return [float(s) for s in scores]

    def _logits(self, pairs: list[tuple[str, str]]) -> np.ndarray[Any, Any]:
        encodings = self._tokenizer.encode_batch(pairs)
        features = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        (logits,) = self._session.run(None, {k: v for k, v in features.items() if k in self._inputs})
        return np.asarray(logits)[:, 0]


class SentenceTransformersCrossEncoder:
    """Any CrossEncoder that sentence-transformers can load, by name or folder."""

    def __init__(self, name: str, *, offline: bool = False) -> None:
        self._name = name
        self._offline = offline
        self._loading = threading.Lock()
        self._model: Any = None

    def load(self) -> None:
        """Read the model; does nothing the second time.

        Raises:
            ModelStoreError: sentence-transformers cannot load it.
        """
        with self._loading:
            if self._model is not None:
                return
            import torch
            from sentence_transformers import CrossEncoder

            try:
                self._model = CrossEncoder(
                    self._name, activation_fn=torch.nn.Identity(), local_files_only=self._offline
                )
            except Exception as error:
                raise ModelStoreError(
                    f"The reranker {self._name!r} is not in the model store (`reqa models list`) and "
                    f"sentence-transformers cannot load it: {error}"
                ) from error

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One logit for each (query, text) pair, in the order given."""
        self.load()
        if not pairs:
            return []
        return [float(s) for s in self._model.predict(list(pairs), show_progress_bar=False)]
