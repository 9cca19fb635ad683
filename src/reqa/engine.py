"""The models behind the answers: loaded once, at their first use, and shared by any number of `QA`s."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from reqa.embed import Embedder, OnnxEmbedder
from reqa.errors import ReqaError
from reqa.generate import standing_prompts
from reqa.llm import LanguageModel, build_llm, model_name, wrap_llm
from reqa.model_store.store import ModelStore
from reqa.rerank import OnnxCrossEncoder, SentenceTransformersCrossEncoder
from reqa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Engine:
    """Embedder, reranker and language model. May be used from several threads.

    Args:
        settings: name the models.
        llm: a LangChain chat model to use instead of the one that the settings name.

    Raises:
        ModelStoreError: the embedder or the reranker cannot be had.
    """

    def __init__(self, settings: Settings, llm: BaseChatModel | None = None) -> None:
        self._settings = settings
        self._store = ModelStore(settings.models, offline=settings.offline)
        self.embedder = _embedder(settings, self._store)
        self.embedder_name = settings.embedder
        self.reranker = _reranker(settings, self._store)
        self._given = wrap_llm(llm) if llm else None
        self._building = threading.Lock()
        self._built: LanguageModel | None = None
        self._is_built = False

    @property
    def model(self) -> str:
        """Name of the language model, or `none`."""
        return self._given.name if self._given else model_name(self._settings)

    def language_model(self) -> LanguageModel | None:
        """The language model, or None. Built at the first call, so that indexing needs none.

        Raises:
            LLMError: it cannot be had. SettingsError: there is no such model.
        """
        with self._building:
            if not self._is_built:
                self._built = self._given or build_llm(self._settings, self._store.path, standing_prompts())
                self._is_built = True
                if self._built:  # Loads while the evidence is searched; a failure comes up where it is used.
                    threading.Thread(target=_quietly, args=(self._built.load,), daemon=True).start()
            return self._built

    def warm_up(self) -> None:
        """Load the models, side by side, so that the first question does not wait for them.

        Raises:
            LLMError: the language model cannot be had. ModelStoreError: another model cannot be loaded.
        """
        with ThreadPoolExecutor() as pool:
            loading = [
                pool.submit(work)
                for work in (self.reranker.load, self.embedder.load, self._load_language_model)
            ]
        for one in loading:
            one.result()

    def close(self) -> None:
        """Free the language model's memory."""
        with self._building:
            if self._built:
                self._built.close()
            self._built, self._is_built = None, False

    def _load_language_model(self) -> None:
        if model := self.language_model():
            model.load()


def _embedder(settings: Settings, store: ModelStore) -> Embedder | OnnxEmbedder:
    source = settings.embedder
    if source in store:
        folder = store.path(source)
        if (folder / "model.onnx").exists():
            return OnnxEmbedder(folder, threads=settings.threads)
        source = str(folder)
    return Embedder(source, offline=settings.offline, threads=settings.threads)


def _reranker(settings: Settings, store: ModelStore) -> OnnxCrossEncoder | SentenceTransformersCrossEncoder:
    if settings.reranker in store:
        return OnnxCrossEncoder(store.path(settings.reranker), threads=settings.threads)
    return SentenceTransformersCrossEncoder(settings.reranker, offline=settings.offline)


def _quietly(work: Callable[[], None]) -> None:
    with contextlib.suppress(ReqaError):
        work()
