"""Word files (.docx): reads their text, and writes a statute as one."""
