# tries to: print megabytes at once
# expect: error OSError: printed more
print('x' * 50_000_000)
