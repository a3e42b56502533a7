"""Characters, words and numerals: handling of text that knows nothing about law."""
