"""The whole network: the attribution network with heads for events, names and parts of speech beside it."""

import torch
from torch import Tensor, nn

from sayso.reader.encoder.events import CONCEPTS, NAMES, ROLES, STATUSES, TAGS
from training.attribution.model import Network

VECTOR, HIDDEN, BILINEAR, BUCKETS = 96, 160, 48, 33


class Reader(Network):
    """One encoder, every head: cues, contents, sources, factuality, types (as `Network` has them), and events."""

    def build(self, base: nn.Module) -> None:
        """Lay the features and all heads on a base."""
        super().build(base)
        width = self.base.config.hidden_size
        self.trigger = nn.Linear(width, 3)
        self.names = nn.Linear(width, 1 + 2 * len(NAMES))
        self.tags = nn.Linear(width, len(TAGS))
        self.concept = nn.Sequential(
            nn.Linear(width, 192), nn.GELU(), nn.Dropout(0.1), nn.Linear(192, len(CONCEPTS))
        )
        self.status = nn.Sequential(
            nn.Linear(width, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, len(STATUSES))
        )
        self.salience = nn.Sequential(
            nn.Linear(2 * width + 4, 96), nn.GELU(), nn.Dropout(0.1), nn.Linear(96, 3)
        )
        self.said = nn.Linear(width, 2)
        self.role_word, self.role_trigger = nn.Linear(width, HIDDEN), nn.Linear(width, HIDDEN)
        self.role_distance = nn.Embedding(BUCKETS, HIDDEN)
        self.role_out = nn.Linear(HIDDEN, len(ROLES) + 1)  # the last: names the source
        self.role_query = nn.Linear(width, (len(ROLES)) * BILINEAR)
        self.role_key = nn.Linear(width, (len(ROLES)) * BILINEAR)
        nn.init.zeros_(self.role_out.bias)
        self.role_out.bias.data[0] = 3.0
        self.role_out.bias.data[-1] = -4.0
        self.pair_in = nn.Linear(width, VECTOR)
        self.pair_one, self.pair_two = nn.Linear(width, HIDDEN), nn.Linear(width, HIDDEN)
        self.pair_both, self.pair_more = nn.Linear(VECTOR, HIDDEN), nn.Linear(6, HIDDEN)
        self.pair_out = nn.Linear(HIDDEN, 1)
        self.vector = nn.Linear(2 * width, VECTOR)
        self.official = nn.Linear(width, 1)  # whether role words act for a state; fitted afterwards
        self.vector_scale = nn.Parameter(torch.tensor([8.0, -4.0]))

    def role_scores(self, words: Tensor, triggers: Tensor, buckets: Tensor) -> Tensor:
        """Scores (trigger, word, roles + 1) of each word's role for each trigger; the last of naming its source."""
        hidden = nn.functional.gelu(
            self.role_word(words)[None] + self.role_trigger(triggers)[:, None] + self.role_distance(buckets)
        )
        scores = self.role_out(hidden)
        query = self.role_query(triggers).view(len(triggers), -1, BILINEAR)
        key = self.role_key(words).view(len(words), -1, BILINEAR)
        more = torch.einsum("mrc,nrc->mnr", query, key) / BILINEAR**0.5
        return torch.cat([scores[..., :1], scores[..., 1:] + more], -1)

    def pair_scores(self, states: Tensor, first: Tensor, second: Tensor, more: Tensor) -> Tensor:
        """Log-odds (pair) that two triggers of a report (indices, the earlier first) speak of one event."""
        near = self.pair_in(states)
        one, two = self.pair_one(states), self.pair_two(states)
        hidden = one[first] + two[second] + self.pair_both(near[first] * near[second]) + self.pair_more(more)
        return self.pair_out(nn.functional.gelu(hidden)).squeeze(-1)  # type: ignore[no-any-return]

    def vectors(self, triggers: Tensor, clauses: Tensor) -> Tensor:
        """Unit vectors (trigger, 96) that are alike where triggers of any reports speak of one event."""
        return nn.functional.normalize(self.vector(torch.cat([triggers, clauses], -1)), dim=-1)
