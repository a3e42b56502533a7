"""Files on the disk: writing whole files or none, locking folders, and keeping track of which files regkit wrote."""
