"""Turning text into vectors, with sentence-transformers or with onnxruntime alone."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reqa.errors import ModelStoreError
from reqa.onnx_model import OnnxModel

Vectors = npt.NDArray[np.float32]

BATCH_SIZE = 32


class Embedder:
    """An embedding model that sentence-transformers can load, from a folder or by name.

    The model is read at the first use, since importing PyTorch takes seconds that most commands can
    save. May be used from several threads.
    """

    def __init__(self, source: str, *, offline: bool = False, threads: int | None = None) -> None:
        self._source = source
        self._offline = offline
        self._threads = threads
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
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            import torch
            from sentence_transformers import SentenceTransformer

            if self._threads:
                torch.set_num_threads(self._threads)
            try:
                self._model = SentenceTransformer(self._source, device="cpu", local_files_only=self._offline)
            except Exception as error:
                raise ModelStoreError(
                    f"The embedder {self._source!r} is not in the model store (`reqa models list`) and "
                    f"sentence-transformers cannot load it: {error}"
                ) from error

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit-length vectors, one row a text."""
        self.load()
        vectors = self._model.encode(
            list(texts),
            batch_size=BATCH_SIZE,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


class OnnxEmbedder:
    """A BERT embedder exported to ONNX, such as BGE: a folder with `model.onnx` and `tokenizer.json`.

    A text's vector is that of its first token, which is how BGE was trained. May be used from several
    threads.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._model = OnnxModel(folder, "embedder", threads=threads)

    def load(self) -> None:
        """Read the model; does nothing the second time.

        Raises:
            ModelStoreError: the folder does not hold a model that onnxruntime can read.
        """
        self._model.load()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Unit-length vectors, one row a text."""
        parts = [self._vectors(texts[at : at + BATCH_SIZE]) for at in range(0, len(texts), BATCH_SIZE)]
        return np.concatenate(parts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        first = np.asarray(self._model.run(texts)[:, 0], dtype=np.float32)
        return np.asarray(first / np.linalg.norm(first, axis=1, keepdims=True), dtype=np.float32)
