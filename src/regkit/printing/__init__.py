"""What a statute prints: its page, and which of the page stands on one line."""
