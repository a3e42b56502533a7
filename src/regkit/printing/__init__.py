"""Printing: from a statute to its page, from the page to printed lines, and from these to plain text."""
