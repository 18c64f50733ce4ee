# tries to: compute a huge power
# expect: error (ran longer|MemoryError|OverflowError)
10 ** 10 ** 10
