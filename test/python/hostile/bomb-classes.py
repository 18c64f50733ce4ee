# tries to: make classes for ever
# expect: error (MemoryError|ran longer)
a = []
while True: a.append(type('C', (), {'x': bytes(10 ** 6)}))
