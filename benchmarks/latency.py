"""How long reqa takes over a corpus, with the models loaded, and how much memory. `make bench` runs it.

Asks ten questions after a first one that does not count, and prints medians; then times one `reqa ask`
from a cold start.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import reqa

QUESTIONS = (
    "Who heads the Russian Direct Investment Fund?",
    "How do the American and Russian estimates of the reserves differ?",
    "Why was Trump angry with Putin?",
    "When and where are the next talks?",
    "What is the price of neodymium?",
    "Why did Zelensky sign the deal?",
    "Which newspaper interviewed Dmitriev?",
    "What share of the production of rare earth metals does China control?",
    "What tariffs did Trump threaten to impose?",
    "How many rare earth metals does Russia have reserves of?",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("questions", nargs="*", default=QUESTIONS)
    options = parser.parse_args()

    began = time.perf_counter()
    with reqa.open(options.corpus, index_dir=options.index) as qa:
        qa.warm_up()
        print(f"open and warm up: {time.perf_counter() - began:.1f} s, model {qa.model}")
        qa.ask(options.questions[-1])
        answers = [qa.ask(question) for question in options.questions]
    for answer in answers:
        times = "  ".join(f"{name} {answer.timings[name]:.2f}" for name in answer.timings)
        print(f"  {times}  {answer.question} -> {answer.text}")
    for name in ("first_evidence", "first_token", "total"):
        median = statistics.median(answer.timings[name] for answer in answers)
        print(f"median {name}: {median:.2f} s")
    # Linux counts in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"peak memory: {peak / 1e9:.2f} GB")

    began = time.perf_counter()
    command = [sys.executable, "-m", "reqa", "ask", "--json", "--corpus", str(options.corpus)]
    asked = subprocess.run(
        [*command, "--index", str(options.index), options.questions[0]],
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"reqa ask, cold: {time.perf_counter() - began:.1f} s -> {json.loads(asked.stdout)['text']}")


if __name__ == "__main__":
    main()
