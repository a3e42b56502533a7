"""Plain text: how bytes become text."""
