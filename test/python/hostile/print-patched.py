# tries to: print through the original descriptor object
# expect: either
import io
f = io.FileIO(1, 'w')
for _ in range(10000): f.write(b'x' * 1000)
