"""Web pages: reads the text that they show, and writes a statute as one self-contained page."""
