"""The disk: writing whole or not at all, one writer at a time, and knowing what regkit itself wrote."""
