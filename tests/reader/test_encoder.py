from pathlib import Path

import pytest

from sayso.model import Span
from sayso.reader.encoder.session import (
    RawAttribution,
    find_raw_attributions,
    sums_exactly,
)

HARBOUR = "“We will close the harbour on Friday,” the port director told reporters. Ferries stayed in, according to two captains."
BUDGET = "The treasurer denied that the budget had been cut.\n\nShe said taxes would rise next year."


def read(*texts: str) -> list[tuple[RawAttribution, ...]]:
    found = find_raw_attributions(texts)
    assert found is not None
    return found


def test_source_cue_and_content_are_found() -> None:
    (found,) = read(HARBOUR)
    said = {a.cue[0].of(HARBOUR).split()[0]: a for a in found}
    assert "port director" in said["told"].source[0].of(HARBOUR)
    assert "close the harbour" in said["told"].content[0].of(HARBOUR)
    assert said["according"].source[0].of(HARBOUR) == "two captains"
    assert all(0 <= a.score <= 1 for a in found)


def test_an_answer_does_not_depend_on_the_other_documents() -> None:
    texts = [HARBOUR, BUDGET, HARBOUR * 12, "", "No one spoke."]
    assert read(*texts) == [read(text)[0] for text in texts] == read(*reversed(texts))[::-1]


def test_furniture_is_not_read() -> None:
    found = find_raw_attributions([BUDGET], [[Span(0, BUDGET.index("\n"))]])
    assert found is not None
    assert all(s.start > BUDGET.index("\n") for a in found[0] for s in (*a.source, *a.cue, *a.content))


@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", '"' * 500, "a" * 5000, "😀 said " * 200, "\u202e\x00 said"]
)
def test_any_text_gives_an_answer(text: str) -> None:
    (found,) = read(text)
    assert all(0 <= s.start < s.end <= len(text) for a in found for s in (*a.source, *a.cue, *a.content))


@pytest.mark.parametrize(
    ("flags", "exact"),
    [
        ("fpu avx2 avx512f avx512_vnni", True),
        ("fpu avx2 avx_vnni", True),
        ("fpu avx2 avx512f", False),
        ("fpu avx512_vnnix", False),
        ("", False),
    ],
)
def test_vnni_is_told_by_the_processor_s_flags(tmp_path: Path, flags: str, exact: bool) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"model name: any\nflags\t\t: {flags}\n")
    assert sums_exactly(told) is exact


@pytest.mark.skipif(not sums_exactly(), reason="this processor has no VNNI")
def test_with_vnni_the_precise_mode_changes_nothing() -> None:
    from importlib.resources import files

    import numpy as np
    import onnxruntime

    from sayso.reader.encoder.windows import make_windows

    states = []
    for precise in ("0", "1"):
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.x64quantprecision", precise)
        session = onnxruntime.InferenceSession(
            str(files("sayso") / "models" / "attribution.encoder.int8.onnx"),
            options,
            providers=["CPUExecutionProvider"],
        )
        states.append(
            [
                session.run(
                    None,
                    {
                        "ids": np.array([w.ids]),
                        "feat": np.array([w.features]),
                        "mask": np.ones((1, len(w.ids)), np.int64),
                    },
                )
                for w in make_windows(BUDGET)
            ]
        )
    assert all(np.array_equal(a, b) for one, two in zip(*states) for a, b in zip(one, two))
