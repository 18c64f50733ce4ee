# tries to: fill standard error
# expect: error OSError
import sys
while True: sys.stderr.write('x' * 1000)
