"""``python -m regkit``."""

from __future__ import annotations

from regkit.cli import main

main()
