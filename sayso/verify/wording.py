"""How far along, and whether at all, by the words of a sentence: ahead, under way, done; yes or no."""

import re
from typing import NamedTuple

_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?:is|are|was|were) (?:to|due|set|expected|scheduled|about|ready"
    r"|slated) (?:to )?|plans?|planned|planning|intends?|scheduled|expected|due to"
    r"|may|might|could|considers?|considering|propos\w+|hopes?|wants?|aims?|seek\w*|going to|next (?:week"
    r"|month|year)|upcoming|prepar\w+)\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\b(?:(?:is|are|'s|’s) (?:still |being |now |currently )?\w+ing|still|ongoing|continu\w+|under way"
    r"|underway|remain\w*|keeps? on|goes on|struggl\w+|trying to|yet to|not yet"
    r"|have been \w+ing|has been \w+ing|working to|(?:is|are) being \w+ed|(?:is|are) under)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:complet(?:ed|es)|clos(?:ed|es)|finish(?:ed|es)|conclud(?:ed|es)|end(?:ed|s)|ended|over"
    r"|wrapped up|broken off|broke off|halted|stopped|ceased|established|settled"
    r"|final\w*|already)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:has|have|had) (?:\w+ly |already |now |just )?(?!been \w+ing)\w+(?:ed|en|un|t|d|k|ne)\b"
    r"|\b(?:was|were) \w+(?:ed|en|t)\b|\b\w{3,}ed\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|without|n[o']t|\w+n['’]t|cannot|refus\w+|reject\w+"
    r"|den(?:y|ies|ied|ying|ial)|dismiss\w*|oppos\w+|declin\w+|fail\w*|rul\w+ out|block\w*"
    r"|prevent\w*|baseless|false|untrue|against|disput\w+|object\w*|unable|unlikely|contrary|cancel\w*"
    r"|called off|abandon\w*|scrap\w*|condemn\w*|criticis\w+|criticiz\w+)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:accept\w*|agree[ds]?|agreeing|welcom\w+|admit\w*|acknowledg\w+|confirm\w*|approv\w+|clear(?:ed"
    r"|s)|allow\w*|permit\w*|support\w*|back(?:ed|s)|endors\w+|prais\w+|conced\w+|consult\w*|concur\w*)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)s?|dismiss(?:ed|es|ing)|refut\w+|reject(?:ed|s|ing)|baseless|untrue"
    r"|false|no (?:\w+ )?(?:evidence|connection|link|deal|truth|knowledge|ties?)|not true|disput\w+"
    r"|contradict\w*|insist\w* that|nonsense|fabricat\w+)\b",
    re.IGNORECASE,
)


class Wording(NamedTuple):
    """What the words of a sentence say of how far something has come, and whether they deny it."""

    ahead: bool
    under_way: bool
    over: bool
    done: bool
    no: bool
    yes: bool
    denial: bool


def read_wording(text: str) -> Wording:
    """The wording of a sentence.

    >>> read_wording("The talks will be held in May.").ahead, read_wording("He refused to sign.").no
    (True, True)
    """
    return Wording(*(bool(p.search(text)) for p in (_AHEAD, _UNDER_WAY, _OVER, _DONE, _NO, _YES, _DENIAL)))
