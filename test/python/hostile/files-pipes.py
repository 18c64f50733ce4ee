# tries to: fill memory through pipes
# expect: error OSError
import os
r, w = os.pipe()
while True: os.write(w, bytes(65536))
