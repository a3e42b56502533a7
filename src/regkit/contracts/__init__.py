"""The JSON that commands print: one module for each kind of answer."""
