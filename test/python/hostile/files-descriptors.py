# tries to: use up all file descriptors
# expect: error (OSError|MemoryError)
fs = []
while True: fs.append(open('/tmp/fd', 'w'))
