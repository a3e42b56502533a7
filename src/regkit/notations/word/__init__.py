"""Word files (.docx): reading them, and writing a statute as one."""
