# tries to: print for ever
# expect: error OSError: printed more
while True: print('x' * 1000)
