"""A text of 50 MB, as a reader with a large archive would bring it."""

from __future__ import annotations

from pathlib import Path

import pytest

import reqa

KEEPER = "The lighthouse keeper was Olga Brandt."


@pytest.mark.large
@pytest.mark.timeout(900)
def test_fifty_megabytes(tmp_path: Path, fake_models: None) -> None:
    path = tmp_path / "archive.txt"
    lines = "".join(
        f"Parcel {n} weighs {n % 977} grams and lies on shelf {n % 53}.\n" for n in range(490_000)
    )
    path.write_text(f"{lines}\n{KEEPER}\n\n{lines}")
    assert path.stat().st_size > 50_000_000
    settings = reqa.Settings(llm="none")
    with reqa.open(path, index_dir=tmp_path / "index", settings=settings) as qa:
        answer = qa.ask("Who was the lighthouse keeper?")
        [citation] = answer.citations
        text = qa.documents[0].text
    assert citation.cited_text == KEEPER
    assert text[citation.start_char_index : citation.end_char_index] == KEEPER
    with reqa.open(path, index_dir=tmp_path / "index", settings=settings) as again:
        assert again.index_report.embedded == 0
