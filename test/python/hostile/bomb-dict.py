# tries to: fill a table for ever
# expect: error (MemoryError|ran longer)
d = {}
n = 0
while True: d[n] = str(n) * 100; n += 1
