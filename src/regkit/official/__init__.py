"""The national database of laws and regulations (国家法律法规数据库): the only room that uses the network.

Its interface is not documented by its owner, so every answer is checked and every field may be missing.
"""

from regkit.official.client import Database
from regkit.official.entries import IN_FORCE, OfficialEntry
from regkit.official.service import ADDRESS, BY_HAND

__all__ = ["ADDRESS", "BY_HAND", "IN_FORCE", "Database", "OfficialEntry"]
