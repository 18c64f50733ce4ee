# tries to: ask and leave the answer
# expect: either
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'a\x0c\0\0\0{"name":"x"}')
5
