"""Events by the network's heads, in numpy: triggers, kind, status, salience, voice, the words in each role, and which mentions are one event.

Method: heads on the encoder's states, trained together with attributions (`training/events`): trigger words by BIO labels; kind, status,
salience and voice of a trigger's mean state; the role of every word of the window for each trigger by one softmax (additive and
bilinear scores with distance buckets, smoothed by Viterbi as the attributions' owners are); pairs of triggers over the whole report.
"""

CONCEPTS = (
    "visit", "talks", "agreement", "promise", "support", "cooperation", "exercise", "aid", "release", "concession", "withdrawal",
    "deployment", "weapon_test", "attack", "clash", "killing", "abduction", "capture", "hack", "crime", "threat", "accusation",
    "demand", "rejection", "protest", "sanction", "restriction", "arrest", "inquiry", "charge", "trial", "verdict", "execution",
    "legislation", "vote", "election", "appointment", "resignation", "publication", "warning", "finding", "spaceflight",
    "explosion", "fire", "crash", "accident", "disaster", "outbreak", "disruption", "rescue", "displacement", "death", "injury",
    "repair", "construction", "deal", "results", "product", "ceremony", "contest", "other",
)  # fmt: skip
"""Kinds of event, as sayso/data/concepts.tsv has them with their PLOVER type."""
STATUSES = ("occurred", "ongoing", "planned", "possible", "postponed", "cancelled", "denied")
ROLES = ("none", "t", "p", "by", "to", "f")
"""What a word is for a trigger: nothing, its time, its place, who acts, whom or what it is done to, its figure."""
NAMES = ("person", "organisation", "place", "other")
TAGS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
"""Universal parts of speech."""
