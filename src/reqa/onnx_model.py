"""Running a BERT model that was exported to ONNX, with onnxruntime and tokenizers alone: no PyTorch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reqa.errors import ModelStoreError

MAX_TOKENS = 512  # what BERT models read; longer texts lose their tail


class OnnxModel:
    """A folder with `model.onnx` and `tokenizer.json`, read at the first use.

    May be used from several threads.

    Args:
        folder: where the model is.
        role: what it is called in an error, such as `reranker`.
        threads: CPU threads; default: onnxruntime's choice.
    """

    def __init__(self, folder: Path, role: str, *, threads: int | None = None) -> None:
        self._folder = folder
        self._role = role
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
                    f"The {self._role} in {self._folder} cannot be read: {error}. "
                    "Check it with `reqa models verify`."
                ) from error
            tokenizer.enable_truncation(MAX_TOKENS)
            tokenizer.enable_padding()
            self._inputs = {i.name for i in session.get_inputs()}
            self._tokenizer, self._session = tokenizer, session

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> npt.NDArray[Any]:
        """The model's first output for a batch of texts, or of pairs of them; one row each."""
        self.load()
        encodings = self._tokenizer.encode_batch(list(texts))
        features = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        outputs = self._session.run(None, {k: v for k, v in features.items() if k in self._inputs})
        return np.asarray(outputs[0])
