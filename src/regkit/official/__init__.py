"""A client of the national database of laws and regulations (国家法律法规数据库). Only this package uses the network.

The owner of the database does not document its interface, so every answer is checked and any field may be
missing.
"""

from regkit.official.client import Database
from regkit.official.entries import IN_FORCE, REPEALED, OfficialEntry
from regkit.official.service import ADDRESS, BY_HAND

__all__ = ["ADDRESS", "BY_HAND", "IN_FORCE", "REPEALED", "Database", "OfficialEntry"]
