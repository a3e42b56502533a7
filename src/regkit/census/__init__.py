"""The signs that a file holds, counted by other means than those by which it is read.

Nothing here may import a reader (`pyproject.toml` forbids it): a check proves only what it looks at with other eyes.
"""
