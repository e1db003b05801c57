"""One pass of the network over a text: windows of word pieces in; states, anchors and links out."""
