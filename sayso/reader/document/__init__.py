"""The parts of a document before it is read: a `Document` in; its sections, quotation marks and the turns of transcripts out."""
