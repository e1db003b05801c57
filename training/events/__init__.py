"""Training of the reader's one network: attributions, events, names, factuality and types on one encoder."""
