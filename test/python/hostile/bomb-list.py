# tries to: make a huge list
# expect: error MemoryError
list(range(10 ** 9))
