"""Settings are data: from arguments, then `REQA_*` environment variables, then the defaults here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reqa.errors import SettingsError


class Settings(BaseSettings):
    """What a `QA` can be told. Every field is also an environment variable: `llm` is `REQA_LLM`."""

    model_config = SettingsConfigDict(env_prefix="REQA_", env_ignore_empty=True, frozen=True, extra="forbid")

    corpus: Path = Path("corpus")
    """File or folder with the documents."""
    index: Path = Path("index")
    """Folder of the index; made if missing."""
    models: Path = Field(default_factory=lambda: Path(platformdirs.user_cache_dir("reqa")) / "models")
    """Folder of the model store."""
    offline: bool = False
    """Never use the network, even for a model that is missing. `HF_HUB_OFFLINE=1` means the same."""

    llm: str = "local"
    """`local`, `local-small`, `none`, or `provider:model` as LangChain's `init_chat_model` takes it."""
    llm_base_url: str | None = None
    """Base URL of an OpenAI-compatible server, for `openai:...` models."""
    llm_timeout: float = Field(default=120.0, gt=0)
    """Seconds after which a hosted model's request is given up."""
    threads: int | None = Field(default=None, ge=1)
    """CPU threads of the local models; default: the physical cores that this process may use."""

    auth: SecretStr | None = None
    """Who may use the web chat: `user:password`, several separated by commas; default: whoever reaches it."""
    max_waiting: int = Field(default=32, ge=1)
    """Questions that may wait for the model in the web chat; more are told to come back."""
    max_upload_mb: int = Field(default=10, ge=0)
    """Size of a document that a reader of the web chat may bring, in millions of bytes; 0 takes none."""

    shared_uploads: bool = False
    """What readers of the web chat bring joins the corpus, for everyone; else it is the reader's own."""

    embedder: str = "all-MiniLM-L6-v2"
    """A model of the store, or any sentence-transformers embedding model's name or folder."""
    reranker: str = "ms-marco-MiniLM-L-12-v2"
    """A model of the store, or any sentence-transformers CrossEncoder's name or folder."""
    chroma_url: str | None = None
    """`http://host:port` of a Chroma server; without it Chroma runs inside the process."""

    api_key: SecretStr | None = None
    """Bearer token that `reqa serve` asks for; without it, whoever reaches the server may ask."""

    max_question_chars: int = Field(default=4000, ge=1)

    @field_validator("corpus", "index", "models")
    @classmethod
    def _expanded(cls, path: Path) -> Path:
        """`~` stands for the home folder, also where no shell has seen to it."""
        return path.expanduser()

    def replace(self, **overrides: Any) -> Settings:
        """These settings with `overrides` on top; overrides that are None are left out.

        Raises:
            SettingsError: a value is impossible.
        """
        return self.load(**{**dict(self), **{k: v for k, v in overrides.items() if v is not None}})

    @classmethod
    def load(cls, **overrides: Any) -> Settings:
        """Settings with `overrides` on top of the environment; overrides that are None are left out.

        Raises:
            SettingsError: a value is impossible; the message names the variable and the reason.
        """
        given = {name: value for name, value in overrides.items() if value is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, e['loc']))} (REQA_{str(e['loc'][0]).upper()}): {e['msg']}"
                for e in error.errors()
            )
            raise SettingsError(f"Impossible setting: {problems}.") from error

    @field_validator("auth")
    @classmethod
    def _of_users(cls, auth: SecretStr | None) -> SecretStr | None:
        _logins(auth)
        return auth

    @property
    def logins(self) -> dict[str, str]:
        """The password of each user of the web chat; none, where there is no login."""
        return _logins(self.auth)


def _logins(auth: SecretStr | None) -> dict[str, str]:
    """Users and passwords; a password may contain colons, but no comma."""
    pairs = [one.strip().partition(":") for one in (auth.get_secret_value() if auth else "").split(",")]
    if auth is None or pairs == [("", "", "")]:
        return {}
    if not all(name and password for name, _, password in pairs):
        raise ValueError("it must be user:password, several separated by commas")  # quotes no password
    return {name: password for name, _, password in pairs}
