"""Views of comparisons and citations: redlines, tables, tracked changes and graphs."""
