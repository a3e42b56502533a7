"""Entry point of ``python -m regkit``: runs the command line."""

from __future__ import annotations

from regkit.cli import main

main()
