"""Markdown: reads and writes statutes kept as Markdown files, and writes pages for site generators."""
