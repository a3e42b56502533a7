"""Data files made from a library: a SQLite file with full-text search, and Parquet tables."""

from regkit.data.index import build_index, fingerprint_of, is_index, opened, write_index
from regkit.data.parquet import write_parquet
from regkit.data.searching import SearchHits, search

__all__ = [
    "SearchHits",
    "build_index",
    "fingerprint_of",
    "is_index",
    "opened",
    "search",
    "write_index",
    "write_parquet",
]
