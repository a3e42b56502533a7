"""Web pages: reading the text they show, and writing a statute as one self-contained page."""
