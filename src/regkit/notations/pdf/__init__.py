"""PDF files: the lines that their pages print, and which lines are one paragraph."""
