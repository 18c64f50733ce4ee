# tries to: print bytes that look like a reply
# expect: value 1
import os
os.write(1, b'\x05\0\0\0r\0\x02\0\0\0{}')
1
