"""Make `sayso/data/feasts.tsv`: the days of feasts that follow other calendars, from libraries that sayso itself does not need.

    pip install holidays pyluach && python -m training.feasts.make

Islamic and Chinese feasts, Diwali and Holi: the tables of `holidays` (vacanza, MIT); Jewish ones: `pyluach` (MIT). Islamic days are those of
Umm al-Qura; a country that waits for the moon may be a day off.
"""

import pathlib
from collections.abc import Iterable
from typing import Any

TABLE = pathlib.Path(__file__).parent.parent.parent / "sayso" / "data" / "feasts.tsv"
YEARS = range(1985, 2046)
HEADER = """# Feasts that move with other calendars: their first days, and how many days they last; made by training/feasts/make.py.
words\tdays\tfirst
"""


def listed(table: dict[int, Any]) -> list[str]:
    """The days of a table of `holidays`, which has one day a year or several."""
    out = []
    for year in YEARS:
        found = table.get(year, ())
        days: Iterable[tuple[int, int]] = [found] if found and isinstance(found[0], int) else found
        out += [f"{year}-{month:02d}-{day:02d}" for month, day in days]
    return out


def jewish(month: int, day: int) -> list[str]:
    """A day of the Jewish calendar (months count from Nisan) in each year."""
    from pyluach.dates import HebrewDate

    days = [HebrewDate(year + 3760 + extra, month, day).to_pydate() for year in YEARS for extra in (0, 1)]
    return sorted({d.isoformat() for d in days if d.year in YEARS})


def main() -> int:
    from holidays.calendars.chinese import _ChineseLunisolar as Chinese
    from holidays.calendars.hindu import _HinduLunisolar as Hindu
    from holidays.calendars.islamic import _IslamicLunar as Islamic
    from pyluach.dates import HebrewDate
    from pyluach.hebrewcal import Year

    purim = sorted(
        d.isoformat()
        for y in range(YEARS[0] + 3760, YEARS[-1] + 3762)
        if (d := HebrewDate(y, 13 if Year(y).leap else 12, 14).to_pydate()).year in YEARS
    )
    rows = [
        (
            "eid al-adha|eid-al-adha|eid ul-adha|eid al adha|feast of the sacrifice|feast of sacrifice|kurban bayram",
            4,
            listed(Islamic.EID_AL_ADHA_DATES),
        ),
        ("eid al-fitr|eid-al-fitr|eid ul-fitr|eid al fitr", 3, listed(Islamic.EID_AL_FITR_DATES)),
        ("ramadan|ramadhan|ramzan", 29, listed(Islamic.RAMADAN_BEGINNING_DATES)),
        ("ashura|ashoura", 1, listed(Islamic.ASHURA_DATES)),
        ("islamic new year", 1, listed(Islamic.HIJRI_NEW_YEAR_DATES)),
        ("arbaeen|arbain", 1, listed(Islamic.ARBAEEN_DATES)),
        ("lunar new year|chinese new year|seollal|tet holiday", 3, listed(Chinese.LUNAR_NEW_YEAR_DATES)),
        ("mid-autumn festival|chuseok", 1, listed(Chinese.MID_AUTUMN_DATES)),
        ("diwali|deepavali", 1, listed(Hindu.DIWALI_INDIA_DATES)),
        ("holi", 1, listed(Hindu.HOLI_DATES)),
        ("passover|pesach", 8, jewish(1, 15)),
        ("shavuot", 1, jewish(3, 6)),
        ("rosh hashanah|rosh hashana|jewish new year", 2, jewish(7, 1)),
        ("yom kippur|day of atonement", 1, jewish(7, 10)),
        ("sukkot", 7, jewish(7, 15)),
        ("hanukkah|chanukah", 8, jewish(9, 25)),
        ("purim", 1, purim),
    ]
    TABLE.write_text(
        HEADER + "".join(f"{words}\t{days}\t{' '.join(first)}\n" for words, days, first in rows),
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
