"""`reqa models`: what the model store has, and getting, checking and deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reqa.cli.console import one_line, output, show_models
from reqa.errors import ModelStoreError

if TYPE_CHECKING:
    from reqa.model_store.store import ModelStore
    from reqa.settings import Settings

models_app = typer.Typer(
    help="List, fetch, verify or remove the local models.",
    epilog="Example: reqa models fetch",
    rich_markup_mode=None,
)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models of the list.")]


@models_app.callback(invoke_without_command=True)
def _models(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        list_models()


@models_app.command("list", epilog="Example: reqa models list")
def list_models() -> None:
    """List the models and whether they are there."""
    settings = _settings()
    show_models(_store(settings).status(), str(settings.models), output())


@models_app.command(epilog="Example: reqa models fetch all-MiniLM-L6-v2")
def fetch(names: Names = None) -> None:
    """Fetch models, by default those that reqa needs."""
    settings = _settings()
    store = _store(settings)
    wanted = _known(names, store) or store.default_names()
    for name in wanted:
        store.fetch(name)
    _print_line(f"{wanted[0] + ' is' if len(wanted) == 1 else 'All models are'} in {settings.models}")


@models_app.command(epilog="Example: reqa models verify")
def verify(names: Names = None) -> None:
    """Check the SHA-256 of models, by default of all."""
    store = _store(_settings())
    wanted = _known(names, store) or [model.name for model in store.status() if model.state == "present"]
    problems = []
    for name in wanted:
        try:
            store.verify(name)
            _print_line(f"{name}: verified")
        except ModelStoreError as error:
            problems.append(error)
    if not wanted:
        _print_line("There are no models to verify. `reqa models fetch` gets them.")
    if problems:
        raise ModelStoreError(" ".join(str(error) for error in problems)) from problems[0]


@models_app.command(epilog="Example: reqa models remove all-MiniLM-L6-v2")
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models of the list.")],
) -> None:
    """Delete models and unfinished downloads."""
    store = _store(_settings())
    for name in _known(names, store):
        store.remove(name)
        _print_line(f"{name}: removed")


def _known(names: list[str] | None, store: ModelStore) -> list[str]:
    """The names without repetition, checked before the first long download begins."""
    for name in names or ():
        if name not in store:
            raise typer.BadParameter(f"there is no model {name!r}. Known are {', '.join(store.names())}.")
    return list(dict.fromkeys(names or ()))


def _print_line(text: str) -> None:
    """A result, on standard output. Flushed, as the next may take a while."""
    print(one_line(text), flush=True)


def _settings() -> Settings:
    from reqa.settings import Settings

    return Settings.load()


def _store(settings: Settings) -> ModelStore:
    from reqa.model_store.store import ModelStore

    return ModelStore(settings.models, offline=settings.offline)
