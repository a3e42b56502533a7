"""The model of law: a statute as a typed tree with addresses, and everything that is derived from the tree alone."""
