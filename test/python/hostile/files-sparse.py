# tries to: make a file of a terabyte
# expect: error (OSError|OverflowError|MemoryError)
f = open('/tmp/sparse', 'wb')
f.seek(10 ** 12)
f.write(b'x')
f.flush()
