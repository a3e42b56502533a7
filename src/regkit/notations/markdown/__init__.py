"""Markdown: reading statutes kept as Markdown, writing them as files and as pages for site generators."""
