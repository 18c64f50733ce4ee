# tries to: ask with a malformed question
# expect: error
import os
fd = os.open('/dev/skein', os.O_RDWR)
os.write(fd, b'a\xff\xff\xff\x7f')
