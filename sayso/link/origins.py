from collections.abc import Sequence
from sayso.model import Link, Origins, Reading
def count_origins(mentions: Sequence[tuple[Reading, int]], readings: Sequence[Reading], links: Sequence[Link]) -> Origins:
    return Origins(low=1, high=1)
