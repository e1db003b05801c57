"""What a user set once for all commands: a TOML file by the XDG rules, and the environment; an option given by hand outdoes both.

# ~/.config/sayso/config.toml
ledger = "/srv/news/sayso.db"      # of every command that takes one
[watch]
every = 10
allow = ["intranet.example"]
"""

import os
import tomllib
from pathlib import Path
from typing import Any

import click

from sayso.errors import InputError


def config_path() -> Path:
    """The file: `SAYSO_CONFIG`, else `sayso/config.toml` where the XDG rules put it."""
    if given := os.environ.get("SAYSO_CONFIG"):
        return Path(given)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "sayso" / "config.toml"


def load_defaults(root: click.Group) -> dict[str, dict[str, Any]]:
    """What the file sets for each command, by the names of its options; raises InputError for what no command knows."""
    path = config_path()
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise InputError(str(path), f"cannot be read ({problem})", "mend it, or move it away") from None
    options = {name: {p.name: p for p in command.params if p.name} for name, command in root.commands.items()}
    defaults: dict[str, dict[str, Any]] = {name: {} for name in options}
    for key, value in given.items():
        if isinstance(value, dict):
            if key not in options:
                raise InputError(str(path), f"[{key}] is no command", f"use one of {', '.join(options)}")
            for option, setting in value.items():
                defaults[key][_known(path, option, options[key], f"[{key}] ")] = setting
        else:
            takers = [name for name in options if key.replace("-", "_") in options[name]]
            if not takers:
                raise InputError(str(path), f"{key} is an option of no command", "mend or drop the line")
            for name in takers:
                defaults[name].setdefault(key.replace("-", "_"), value)
    return defaults


def _known(path: Path, option: str, options: dict[str, click.Parameter], where: str) -> str:
    name = option.replace("-", "_")
    if name not in options:
        raise InputError(
            str(path), f"{where}{option} is none of its options", f"use one of {', '.join(options)}"
        )
    return name
