"""Who says what: spans of source, cue and content in; attributions with kind, stance and chain of sources out."""
