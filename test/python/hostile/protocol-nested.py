# tries to: reply from inside a finaliser, later
# expect: either
import os, sys
class A:
    def __del__(self):
        fd = os.open('/dev/skein', os.O_RDWR)
        os.write(fd, b'r\x02\0\0\0{}')
sys.keep = [A()]
sys.keep.clear()
3
