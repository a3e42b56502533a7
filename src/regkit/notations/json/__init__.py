"""JSON: the tree of a statute as `regkit.show/1`."""
