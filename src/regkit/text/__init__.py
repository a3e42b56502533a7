"""Characters, words and numerals: what is known of text before anything is known of law."""
