"""PDF files: reads the lines that their pages print and joins them into paragraphs."""
