# tries to: write to the descriptor for ever
# expect: error ran longer
import os
while True: os.write(1, b'x' * 65536)
