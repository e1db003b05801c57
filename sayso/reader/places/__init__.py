"""Where: the names of places in a text in; gazetteer entries with coordinates out."""
