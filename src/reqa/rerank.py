"""Scoring sentences with a cross-encoder: how well does this sentence answer that question?"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from reqa.errors import ModelStoreError
from reqa.onnx_model import OnnxModel
from reqa.types import Scorer

BATCH_SIZE = 16  # Pairs of like length are scored together; larger batches only pad more on a CPU.


class Reranker(Protocol):
    """Anything that scores (query, text) pairs; a score is a logit, higher is more relevant."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]: ...


def remembering(score: Scorer) -> Scorer:
    """A scorer that scores no pair twice, for as long as a question takes."""
    known: dict[tuple[str, str], float] = {}

    def scored(pairs: Sequence[tuple[str, str]]) -> list[float]:
        new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        if new:
            known.update(zip(new, score(new), strict=True))
        return [known[pair] for pair in pairs]

    return scored


class OnnxCrossEncoder:
    """A cross-encoder exported to ONNX: a folder with `model.onnx` and `tokenizer.json`.

    Run with onnxruntime alone, so that scoring needs no PyTorch. May be used from several threads.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._model = OnnxModel(folder, "reranker", threads=threads)

    def load(self) -> None:
        """Read the model; does nothing the second time.

        Raises:
            ModelStoreError: the folder does not hold a model that onnxruntime can read.
        """
        self._model.load()

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """One logit for each (query, text) pair, in the order given."""
        scores = np.zeros(len(pairs))
        by_length = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        for at in range(0, len(pairs), BATCH_SIZE):
            batch = by_length[at : at + BATCH_SIZE]
            scores[batch] = self._model.run([pairs[i] for i in batch])[:, 0]
        return [float(s) for s in scores]


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
