"""What must hold for any text, tested on millions of them. Run it with: make fuzz SECONDS=3600

`promises` states what must hold, `drawing` generates text number n (from `dictionary.txt`, `corpus` and `lines.txt`), and
`shrinking` makes a failing text small enough to read. `__main__` is quick and knows nothing of the code; `guided` is slower and
follows coverage.
"""
