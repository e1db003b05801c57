"""Write the reference pages that follow from the code: `python docs/generate.py`; `--check` only compares."""

import json
import pathlib
import sys
from typing import Any

import msgspec

HERE = pathlib.Path(__file__).parent
RECORDS = ("Document", "Reading", "Claim", "Link", "Event", "Origins")


def commands_page() -> str:
    """The commands, their arguments and options, from the command line itself."""
    import typer

    from sayso.cli import app

    root: Any = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "Made by `docs/generate.py` from the command line; do not edit.",
        "",
        f"{root.help}",
        "",
    ]
    lines += [
        "Exit status: 0 done, 1 some input was refused (each named on standard error, the rest done), 2 wrong usage.",
        "",
    ]
    for name, command in root.commands.items():
        usage = " ".join(
            p.metavar or p.name.upper() for p in command.params if p.param_type_name == "argument"
        )
        lines += [f"## sayso {name} {usage}".rstrip(), "", f"{command.help}", ""]
        rows = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        if rows:
            lines += ["| option | meaning | default |", "|---|---|---|"]
            for p in rows:
                meta = f" {p.metavar}" if p.metavar else ""
                default = "" if p.default is None else f"`{p.default}`"
                lines.append(
                    f"| `{', '.join(p.opts)}{meta}` | {p.help} | {default} |".replace(
                        "text|jsonl", "text\\|jsonl"
                    )
                    .replace("json|", "json\\|")
                    .replace("text|html", "text\\|html")
                    .replace("origins|timeline", "origins\\|timeline")
                )
            lines.append("")
    return "\n".join(lines)


def schemas() -> dict[str, Any]:
    """JSON Schema of the records that cross the border, with all that they hold."""
    from sayso import model

    types = [getattr(model, name) for name in RECORDS]
    _, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sayso records",
        "$defs": definitions,
    }


def records_page(schema: dict[str, Any]) -> str:
    """The records, field by field."""
    lines = [
        "# Records",
        "",
        "Made by `docs/generate.py` from `sayso.model`; do not edit. JSON Schema: records.schema.json.",
        "",
    ]
    for name, record in schema["$defs"].items():
        lines += [f"## {name}", "", (record.get("description") or "").split("\n")[0], ""]
        if "properties" in record:
            required = set(record.get("required", []))
            lines += ["| field | type | |", "|---|---|---|"]
            for field, kind in record["properties"].items():
                lines.append(f"| `{field}` | {_words(kind)} | {'required' if field in required else ''} |")
            lines.append("")
    return "\n".join(lines)


def _words(kind: dict[str, Any]) -> str:
    if "$ref" in kind:
        name = kind["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(_words(k) for k in kind["anyOf"])
    if "enum" in kind:
        return ", ".join(f"`{v}`" for v in kind["enum"])
    if kind.get("type") == "array":
        return f"list of {_words(kind['items'])}" if isinstance(kind.get("items"), dict) else "list"
    return str(kind.get("format") or kind.get("type") or "any")


def pages() -> dict[str, str]:
    """Every generated page by its name."""
    from sayso.export.json import export_schema

    schema = schemas()
    return {
        "commands.md": commands_page(),
        "records.md": records_page(schema),
        "export.schema.json": json.dumps(export_schema(), indent=1, ensure_ascii=False) + "\n",
        "records.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n",
    }


def main() -> int:
    stale = []
    for name, text in pages().items():
        path = HERE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    print(
        "\n".join(f"docs/{name} is not what the code says: run python docs/generate.py" for name in stale),
        end="\n" if stale else "",
    )
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
