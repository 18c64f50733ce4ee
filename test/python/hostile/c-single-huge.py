# tries to: ask for more than there can be
# expect: error (MemoryError|OverflowError)
bytearray(2 ** 31 + 5)
