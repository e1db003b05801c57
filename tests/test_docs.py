import importlib.util
import json
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.pages()
    return made


def test_generated_pages_are_what_the_code_says(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"docs/{name}: run python docs/generate.py"


def test_schema_describes_an_export(pages: dict[str, str]) -> None:
    schema = json.loads(pages["records.schema.json"])
    assert {"Document", "Reading", "Claim", "Link", "Event", "Span"} <= set(schema["$defs"])
