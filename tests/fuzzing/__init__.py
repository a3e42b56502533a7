"""What must hold for any text, held against millions of them. Run it with: make fuzz SECONDS=3600

`promises` says what must hold, `drawing` makes text number n (from `dictionary.txt`, `corpus` and `lines.txt`), `shrinking` makes what is found small enough to read. `__main__` is quick
and knows nothing of the code; `guided` is slow and follows coverage.
"""
