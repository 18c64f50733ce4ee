# tries to: grow the heap until it ends
# expect: error MemoryError
a = []
while True: a.append(bytes(8 * 10 ** 6))
