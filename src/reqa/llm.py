"""Building the chat model that `REQA_LLM` names. The only module that does so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reqa.errors import LLMError, SettingsError
from reqa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

LOCAL_MODELS = {"local": "qwen2.5-coder-1.5b", "local-small": "qwen2.5-coder-0.5b"}

# Providers whose LangChain package is an extra of reqa; any other provider of LangChain works as well,
# once its package is installed.
EXTRAS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "ollama": "ollama",
    "google_genai": "google",
    "mistralai": "mistral",
    "groq": "groq",
}

# Providers whose LangChain class takes `logprobs` and `top_logprobs` as call options.
WITH_LOGPROBS = {"openai", "azure_openai", "deepseek", "groq", "together", "fireworks", "xai"}


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A chat model and what it can do beyond chatting."""

    name: str
    chat: BaseChatModel
    takes_grammar: bool = False
    """It takes a GBNF `grammar` as a call option."""
    gives_logprobs: bool = False
    """It takes `logprobs` and `top_logprobs` and returns them as OpenAI does."""

    is_local: bool = False
    """It runs in this process: loaded into memory, one question at a time."""

    def load(self) -> None:
        """Read a local model into memory; does nothing for a hosted one."""
        if self.is_local:
            self.chat.load()  # type: ignore[attr-defined]

    def close(self) -> None:
        """Free a local model's memory; does nothing for a hosted one."""
        if self.is_local:
            self.chat.close()  # type: ignore[attr-defined]

    def failure(self, error: Exception, advice: str) -> LLMError:
        """What to raise when a call has failed."""
        return LLMError(f"The language model {self.name} failed: {str(error).rstrip(' .')}. {advice}")


def model_name(settings: Settings) -> str:
    """The name under which answers name the model of `settings`."""
    return LOCAL_MODELS.get(settings.llm, settings.llm)


def wrap_llm(chat: BaseChatModel) -> LanguageModel:
    """A LangChain chat model that the caller has built."""
    known = getattr(chat, "model_name", None) or getattr(chat, "model", None)
    return LanguageModel(name=str(known or type(chat).__name__), chat=chat)


def build_llm(
    settings: Settings, model_path: Callable[[str], Path], standing: Sequence[Sequence[BaseMessage]] = ()
) -> LanguageModel | None:
    """The language model that `settings.llm` names, or None for `none`.

    Args:
        settings: `llm`, `llm_base_url`, `llm_timeout` and `threads` are used.
        model_path: where the model store keeps the named model; may fetch it.
        standing: what conversations will begin with, most of them with the first.

    Raises:
        SettingsError: the name is not one that reqa or LangChain knows.
        LLMError: the model's package, key or file is missing; the message says what to do.
    """
    if settings.llm == "none":
        return None
    if settings.llm in LOCAL_MODELS:
        return _local(LOCAL_MODELS[settings.llm], settings, model_path, standing)
    provider, separator, model = settings.llm.partition(":")
    if not (provider and separator and model):
        raise SettingsError(
            f"REQA_LLM={settings.llm!r} is not a model. Use `local`, `local-small`, `none`, or "
            "`provider:model` such as `openai:gpt-4.1-mini` or `ollama:qwen3`."
        )
    return _hosted(provider, model, settings)


def _local(
    name: str,
    settings: Settings,
    model_path: Callable[[str], Path],
    standing: Sequence[Sequence[BaseMessage]],
) -> LanguageModel:
    from reqa.local_llm import ChatLlamaCpp

    try:
        path = model_path(name)
    except Exception as error:
        raise LLMError(
            f"The local language model cannot be had: {error} To answer without a language model, with "
            "the best sentences themselves, use REQA_LLM=none."
        ) from error
    chat = ChatLlamaCpp(model_path=path, threads=settings.threads, standing=tuple(map(tuple, standing)))
    return LanguageModel(name=name, chat=chat, takes_grammar=True, gives_logprobs=True, is_local=True)


def _hosted(provider: str, model: str, settings: Settings) -> LanguageModel:
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {}
    if provider == "ollama":  # has no timeout of its own: it belongs to its HTTP client
        options["client_kwargs"] = {"timeout": settings.llm_timeout}
    else:
        options["timeout"] = settings.llm_timeout
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    without = "or answer without a language model: REQA_LLM=none."
    try:
        chat = init_chat_model(model, model_provider=provider, **options)
        profile = chat.profile or {}
        if profile.get("temperature", True):
            chat = init_chat_model(model, model_provider=provider, temperature=0.0, **options)
    except ImportError as error:
        extra = EXTRAS.get(provider)
        install = f"{sys.executable} -m pip install 'reqa[{extra}]'" if extra else str(error)
        raise LLMError(
            f"REQA_LLM={settings.llm} needs a package that is not installed: {install}, {without}"
        ) from error
    except Exception as error:
        raise LLMError(
            f"The language model {settings.llm} cannot be set up: {error}. Set what is missing, {without}"
        ) from error
    # A model that thinks first gives no probabilities.
    gives_logprobs = provider in WITH_LOGPROBS and not profile.get("reasoning_output")
    return LanguageModel(name=settings.llm, chat=chat, gives_logprobs=gives_logprobs)
