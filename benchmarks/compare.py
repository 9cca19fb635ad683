"""reqa against the recipe that tutorials teach, and against itself without one of its parts.

    python benchmarks/compare.py --limit 40 --seed 1 --out run.jsonl SET.jsonl ...
    python benchmarks/compare.py --variants reqa,plain,no-vote,no-rerank --out run.jsonl SET.jsonl ...

Every question is put to all variants one after the other, each first in turn, with the same models loaded
once, and scored as `reqa eval` scores. A local language model first reads, untimed, what begins all prompts
of a variant, as it would have from the question before if the variant ran alone. `docs/golden.md` describes
the sets.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ablations import ABLATIONS, ablated
from journal import add_options, append_row, read_rows, refuse_misuse
from paired import overview, set_tables
from plain_recipe import PlainRecipe
from tqdm import tqdm

from reqa.engine import Engine
from reqa.evaluation.golden import GoldenSet, load_golden
from reqa.evaluation.run import answer_question, opened, sampled
from reqa.evaluation.summary import Record
from reqa.qa import QA
from reqa.settings import Settings

VARIANTS = {
    "reqa": "as it is",
    "plain": "1,000-character chunks, the nearest 4, 'cite the numbers, say I don't know'",
    **ABLATIONS,
}
Key = tuple[str, str, str]
"""Set, variant and id of the question."""


def ask_all(
    golden: GoldenSet, variants: Sequence[str], settings: Settings, engine: Engine, done: Mapping[Key, Record]
) -> Iterator[tuple[str, Record]]:
    """Put the questions that are not in `done` to the variants; yields variant and record."""
    turn = 0
    for group in golden.groups:
        missing = {(v, q.id) for q in group.questions for v in variants} - {
            (variant, question) for of, variant, question in done if of == golden.name
        }
        if not missing:
            continue
        with opened(group, settings, engine, None) as qa:
            asked = {name: _variant(name, qa) for name in variants}
            for question in group.questions:
                turn += 1
                for i in range(len(variants)):
                    name = variants[(turn + i) % len(variants)]
                    if (name, question.id) in missing:
                        asked[name].warm_up()
                        yield name, answer_question(group, question, asked[name], None)


def _variant(name: str, qa: QA) -> Any:
    """What answers in that variant: a QA, or as much of one as the evaluator uses."""
    if name == "reqa":
        return qa
    return PlainRecipe(qa.documents, qa.engine) if name == "plain" else ablated(name, qa)


def read_results(path: Path, sets: Sequence[GoldenSet], model: str) -> dict[Key, Record]:
    """The records of an interrupted run.

    Raises:
        SystemExit: the file is of other questions or of another model.
    """
    known = {(s.name, q.id): q.question for s in sets for group in s.groups for q in group.questions}
    found = {}
    for row in read_rows(path):
        record = row["record"]
        if row["model"] != model or known.get((row["set"], record["id"])) != record["question"]:
            raise SystemExit(f"{path} is of another model or of other questions. Name another file.")
        found[row["set"], row["variant"], record["id"]] = record
    return found


def keep(
    out: Path,
    sets: Sequence[GoldenSet],
    variants: Sequence[str],
    done: dict[Key, Record],
    model: str,
    ask: Callable[[GoldenSet], Iterator[tuple[str, Record]]],
) -> None:
    """Ask the questions that are not in `done`; each record goes there, and at once into the file."""
    wanted = {(g.name, v, q.id) for g in sets for v in variants for c in g.groups for q in c.questions}
    with (
        out.open("a", encoding="utf-8") as log,
        tqdm(total=len(wanted), initial=len(wanted & done.keys())) as bar,
    ):
        for golden in sets:
            bar.set_description(golden.name)
            for variant, record in ask(golden):
                row = {"set": golden.name, "variant": variant, "model": model, "record": record}
                append_row(log, row)
                done[golden.name, variant, record["id"]] = record
                bar.update()


def report(sets: Sequence[GoldenSet], variants: Sequence[str], done: Mapping[Key, Record], title: str) -> str:
    """The tables, over the questions that every variant has been asked."""
    runs = {}
    for golden in sets:
        ids = [q.id for group in golden.groups for q in group.questions]
        complete = [i for i in ids if all((golden.name, v, i) in done for v in variants)]
        if complete:
            runs[golden.name] = {v: [done[golden.name, v, i] for i in complete] for v in variants}
    legend = "\n".join(f"- **{name}**: {VARIANTS[name]}" for name in variants)
    note = (
        "In brackets: 95% bootstrap intervals. Differences are over the same questions, times as ratios; "
        "those whose interval leaves out no difference are bold."
    )
    if len(set(variants) - {"plain"}) > 1:
        note += (
            " A variant whose prompt another one has just had finds it in a local model's cache: its times "
            "tell something only in a run of its own with plain."
        )
    tables = [set_tables(name, run) for name, run in runs.items()]
    return "\n\n".join([title, legend, note, overview(runs) if runs else "", *tables]) + "\n"


def add_sets(parser: argparse.ArgumentParser) -> None:
    """The question sets, how many questions of each, and the file of the run."""
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET.jsonl")
    parser.add_argument("--limit", type=int, help="questions of each set, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    add_options(parser, required=True)


def drawn_sets(options: argparse.Namespace) -> list[GoldenSet]:
    """What `add_sets` asks for."""
    return [sampled(load_golden(path), options.limit, options.seed) for path in options.sets]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_sets(parser)
    parser.add_argument(
        "--variants", type=_names, default=("reqa", "plain"), help=f"of {', '.join(VARIANTS)} (reqa,plain)"
    )
    parser.add_argument("--table", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    refuse_misuse(parser, options)
    sets = drawn_sets(options)
    settings = Settings.load()
    engine = Engine(settings)
    if engine.model == "none":
        parser.error("all variants share a language model, and REQA_LLM is none")
    done = read_results(options.out, sets, engine.model)
    keep(
        options.out,
        sets,
        options.variants,
        done,
        engine.model,
        lambda golden: ask_all(golden, options.variants, settings, engine, done),
    )
    engine.close()
    drawn = (
        f"{options.limit} questions of each set, seed {options.seed}" if options.limit else "all questions"
    )
    title = f"{engine.model}, {os.cpu_count()} cores ({platform.machine()}), {drawn}"
    tables = report(sets, options.variants, done, title)
    print(tables)
    if options.table:
        options.table.write_text(tables, encoding="utf-8")


def _names(given: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",")))
    unknown = [name for name in names if name not in VARIANTS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"there is no variant {unknown[0]!r}; there are {', '.join(VARIANTS)}"
        )
    return names


if __name__ == "__main__":
    main()
