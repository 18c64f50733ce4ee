# tries to: ask without reading the answers
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
for _ in range(1000): os.write(fd, b'a\x0c\0\0\0{"name":"x"}')
