# tries to: double a string for ever
# expect: error (MemoryError|OverflowError)
x = 'x'
while True: x += x
